package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who edits a recipe, its template or its route sees the change at once, or learns what is wrong and where. */
@Timeout(120)
class EditingRecipesTest {

    private static final String HOOK = "/services/T/B/secretOfTheWebhook";
    private static final String ROUTE = "slack.camel.yaml";
    private static final String TEMPLATE = "templates/slack.json.j2";
    private static final String KAMELET = "kamelets/waystation-slack-sink.kamelet.yaml";
    private static final String CALL = "uri: kamelet:waystation-slack-sink\n";

    @TempDir
    Path directory;

    private final FaultyReceiver slack =
            FaultyReceiver.start().on(HOOK, Answer.status(200).withBody("ok"));
    private Path routes;
    private String example;
    private TestGateway gateway;

    @BeforeEach
    void copyRoutes() throws IOException {
        routes = TestGateway.copyRoutes(directory.resolve("routes"));
        example = Files.readString(routes.resolve("slack.camel.yaml.example"));
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        slack.close();
    }

    private TestGateway.Setup setup() {
        return TestGateway.in(directory.resolve("data")).with("waystation.routes", routes);
    }

    private void start() {
        gateway = setup().with("slack.webhook-url", slack.uri(HOOK)).start();
    }

    private void save(String name, String text) throws IOException {
        Path draft = Files.writeString(directory.resolve("draft"), text);
        Files.move(draft, routes.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The example with parameters of the call. */
    private String calling(String... parameters) {
        StringBuilder call = new StringBuilder("uri: kamelet:waystation-slack-sink\n            parameters:\n");
        for (String parameter : parameters) {
            call.append("              ").append(parameter).append('\n');
        }
        return example.replace(CALL, call);
    }

    private String place(String text) {
        int line = 1 + (int) example.substring(0, example.indexOf(text)).lines().count();
        return ROUTE + ":" + (example.charAt(example.indexOf(text) - 1) == '\n' ? line : line - 1) + ": ";
    }

    private String failureOfTheStart(TestGateway.Setup setup) {
        Throwable failure = catchThrowable(() -> gateway = setup.tryStart());
        assertThat(failure).as("the start fails").isNotNull();
        return failure.getMessage();
    }

    private HttpResponse<String> health() {
        return gateway.client().send(gateway.client().anonymous("/health").GET());
    }

    private String awaitDown() {
        Await.until("health tells", () -> health().statusCode() == 503);
        return GatewayClient.json(health()).at("/checks/route-files/message").asText();
    }

    private void awaitUp() {
        Await.until("health is well", () -> health().statusCode() == 200);
    }

    /** An event that is published before the route has started is not for it. */
    private void awaitRoute(String description) {
        Await.until("the route runs", () -> {
            Route route = gateway.camel().getRoute("slack");
            ServiceStatus status = gateway.camel().getRouteController().getRouteStatus("slack");
            return route != null && description.equals(route.getDescription()) && status == ServiceStatus.Started;
        });
    }

    private String message(String job) {
        int before = slack.requests(HOOK).size();
        gateway.client().publish(RunEvents.errored().job("1", job));
        return slack.awaitRequests(HOOK, before + 1, Await.SOON).get(before).text();
    }

    @Test
    void at_the_start_a_secret_that_is_not_set_is_named_with_where_it_can_be() throws IOException {
        save(ROUTE, example);
        assertThat(failureOfTheStart(setup()))
                .contains(place("uri: kamelet:"), "'webhookUrl'", "slack.webhook-url is not set", "SLACK_WEBHOOK_URL");
    }

    @Test
    void a_secret_in_the_yaml_is_refused_and_not_repeated() throws IOException {
        save(ROUTE, calling("webhookUrl: https://hooks.slack.com/services/T/B/secretInTheFile"));
        assertThat(failureOfTheStart(setup()))
                .contains(place("uri: kamelet:"), "'webhookUrl' holds the secret itself", "property:NAME")
                .doesNotContain("secretInTheFile");
        save(ROUTE, calling("webhookUrl: \"{{slack.webhook-url}}\""));
        assertThat(failureOfTheStart(setup().with("slack.webhook-url", slack.uri(HOOK))))
                .contains("holds the secret itself")
                .doesNotContain("secretOfTheWebhook");
    }

    @Test
    void a_secret_that_is_no_address_is_told_without_it() throws IOException {
        save(ROUTE, example);
        assertThat(failureOfTheStart(setup().with("slack.webhook-url", "hooks.slack.com/secret Of It")))
                .contains("'webhookUrl'", "no address")
                .doesNotContain("secret Of It");
    }

    @Test
    void a_secret_can_be_in_a_file_that_the_property_names() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), slack.uri(HOOK) + "\n");
        save(ROUTE, example);
        gateway = setup().with("slack.webhook-url", "file:" + secret).start();
        assertThat(message("nightly")).contains("nightly errored");
        FaultyReceiver renewed =
                FaultyReceiver.start().on("/new", Answer.status(200).withBody("ok"));
        try (renewed) {
            Files.writeString(secret, renewed.uri("/new").toString());
            gateway.client().publish(RunEvents.errored());
            renewed.awaitRequests("/new", 1, Await.SOON);
        }
    }

    @Test
    void a_parameter_that_there_is_not_is_named_with_those_that_there_are() throws IOException {
        save(ROUTE, calling("webhokUrl: property:slack.webhook-url"));
        assertThat(failureOfTheStart(setup()))
                .contains(place("uri: kamelet:"), "no parameter 'webhokUrl'", "accessUrl, template, webhookUrl");
    }

    @Test
    void a_required_parameter_that_is_missing_is_named() throws IOException {
        save(ROUTE, example.replace("waystation-slack-sink", "waystation-http-sink"));
        assertThat(failureOfTheStart(setup())).contains("'waystation-http-sink' needs the parameter 'url'");
    }

    @Test
    void a_kamelet_that_there_is_not_is_named_with_those_that_there_are() throws IOException {
        save(ROUTE, example.replace("waystation-slack-sink", "waystation-slak-sink"));
        assertThat(failureOfTheStart(setup()))
                .contains(place("uri: kamelet:"), "no Kamelet 'waystation-slak-sink'", "waystation-slack-sink");
    }

    @Test
    void a_template_that_there_is_not_is_named() throws IOException {
        save(ROUTE, calling("template: routes:templates/mine.j2"));
        assertThat(failureOfTheStart(setup().with("slack.webhook-url", slack.uri(HOOK))))
                .contains(place("uri: kamelet:"), "templates/mine.j2");
    }

    @Test
    void a_broken_template_is_named_with_its_own_line() throws IOException {
        save(ROUTE, example);
        save(TEMPLATE, "{\n\n  {{ body | }}\n}");
        assertThat(failureOfTheStart(setup().with("slack.webhook-url", slack.uri(HOOK))))
                .contains(place("uri: kamelet:"), TEMPLATE + ":3: ");
    }

    @Test
    void a_rule_that_cannot_be_read_is_named() throws IOException {
        save(
                ROUTE,
                calling("severity: \"'error\"", "routingKey: property:key")
                        .replace("waystation-slack-sink", "waystation-pagerduty-sink"));
        assertThat(failureOfTheStart(setup().with("key", "0123456789")))
                .contains(place("uri: kamelet:"), "'severity' is no expression");
    }

    @Test
    void a_route_that_is_added_without_its_secret_is_told_and_the_others_run() throws IOException {
        gateway = setup().start();
        save(ROUTE, example);
        assertThat(awaitDown()).contains(place("uri: kamelet:"), "slack.webhook-url is not set");
        assertThat(gateway.client().publish(RunEvents.errored()).duplicate()).isFalse();
        Files.delete(routes.resolve(ROUTE));
        awaitUp();
    }

    @Test
    void a_route_that_is_added_while_the_gateway_runs_tells_the_next_run() throws IOException {
        start();
        save(ROUTE, example);
        awaitRoute("Messages about runs to a Slack channel");
        assertThat(message("nightly")).contains("nightly errored");
        int before = gateway.camel().getRoutesSize();
        save(ROUTE, example.replace("description: Messages", "description: Other messages"));
        awaitRoute("Other messages about runs to a Slack channel");
        assertThat(message("hourly")).contains("hourly errored");
        assertThat(gateway.camel().getRoutesSize()).isEqualTo(before);
        Files.delete(routes.resolve(ROUTE));
        Await.until("the route is gone", () -> gateway.camel().getRoutesSize() == before - 2);
    }

    @Test
    void a_saved_template_is_live_and_a_broken_one_leaves_the_one_before() throws IOException {
        save(ROUTE, example);
        start();
        String shipped = Files.readString(routes.resolve(TEMPLATE));
        assertThat(message("nightly")).contains("nightly errored");

        save(TEMPLATE, "{\n  {{ broken |\n}");
        assertThat(awaitDown()).contains(TEMPLATE + ":");
        assertThat(message("nightly")).contains("nightly errored");

        save(TEMPLATE, "{\"text\": {{ ('mine: ' ~ run.job)|tojson }}}");
        awaitUp();
        Await.until("the new template is used", () -> message("nightly").contains("mine: nightly"));

        Files.delete(routes.resolve(TEMPLATE));
        Await.until("the jar's is used", () -> message("nightly").contains("nightly errored"));
        save(TEMPLATE, shipped);
        awaitUp();
    }

    @Test
    void a_saved_template_leaves_recipes_alone_that_do_not_read_it() throws Exception {
        save(ROUTE, example);
        save(
                "other.camel.yaml",
                example.replace("id: slack", "id: other")
                        .replace("name: slack", "name: other")
                        .replace(
                                "uri: kamelet:waystation-slack-sink",
                                "uri: kamelet:waystation-http-sink\n            parameters:\n              url: "
                                        + slack.uri("/other")));
        start();
        var other = new javax.management.ObjectName(
                "org.apache.camel:context=waystation,type=routes,name=\"waystation-http-sink-*\"");
        var beans = java.lang.management.ManagementFactory.getPlatformMBeanServer();
        var before = beans.queryNames(other, null);
        assertThat(before).hasSize(1);
        save(TEMPLATE, "{\"text\": {{ ('mine: ' ~ run.job)|tojson }}}");
        Await.until("the new template is used", () -> message("nightly").contains("mine: nightly"));
        assertThat(beans.queryNames(other, null)).isEqualTo(before);
    }

    @Test
    void a_run_that_starts_looks_different_from_one_that_ends() throws IOException {
        save(ROUTE, example.replace("eventTypes: job.run.errored,", "eventTypes: job.run.started,job.run.errored,"));
        start();
        gateway.client().publish(RunEvents.started().job("1", "nightly"));
        assertThat(Schema.of("slack-message.schema.json")
                        .check(slack.awaitRequests(HOOK, 1, Await.SOON).get(0))
                        .get("text")
                        .asText())
                .isEqualTo("▶️ nightly started");
    }

    @Test
    void a_template_that_gives_no_json_is_told_and_sends_the_message_once_it_is_mended() throws IOException {
        save(ROUTE, example);
        save(TEMPLATE, "{\"text\": \"{{ run.job }}\"}");
        gateway = setup().with("slack.webhook-url", slack.uri(HOOK))
                .withDelays(2_000)
                .start();
        gateway.client().publish(RunEvents.errored().job("1", "the \"nightly\""));
        assertThat(gateway.awaitAttempts(1).get(0).attempt().errorInfo())
                .contains("routes:templates/slack.json.j2 gave no JSON for this event");
        save(TEMPLATE, "{\"text\": {{ run.job|tojson }}}");
        assertThat(slack.awaitRequests(HOOK, 1, Await.SOON).get(0).text())
                .isEqualTo("{\"text\": \"the \\\"nightly\\\"\"}");
    }

    @Test
    void a_saved_kamelet_is_live_and_a_broken_one_leaves_the_one_before() throws IOException {
        save(ROUTE, example);
        start();
        String shipped = Files.readString(routes.resolve(KAMELET));
        int before = gateway.camel().getRoutesSize();

        save(KAMELET, shipped.replace("- process:", "- sendToTheMoon:"));
        assertThat(awaitDown()).containsPattern("waystation-slack-sink\\.kamelet\\.yaml:\\d+: .*sendToTheMoon");
        assertThat(message("nightly")).contains("nightly errored");

        save(KAMELET, shipped.replace("recipe.RunFacts", "recipe.NoSuchFacts"));
        Await.until("the new mistake is told", () -> awaitDown().contains("NoSuchFacts"));
        Await.until("the old one runs again", () -> message("nightly").contains("nightly errored"));

        save(KAMELET, shipped.replace("constant: application/json; charset=utf-8", "constant: application/json"));
        awaitUp();
        Await.until("the new one runs", () -> {
            message("nightly");
            var all = slack.requests(HOOK);
            return "application/json".equals(all.get(all.size() - 1).header("Content-Type"));
        });
        assertThat(gateway.camel().getRoutesSize()).isEqualTo(before);
    }
}
