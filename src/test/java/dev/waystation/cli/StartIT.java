package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.testing.Await;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar starts as it is told to, or says in a sentence why it does not, and ends with 1. */
@Timeout(180)
class StartIT {

    @TempDir
    Path directory;

    private String refusal(GatewayProcess.Setup setup) {
        try (GatewayProcess process = setup.launch()) {
            assertThat(process.awaitExit(Duration.ofSeconds(60)))
                    .as(process.output())
                    .isEqualTo(1);
            assertThat(process.output())
                    .contains("Waystation cannot start.")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception")
                    .doesNotContain(TestGateway.TOKEN);
            return process.output();
        }
    }

    @Test
    void a_sender_is_never_told_while_the_gateway_starts_or_stops_that_its_webhook_is_gone() throws Exception {
        Hooks.Hook hook;
        try (GatewayProcess before = GatewayProcess.in(directory).start()) {
            hook = new Hooks(before.client()).create("{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}");
            before.terminate();
            before.awaitExit(Duration.ofSeconds(60));
        }
        Set<Integer> answers = new TreeSet<>();
        try (GatewayProcess gateway = GatewayProcess.in(directory).launch()) {
            Await.until("the webhook answers", Duration.ofSeconds(60), () -> {
                answers.addAll(answer(gateway, hook));
                return answers.contains(204);
            });
            gateway.terminate();
            Await.until("nobody listens", Duration.ofSeconds(60), () -> {
                List<Integer> answer = answer(gateway, hook);
                answers.addAll(answer);
                return answer.isEmpty();
            });
        }
        assertThat(answers).contains(204).isSubsetOf(204, 503);
    }

    /** The status, or nothing when there is no answer. */
    private static List<Integer> answer(GatewayProcess gateway, Hooks.Hook hook) {
        try {
            return List.of(gateway.client()
                    .send(gateway.client().anonymous(hook.path()).GET())
                    .statusCode());
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    @Test
    void a_bad_route_file_stops_the_start_and_is_named_with_its_line() throws IOException {
        Path routes = TestGateway.copyRoutes(directory.resolve("routes"));
        Files.writeString(routes.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: timer:tick
                      steps:
                        - sendToTheMoon: {}
                """);
        assertThat(refusal(GatewayProcess.in(directory))).contains("mine.camel.yaml:6: ", "sendToTheMoon");
    }

    @Test
    void a_data_directory_that_another_process_uses_is_told() {
        try (TestGateway other = TestGateway.in(directory.resolve("data")).start()) {
            assertThat(other.client().publish(RunEvents.completed()).duplicate())
                    .isFalse();
            assertThat(refusal(GatewayProcess.in(directory))).contains("data").containsAnyOf("in use", "locked");
            assertThat(other.client().publish(RunEvents.completed()).duplicate())
                    .as("the other one goes on")
                    .isFalse();
        }
    }

    @Test
    void a_setting_that_cannot_be_used_is_named_with_what_was_expected() {
        assertThat(refusal(GatewayProcess.in(directory).with("waystation.delivery.timeout", "soon")))
                .contains("waystation.delivery.timeout", "'soon'", "such as 10s");
    }

    @Test
    void a_port_that_is_taken_is_told() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(refusal(GatewayProcess.in(directory).with("waystation.port", taken.getLocalPort())))
                    .contains(Integer.toString(taken.getLocalPort()), "waystation.port");
        }
    }

    @Test
    void the_environment_wins_over_the_file_and_a_system_property_over_both() throws IOException {
        Files.writeString(directory.resolve("application.properties"), """
                waystation.accounts=5
                waystation.retention.days=5
                waystation.http.maximum-body-size=2000
                """);
        try (GatewayProcess process = GatewayProcess.in(directory)
                .with("waystation.accounts", "6")
                .with("waystation.retention.days", "6")
                .option("-Dwaystation.accounts=7")
                .start()) {
            GatewayClient client = process.client();
            String event = RunEvents.completed().json();
            assertThat(client.post("/api/v3/accounts/7/webhooks/events", "application/json", event)
                            .statusCode())
                    .isEqualTo(202);
            assertThat(client.post("/api/v3/accounts/6/webhooks/events", "application/json", event)
                            .statusCode())
                    .isEqualTo(404);
            String large = RunEvents.completed().with("note", "x".repeat(2_000)).json();
            assertThat(client.post("/api/v3/accounts/7/webhooks/events", "application/json", large)
                            .statusCode())
                    .isEqualTo(413);
            assertThat(process.output()).doesNotContain(TestGateway.TOKEN, "\tat ");
            assertThat(directory.resolve("data")).isDirectory();
        }
    }
}
