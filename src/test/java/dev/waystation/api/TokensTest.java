package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.api.ApiServer.Reply;
import dev.waystation.testing.RunEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what. */
class TokensTest {

    private static final String WEBHOOKS = "/api/v3/accounts/1/webhooks";
    private static final String SUBSCRIPTION =
            "{\"name\":\"n\",\"client_url\":\"http://127.0.0.1:9/x\",\"event_types\":[\"job.run.started\"],\"active\":true}";

    @TempDir
    Path data;

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(data, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode token(String role, String accounts) {
        Reply reply = server.post(
                "/api/v3/tokens",
                "{\"name\":\"t-" + role + "\",\"role\":\"" + role + "\",\"accounts\":" + accounts + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.data();
    }

    @ParameterizedTest
    @CsvSource({
        "admin,     200, 201, 202, 200, 200, 200",
        "developer, 200, 201, 403, 200, 403, 200",
        "publisher, 403, 403, 202, 403, 403, 200",
        "read-only, 200, 403, 403, 403, 403, 200",
    })
    void aRoleMayDoWhatItIsFor(String role, int list, int create, int publish, int test, int tokens, int accounts) {
        String text = token(role, "[]").get("token").asText();
        String id = server.post(WEBHOOKS + "/subscriptions", SUBSCRIPTION.replace("\"n\"", "\"other\""))
                .data()
                .get("id")
                .asText();
        String one = WEBHOOKS + "/subscription/" + id;
        assertThat(server.send(text, "GET", WEBHOOKS + "/subscriptions", null).status())
                .isEqualTo(list);
        assertThat(server.send(text, "GET", one, null).status()).isEqualTo(list);
        assertThat(server.send(text, "GET", one + "/events", null).status()).isEqualTo(list);
        assertThat(server.send(text, "POST", WEBHOOKS + "/subscriptions", SUBSCRIPTION)
                        .status())
                .isEqualTo(create);
        assertThat(server.send(
                                text,
                                "POST",
                                WEBHOOKS + "/events",
                                RunEvents.completed().json())
                        .status())
                .isEqualTo(publish);
        assertThat(server.send(text, "GET", one + "/test", null).status()).isEqualTo(test);
        assertThat(server.send(text, "GET", "/api/v3/tokens", null).status()).isEqualTo(tokens);
        assertThat(server.send(text, "GET", "/api/v2/accounts/", null).status()).isEqualTo(accounts);
        assertThat(server.send(text, "PUT", one, SUBSCRIPTION).status()).isEqualTo(create == 201 ? 200 : 403);
        assertThat(server.send(text, "POST", one + "/secret/rotate", "").status())
                .isEqualTo(create == 201 ? 200 : 403);
        assertThat(server.send(text, "DELETE", one, null).status()).isEqualTo(create == 201 ? 200 : 403);
    }

    @Test
    void aRefusalSaysWhichTokenAndWhichRole() {
        String text = token("read-only", "[]").get("token").asText();
        Reply reply = server.send(text, "POST", WEBHOOKS + "/subscriptions", SUBSCRIPTION);
        assertThat(reply.message()).contains("t-read-only", "read-only").doesNotContain(text);
        assertThat(reply.json().at("/status/code").asInt()).isEqualTo(403);
    }

    @Test
    void anotherAccountsObjectsAreNotThere() {
        String text = token("admin", "[2]").get("token").asText();
        String id = server.post(WEBHOOKS + "/subscriptions", SUBSCRIPTION)
                .data()
                .get("id")
                .asText();
        for (String path : new String[] {"/subscriptions", "/subscription/" + id, "/subscription/" + id + "/events"}) {
            assertThat(server.send(text, "GET", WEBHOOKS + path, null).status()).isEqualTo(404);
        }
        assertThat(server.send(
                                text,
                                "POST",
                                WEBHOOKS + "/events",
                                RunEvents.completed().json())
                        .status())
                .isEqualTo(404);
        String two = "/api/v3/accounts/2/webhooks/subscriptions";
        assertThat(server.send(text, "GET", two, null).status()).isEqualTo(200);
        assertThat(server.send(text, "GET", two.replace("subscriptions", "subscription/" + id), null)
                        .status())
                .isEqualTo(404);
        JsonNode seen = server.send(text, "GET", "/api/v2/accounts/", null).data();
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).get("id").asInt()).isEqualTo(2);
        // Else it could make itself one that sees everything.
        assertThat(server.send(text, "POST", "/api/v3/tokens", "{\"name\":\"x\",\"role\":\"admin\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenIsShownOnceKeptAsADigestAndSurvivesARestart() throws Exception {
        JsonNode made = token("developer", "[1,2]");
        String text = made.get("token").asText();
        Reply list = server.get("/api/v3/tokens");
        assertThat(list.text()).doesNotContain(text);
        assertThat(list.data().get(0).get("accounts").toString()).isEqualTo("[1,2]");
        assertThat(server.send(text, "GET", WEBHOOKS + "/subscriptions", null).status())
                .isEqualTo(200);
        server.close();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(text);
            }
        }
        server = ApiServer.start(data, Clock.systemUTC());
        assertThat(server.send(text, "GET", WEBHOOKS + "/subscriptions", null).status())
                .isEqualTo(200);
    }

    @Test
    void aRevokedTokenIsWorthlessAtOnceAndForGood() throws Exception {
        JsonNode made = token("developer", "[]");
        String path = "/api/v3/tokens/" + made.get("id").asText();
        assertThat(server.delete(path).status()).isEqualTo(200);
        String text = made.get("token").asText();
        assertThat(server.send(text, "GET", WEBHOOKS + "/subscriptions", null).status())
                .isEqualTo(401);
        assertThat(server.delete(path).status()).isEqualTo(404);
        assertThat(server.delete("/api/v3/tokens/bootstrap").status()).isEqualTo(404);
        server.close();
        server = ApiServer.start(data, Clock.systemUTC());
        assertThat(server.send(text, "GET", WEBHOOKS + "/subscriptions", null).status())
                .isEqualTo(401);
        assertThat(server.get("/api/v3/tokens").data()).isEmpty();
    }

    @Test
    void badInputForATokenIsNamed() {
        assertThat(server.post("/api/v3/tokens", "{\"role\":\"admin\"}").message())
                .contains("'name'");
        assertThat(server.post("/api/v3/tokens", "{\"name\":\"n\",\"role\":\"root\"}")
                        .message())
                .contains("'role'", "read-only");
        assertThat(server.post("/api/v3/tokens", "{\"name\":\"n\",\"role\":\"admin\",\"accounts\":[9]}")
                        .message())
                .contains("'accounts[0]'");
        assertThat(server.get("/api/v3/tokens").data()).isEmpty();
    }
}
