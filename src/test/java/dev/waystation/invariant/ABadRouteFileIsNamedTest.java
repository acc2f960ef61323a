package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who edits a route learns which file and which line is wrong; what ran before keeps running meanwhile. */
@Timeout(120)
class ABadRouteFileIsNamedTest {

    private static final String HELLO = """
            - route:
                id: %s
                from:
                  uri: platform-http:/hello
                  steps:
                    - setBody:
                        constant: %s
            """;

    private static final String NO_YAML = """
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - setBody: [unclosed
            """;

    private static final String NO_SUCH_STEP = """
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - sendToTheMoon:
                        constant: now
            """;

    private static final String NO_SUCH_COMPONENT = """
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - setBody:
                        constant: hello
                    - to:
                        uri: no-such-component:x
            """;

    private static final String NO_EVENT_TYPES = """
            - route:
                id: subscriber
                from:
                  uri: events:subscribe
                  parameters:
                    name: subscriber
                  steps:
                    - log: ${body}
            """;

    @TempDir
    Path directory;

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private Path routes;
    private TestGateway gateway;

    @BeforeEach
    void copyRoutes() {
        routes = TestGateway.copyRoutes(directory.resolve("routes"));
    }

    @AfterEach
    void close() {
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private TestGateway.Setup setup() {
        return TestGateway.in(directory.resolve("data")).with("waystation.routes", routes);
    }

    private Path save(String name, String text) throws IOException {
        // As editors do it: a reader sees the old file or the new one.
        Path draft = Files.writeString(directory.resolve(name + ".draft"), text);
        return Files.move(draft, routes.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private HttpResponse<String> hello() {
        return gateway.client().send(gateway.client().anonymous("/hello").GET());
    }

    private void awaitHello(String answer) {
        Await.until("the route answers " + answer, () -> hello().body().equals(answer));
    }

    private HttpResponse<String> health() {
        return gateway.client().send(gateway.client().anonymous("/health").GET());
    }

    private String awaitDown() {
        Await.until("health tells", () -> health().statusCode() == 503);
        JsonNode shown = GatewayClient.json(health());
        assertThat(shown.get("status").asText()).isEqualTo("DOWN");
        return shown.get("checks").get("route-files").get("message").asText();
    }

    private void awaitUp() {
        Await.until("health is well", () -> health().statusCode() == 200);
    }

    private String failureOfTheStart() {
        Throwable failure = catchThrowable(() -> gateway = setup().tryStart());
        assertThat(failure).as("the start fails").isNotNull();
        return failure.getMessage();
    }

    @Test
    void at_the_start_a_file_that_is_no_yaml_is_named_with_its_line() throws IOException {
        save("hello.camel.yaml", NO_YAML);
        // The bracket that is open in line 6 is missed in the next one.
        assertThat(failureOfTheStart()).containsPattern("hello\\.camel\\.yaml:[67]: ");
    }

    @Test
    void at_the_start_a_step_that_there_is_not_is_named_with_its_line() throws IOException {
        save("hello.camel.yaml", NO_SUCH_STEP);
        assertThat(failureOfTheStart()).contains("hello.camel.yaml:6: ", "sendToTheMoon");
    }

    @Test
    void at_the_start_a_component_that_there_is_not_is_named_with_its_line() throws IOException {
        save("hello.camel.yaml", NO_SUCH_COMPONENT);
        assertThat(failureOfTheStart()).contains("hello.camel.yaml:9: ", "no-such-component");
    }

    @Test
    void at_the_start_a_subscriber_without_event_types_is_named_with_what_it_needs() throws IOException {
        save("subscriber.camel.yaml", NO_EVENT_TYPES);
        assertThat(failureOfTheStart())
                .containsPattern("subscriber\\.camel\\.yaml:\\d+: ")
                .contains("eventTypes");
    }

    @Test
    void at_the_start_every_broken_file_is_named() throws IOException {
        save("a.camel.yaml", NO_YAML);
        save("b.camel.yaml", NO_SUCH_STEP);
        assertThat(failureOfTheStart()).contains("a.camel.yaml:", "b.camel.yaml:");
    }

    @Test
    void two_files_cannot_have_a_route_of_the_same_id() throws IOException {
        save("a.camel.yaml", HELLO.formatted("hello", "a"));
        save("b.camel.yaml", HELLO.formatted("hello", "b").replace("/hello", "/other"));
        assertThat(failureOfTheStart()).contains("b.camel.yaml", "a.camel.yaml", "'hello'");
    }

    @Test
    void a_saved_file_is_taken_over_without_a_restart() throws IOException {
        gateway = setup().start();
        assertThat(hello().statusCode()).isEqualTo(404);
        save("hello.camel.yaml", HELLO.formatted("hello", "one"));
        awaitHello("one");
        save("hello.camel.yaml", HELLO.formatted("hello", "two"));
        awaitHello("two");
        assertThat(health().statusCode()).isEqualTo(200);
    }

    @Test
    void on_reload_the_old_routes_keep_running_and_health_names_file_and_line_until_it_is_repaired()
            throws IOException {
        save("hello.camel.yaml", HELLO.formatted("hello", "one"));
        gateway = setup().start();
        awaitHello("one");
        for (String broken : List.of(NO_YAML, NO_SUCH_STEP, NO_SUCH_COMPONENT)) {
            save("hello.camel.yaml", broken);
            assertThat(awaitDown())
                    .containsPattern("hello\\.camel\\.yaml:\\d+: ")
                    .doesNotContain("\tat ");
            // A step that Camel cannot make is found when the old route is gone already; then that is started again.
            awaitHello("one");
            assertThat(health().statusCode()).isEqualTo(503);
            save("hello.camel.yaml", HELLO.formatted("hello", "one"));
            awaitUp();
            awaitHello("one");
        }
        save("hello.camel.yaml", HELLO.formatted("hello", "two"));
        awaitHello("two");
        awaitUp();
    }

    @Test
    void a_new_file_that_is_broken_leaves_all_routes_running_and_is_forgotten_when_it_is_deleted() throws IOException {
        gateway = setup().start();
        Path broken = save("broken.camel.yaml", NO_SUCH_STEP);
        assertThat(awaitDown()).contains("broken.camel.yaml:6: ");
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        receiver.awaitRequests("/hook", 1, Await.SOON);
        Files.delete(broken);
        awaitUp();
    }

    @Test
    void a_deleted_file_takes_its_routes_with_it() throws IOException {
        Path file = save("hello.camel.yaml", HELLO.formatted("hello", "one"));
        gateway = setup().start();
        awaitHello("one");
        Files.delete(file);
        Await.until("the route is gone", () -> hello().statusCode() == 404);
        // It stops before it is forgotten.
        Await.until("the route is forgotten", () -> gateway.camel().getRoute("hello") == null);
        awaitUp();
    }

    @Test
    void a_renamed_route_takes_the_place_of_the_old_one() throws IOException {
        save("hello.camel.yaml", HELLO.formatted("hello", "one"));
        gateway = setup().start();
        awaitHello("one");
        save("hello.camel.yaml", HELLO.formatted("renamed", "two"));
        Await.until("the old route is gone", () -> gateway.camel().getRoute("hello") == null);
        awaitHello("two");
        assertThat(gateway.camel().getRoute("renamed")).isNotNull();
    }

    @Test
    void deliveries_that_run_while_routes_are_saved_lose_nothing() throws Exception {
        gateway = setup().withDelays(50, 50, 50, 50, 50).start();
        receiver.otherwise(dev.waystation.testing.Answer.status(200).after(Duration.ofMillis(5)));
        gateway.client().subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        gateway.client().subscribe("b", receiver.uri("/b"), EventTypes.COMPLETED);
        Path file = routes.resolve("deliver.camel.yaml");
        String deliver = Files.readString(file);
        List<String> acknowledged = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            for (int i = 0; !enough.get(); i++) {
                acknowledged.add(gateway.client()
                        .publish(RunEvents.completed().id("evt-" + i))
                        .eventId());
            }
        });
        publisher.start();
        for (int i = 0; i < 3; i++) {
            String marker = "reload-" + i;
            save("deliver.camel.yaml", deliver.replace("        - process:\n            ref: sign\n", """
                            - setHeader:
                                name: X-Version
                                constant: %s
                            - process:
                                ref: sign
                    """.formatted(
                            marker)));
            Await.until("the new route delivers", () -> receiver.requests().stream()
                    .anyMatch(r -> marker.equals(r.header("X-Version"))));
        }
        save("deliver.camel.yaml", "- route: [");
        awaitDown();
        save("deliver.camel.yaml", deliver);
        awaitUp();
        enough.set(true);
        publisher.join();
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(acknowledged).isNotEmpty();
        assertThat(receiver.ledger().missing("/a", acknowledged)).isEmpty();
        assertThat(receiver.ledger().missing("/b", acknowledged)).isEmpty();
    }

    @Test
    void the_deliver_route_can_be_renamed_and_deliveries_go_on() throws IOException {
        gateway = setup().start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        receiver.awaitRequests("/hook", 1, Await.SOON);
        Path file = routes.resolve("deliver.camel.yaml");
        save("deliver.camel.yaml", Files.readString(file).replace("id: deliver\n", "id: deliver-to-endpoints\n"));
        Await.until(
                "it is renamed",
                () -> gateway.camel().getRoute("deliver-to-endpoints") != null
                        && gateway.camel().getRoute("deliver") == null);
        gateway.client().publish(RunEvents.completed());
        receiver.awaitRequests("/hook", 2, Await.SOON);
    }

    @Test
    void the_route_of_publishers_can_be_renamed_and_events_are_taken() throws IOException {
        gateway = setup().start();
        Path file = routes.resolve("ingest.camel.yaml");
        save("ingest.camel.yaml", Files.readString(file).replace("id: ingest\n", "id: publishers\n"));
        Await.until(
                "it is renamed",
                () -> gateway.camel().getRoute("publishers") != null
                        && gateway.camel().getRoute("ingest") == null);
        // A route is there a moment before its consumer listens.
        Await.until(
                "events are taken",
                () -> gateway.client()
                                .tryPublish(
                                        "application/json",
                                        RunEvents.completed().json())
                                .statusCode()
                        == 202);
    }
}
