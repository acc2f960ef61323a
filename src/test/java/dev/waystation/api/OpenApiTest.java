package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.access.Role;
import dev.waystation.api.ApiServer.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The OpenAPI document says what there is, no more and no less. That every reply is as it says is checked by {@link
 * ApiServer} with each request of the other tests.
 */
class OpenApiTest {

    private static final Pattern ENDPOINT =
            Pattern.compile("platform-http:/*(/[^?]*)\\?.*httpMethodRestrict=([A-Z,]+).*");
    private static final Path PAGE = Path.of("docs", "api.md");

    @TempDir
    static Path data;

    static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(data, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDocumentHasThePathsAndMethodsOfTheRoutes() {
        Set<String> routes = new TreeSet<>();
        for (Route route : server.server().camelContext().getRoutes()) {
            Matcher endpoint =
                    ENDPOINT.matcher(URLDecoder.decode(route.getEndpoint().getEndpointUri(), StandardCharsets.UTF_8));
            if (endpoint.matches() && endpoint.group(1).startsWith("/api/")) {
                for (String method : endpoint.group(2).split(",")) {
                    routes.add(method + " " + endpoint.group(1));
                }
            }
        }
        assertThat(OpenApi.get().operations().keySet()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void theDocumentIsServedToAnybody() {
        Reply reply = server.sendWith("GET", "/api/openapi.json", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(OpenApi.get().document());
        assertThat(reply.json().get("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Matcher reference = Pattern.compile("\"\\$ref\":\"#([^\"]+)\"")
                .matcher(OpenApi.get().document().toString());
        while (reference.find()) {
            assertThat(OpenApi.get().document().at(reference.group(1)).isMissingNode())
                    .as(reference.group(1))
                    .isFalse();
        }
    }

    @Test
    void everyOperationLetsInTheRolesThatItNames() {
        Map<Role, String> tokens = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            tokens.put(
                    role,
                    server.post("/api/v3/tokens", "{\"name\":\"t\",\"role\":\"" + role.word() + "\"}")
                            .data()
                            .get("token")
                            .asText());
        }
        OpenApi.get().operations().forEach((name, operation) -> {
            if (name.endsWith("openapi.json")) {
                return;
            }
            String method = name.substring(0, name.indexOf(' '));
            String path = name.substring(name.indexOf(' ') + 1)
                    .replace("{account}", "1")
                    .replaceAll("\\{[a-z]+}", "none");
            String body = method.equals("POST") || method.equals("PUT") ? "{" : null;
            assertThat(server.sendWith(method, path, body).status()).as(name).isEqualTo(401);
            tokens.forEach((role, token) -> {
                boolean named = operation.get("x-roles").toString().contains("\"" + role.word() + "\"");
                int status = server.send(token, method, path, body).status();
                assertThat(status != 403).as("%s as %s: %s", name, role, status).isEqualTo(named);
            });
        });
    }

    @Test
    void everyFieldOfASubscriptionThatTheDocumentNamesIsRead() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        OpenApi.get().collect(OpenApi.get().schema("SubscriptionInput"), properties, new LinkedHashSet<>());
        properties.remove("id");
        properties.keySet().forEach(field -> {
            String body = "{\"name\":\"n\",\"client_url\":\"https://x.example\",\"event_types\":[\"*\"],\"" + field
                    + "\":[[1]]}";
            Reply reply = server.post("/api/v3/accounts/1/webhooks/subscriptions", body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.message()).contains("'" + field);
        });
    }

    /** After a change of the document: mvn test -Dtest=OpenApiTest -Dwaystation.write-docs=true. */
    @Test
    void thePageInTheDocumentationSaysTheSame() throws Exception {
        String page = Files.readString(PAGE);
        String now = ApiPage.withTables(page);
        if (Boolean.getBoolean("waystation.write-docs")) {
            Files.writeString(PAGE, now);
        } else {
            assertThat(page).isEqualTo(now);
        }
    }
}
