package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Answer;
import dev.waystation.testing.FaultyReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A route that somebody writes without a recipe, and without a thought of errors. */
@Timeout(180)
class OwnRouteIT {

    @TempDir
    Path directory;

    private List<JsonNode> attempts(FaultyReceiver target, String more) throws IOException {
        RecipeProcess.Setup setup =
                RecipeProcess.in(directory, "slack").with("slack.webhook-url", target.uri("/other"));
        Files.delete(setup.routes().resolve("slack.camel.yaml"));
        Files.writeString(setup.routes().resolve("own.camel.yaml"), """
                - route:
                    id: own
                %s    from:
                      uri: events:subscribe
                      parameters:
                        name: own
                        eventTypes: job.run.errored
                      steps:
                        - to:
                            uri: http:127.0.0.1:%d/services/secretOfTheWebhook
                            parameters:
                              httpMethod: POST
                """.formatted(more, target.port()));
        try (RecipeProcess gateway = setup.start()) {
            List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
            assertThat(gateway.process().output())
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception")
                    .doesNotContain("secretOfTheWebhook");
            assertThat(attempts.toString()).doesNotContain("secretOfTheWebhook");
            return attempts;
        }
    }

    @Test
    void a_target_that_refuses_is_in_the_delivery_log_and_neither_asked_again_nor_in_the_log() throws IOException {
        try (FaultyReceiver target = FaultyReceiver.start().otherwise(Answer.status(400))) {
            List<JsonNode> attempts = attempts(target, "");
            assertThat(attempts).hasSize(1);
            assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("400");
            assertThat(attempts.get(0).get("error_info").asText()).contains("127.0.0.1 answered 400");
        }
    }

    @Test
    void an_error_handler_that_the_route_has_is_the_one_that_counts() throws IOException {
        try (FaultyReceiver target = FaultyReceiver.start().otherwise(Answer.status(400))) {
            String handler = """
                    errorHandler:
                      deadLetterChannel:
                        deadLetterUri: log:dead
                        redeliveryPolicy:
                          maximumRedeliveries: 2
                          redeliveryDelay: 1
                          logExhausted: false
                    """.indent(4);
            List<JsonNode> attempts = attempts(target, handler);
            assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("200");
            assertThat(target.requests("/services/secretOfTheWebhook")).hasSize(3);
        }
    }
}
