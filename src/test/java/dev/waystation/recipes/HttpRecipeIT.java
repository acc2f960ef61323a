package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who copies the example sends requests of an own form to any service. */
@Timeout(180)
class HttpRecipeIT {

    private static final String PATH = "/notify";

    @TempDir
    Path directory;

    private FaultyReceiver service;
    private RecipeProcess.Setup setup;

    @BeforeEach
    void start() {
        service = FaultyReceiver.start();
        setup = RecipeProcess.in(directory, "http")
                .with("http-service.url", service.uri(PATH + "?channel=data&x=a%20b"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void the_shipped_template_tells_what_happened() {
        try (RecipeProcess gateway = setup.start()) {
            gateway.publish(Runs.errored());
            Received request = service.awaitRequests(PATH, 1, Await.SOON).get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo(PATH + "?channel=data&x=a%20b");
            assertThat(request.header("Authorization")).isNull();
            JsonNode body = Schema.of("http-request.schema.json").check(request);
            assertThat(body.get("text").asText()).isEqualTo("nightly errored");
            assertThat(body.get("url").asText()).isEqualTo(Runs.URL);
        }
    }

    @Test
    void method_token_template_and_what_counts_as_success_are_the_users() throws IOException {
        Files.writeString(setup.routes().resolve("templates/mine.txt.j2"), "{{ run.job }}: {{ body.data.runId }}");
        service.on(
                PATH,
                Answer.status(200).withBody("{\"ok\": false, \"why\": \"not now, s3cret-token\"}"),
                Answer.status(200).withBody("{\"ok\": true}"));
        setup.edited("# token: property:http-service.token", """
                token: property:http-service.token
                              tokenHeader: X-Api-Key
                              tokenScheme: none
                              method: PUT
                              contentType: text/plain
                              success: "body.ok == true"\
                """.strip())
                .edited("templates/http.json.j2", "templates/mine.txt.j2")
                .with("http-service.token", "s3cret-token");
        try (RecipeProcess gateway = setup.start()) {
            List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0).get("error_info").asText()).contains("not now");
            assertThat(attempts.toString()).doesNotContain("s3cret-token");
            Received request = service.requests(PATH).get(0);
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.text()).isEqualTo("nightly: 4711");
            assertThat(request.header("X-Api-Key")).isEqualTo("s3cret-token");
            assertThat(request.header("Content-Type")).isEqualTo("text/plain");
        }
    }

    @Test
    void a_token_is_a_bearer_token_unless_said_otherwise() {
        setup.edited("# token: ", "token: ").with("http-service.token", "s3cret-token");
        try (RecipeProcess gateway = setup.start()) {
            gateway.publish(Runs.errored());
            assertThat(service.awaitRequests(PATH, 1, Await.SOON).get(0).header("Authorization"))
                    .isEqualTo("Bearer s3cret-token");
        }
    }

    @Test
    void a_service_that_hangs_is_left_at_the_deadline_and_asked_again() {
        service.on(PATH, Answer.hang(), Answer.status(204));
        try (RecipeProcess gateway =
                setup.with("waystation.delivery.timeout", "1s").start()) {
            List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("504");
            assertThat(attempts.get(0).get("error_info").asText()).contains("within 1000 ms");
        }
    }

    @Test
    void events_that_the_filter_leaves_out_are_not_sent() {
        try (RecipeProcess gateway = setup.start()) {
            RunEvents event = Runs.errored().with("environmentName", "Development");
            assertThat(gateway.process().client().publish(event).deliveries()).isZero();
        }
    }
}
