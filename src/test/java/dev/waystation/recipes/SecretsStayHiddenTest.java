package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.Attempt;
import dev.waystation.testing.Answer;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.TestGateway;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who watches the gateway by JMX, or reads its delivery log, learns no secret of a recipe. */
@Timeout(120)
class SecretsStayHiddenTest {

    private static final String SECRET = "s3cretOfTheRecipe";
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    @Test
    void jmx_and_the_delivery_log_show_where_secrets_are_but_not_what_they_are() throws Exception {
        Path routes = TestGateway.copyRoutes(directory.resolve("routes"));
        for (String recipe : new String[] {"slack", "msteams", "pagerduty", "http"}) {
            String example = Files.readString(routes.resolve(recipe + ".camel.yaml.example"));
            Files.writeString(
                    routes.resolve(recipe + ".camel.yaml"),
                    example.replace("# token:", "token:")
                            .replace(
                                    "            parameters:\n              # Var",
                                    "            parameters:\n              eventsUrl: http://127.0.0.1:1/\n              # Var"));
        }
        try (FaultyReceiver target = FaultyReceiver.start()
                        .otherwise(Answer.status(403)
                                .withHeader("X-Echo", SECRET)
                                .withBody("no " + SECRET + " and no " + KEY));
                TestGateway gateway = TestGateway.in(directory.resolve("data"))
                        .with("waystation.routes", routes)
                        .with("slack.webhook-url", target.uri("/" + SECRET))
                        .with("msteams.webhook-url", target.uri("/x?sig=" + SECRET))
                        .with("pagerduty.routing-key", KEY)
                        .with("http-service.url", target.uri("/" + SECRET))
                        .with("http-service.token", SECRET)
                        .start()) {
            gateway.client().publish(Runs.errored());
            gateway.awaitAttempts(4).forEach(finished -> assertThat(everything(finished.attempt()))
                    .doesNotContain(SECRET, KEY));
            String jmx = jmx();
            assertThat(jmx)
                    .contains("waystation-slack-sink", "http-service.url")
                    .doesNotContain(SECRET, KEY);
        }
    }

    private static String everything(Attempt attempt) {
        return attempt
                + (attempt.responseBody() == null ? "" : new String(attempt.responseBody(), StandardCharsets.UTF_8));
    }

    /** Names and attributes of all Camel's beans, and what their operations without a danger tell. */
    private static String jmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            all.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    all.append(server.getAttribute(name, attribute.getName())).append('\n');
                } catch (JMException | RuntimeException e) {
                    all.append(e.getMessage()).append('\n');
                }
            }
            for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
                boolean resolving = operation.getSignature().length == 1
                        && operation.getSignature()[0].getType().equals("boolean");
                if (operation.getName().equals("dumpRouteAsXml") && resolving) {
                    all.append(server.invoke(name, operation.getName(), new Object[] {true}, new String[] {"boolean"}));
                }
            }
        }
        return all.toString();
    }
}
