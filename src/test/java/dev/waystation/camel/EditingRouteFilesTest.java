package dev.waystation.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.camel.routes.RouteFiles;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Outcome;
import dev.waystation.event.EventTypes;
import dev.waystation.subscription.Subscription;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits route files of a gateway at work, rightly and wrongly: no event is lost, and other routes do not notice. */
@Timeout(180)
class EditingRouteFilesTest {

    /** A subscription whose endpoint is the path {@code /hook} of a receiver. */
    private static final String HOOK = """
            - route:
                id: hook
                from:
                  uri: events:subscribe
                  parameters:
                    name: hook
                    eventTypes: job.run.completed
                  steps:
                    - setHeader:
                        name: X-Version
                        constant: "%s"
                    - to:
                        uri: http:127.0.0.1:%d/hook
                        parameters:
                          httpMethod: POST
                          headerFilterStrategy: "#deliveryHeaders"
            """;

    private static final String FILE = "hook.camel.yaml";

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

    private void start() {
        gateway = TestGateway.in(directory.resolve("data"))
                .with("waystation.routes", routes)
                .withDelays(50, 50, 50, 50, 50)
                .start();
    }

    /** Writes as simple editors do: the file is empty for a moment. */
    private void save(String name, String text) throws IOException {
        Files.writeString(routes.resolve(name), text);
    }

    private String hook(String version) {
        return HOOK.formatted(version, receiver.port());
    }

    private void awaitVersion(String version) {
        Await.until("version " + version + " is live", () -> receiver.requests("/hook").stream()
                .anyMatch(r -> version.equals(r.header("X-Version"))));
    }

    private HttpResponse<String> health() {
        return gateway.client().send(gateway.client().anonymous("/health").GET());
    }

    private String awaitDown() {
        // While a version that cannot start is tried, the route's own check is down for a moment before the file is
        // blamed.
        Await.until(
                "health tells of a file",
                () -> health().statusCode() == 503 && !fileInHealth().isEmpty());
        return fileInHealth();
    }

    private String fileInHealth() {
        return GatewayClient.json(health()).at("/checks/route-files/message").asText();
    }

    private void awaitUp() {
        Await.until("health is well", () -> health().statusCode() == 200);
    }

    private Map<String, Route> otherRoutes() {
        Map<String, Route> others = new TreeMap<>();
        for (Route route : gateway.camel().getRoutes()) {
            if (!route.getId().equals("hook")) {
                others.put(route.getId(), route);
            }
        }
        return others;
    }

    @Test
    void a_file_is_edited_broken_repaired_deleted_and_put_back_while_events_come_and_none_is_lost() throws Exception {
        save(FILE, hook("one"));
        start();
        gateway.client().subscribe("endpoint", receiver.uri("/endpoint"), EventTypes.COMPLETED);
        receiver.otherwise(Answer.status(200).after(Duration.ofMillis(3)));
        Map<String, Route> others = otherRoutes();
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

        awaitVersion("one");
        save(FILE, hook("two"));
        awaitVersion("two");
        // No YAML; a step that there is not; a component that there is not; an endpoint that cannot start.
        List<String> broken = List.of(
                "- route: [",
                hook("x").replace("- setHeader:", "- setHaeder:"),
                hook("x").replace("uri: http:", "uri: htttp:"),
                hook("x").replace("eventTypes: job.run.completed", "eventTypes: job.run.finished"));
        for (String version : broken) {
            save(FILE, version);
            assertThat(awaitDown())
                    .containsPattern("hook\\.camel\\.yaml:\\d+: .+")
                    .doesNotContain("\tat ");
            int before = receiver.requests("/hook").size();
            receiver.awaitRequests("/hook", before + 5, Await.SOON);
            assertThat(receiver.requests("/hook").get(before).header("X-Version"))
                    .as("the old version goes on")
                    .isEqualTo("two");
            save(FILE, hook("two"));
            awaitUp();
        }
        save(FILE, hook("three"));
        awaitVersion("three");
        Files.delete(routes.resolve(FILE));
        Await.until("the route is gone", () -> gateway.camel().getRoute("hook") == null);
        int sofar = receiver.requests("/endpoint").size();
        receiver.awaitRequests("/endpoint", sofar + 20, Await.SOON);
        save(FILE, hook("four"));
        awaitVersion("four");

        enough.set(true);
        publisher.join();
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(acknowledged).hasSizeGreaterThan(50);
        assertThat(receiver.ledger().missing("/hook", acknowledged)).isEmpty();
        assertThat(receiver.ledger().missing("/endpoint", acknowledged)).isEmpty();
        assertThat(receiver.ledger().duplicates("/endpoint"))
                .as("the other route did not notice")
                .isZero();
        assertThat(otherRoutes()).isEqualTo(others);
    }

    @Test
    void an_attempt_in_flight_ends_as_if_nothing_happened_when_another_file_is_saved() throws Exception {
        start();
        receiver.on("/slow", Answer.status(200).after(Duration.ofSeconds(3)));
        gateway.client().subscribe("slow", receiver.uri("/slow"), EventTypes.ERRORED);
        String event = gateway.client().publish(RunEvents.errored()).eventId();
        Await.until("it is in flight", () -> gateway.client().meter("waystation_in_flight") == 1);
        save(FILE, hook("one"));
        Await.until("the route runs", () -> gateway.camel().getRoute("hook") != null);
        save(FILE, "- route: [");
        awaitDown();
        Await.until("the attempt has ended", () -> !gateway.attempts(event).isEmpty());
        assertThat(gateway.attempts(event))
                .extracting(FinishedAttempt::outcome)
                .singleElement()
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(receiver.requests("/slow")).hasSize(1);
    }

    @Test
    void the_subscription_of_a_deleted_file_stays_and_its_events_wait_until_the_file_is_back() throws Exception {
        save(FILE, hook("one"));
        start();
        Files.delete(routes.resolve(FILE));
        Await.until("the route is gone", () -> gateway.camel().getRoute("hook") == null);
        assertThat(gateway.client().publish(RunEvents.completed()).deliveries()).isEqualTo(1);
        assertThat(gateway.client().meter("waystation_pending")).isEqualTo(1);
        List<Long> before = subscriptions();
        save(FILE, hook("two"));
        receiver.awaitRequests("/hook", 1, Await.SOON);
        assertThat(subscriptions())
                .as("it is the same subscription")
                .isEqualTo(before)
                .hasSize(1);
    }

    private List<Long> subscriptions() {
        return gateway.gateway().subscriptions().all().stream()
                .map(Subscription::no)
                .toList();
    }

    @Test
    void a_file_with_a_configuration_of_error_handling_can_be_saved_too() throws Exception {
        start();
        for (String id : List.of("dbt-core", "subscriptions-list")) {
            Path file = routes.resolve(id.equals("dbt-core") ? "dbt-core.camel.yaml" : "subscriptions.camel.yaml");
            Route before = gateway.camel().getRoute(id);
            save(file.getFileName().toString(), Files.readString(file) + "# edited\n");
            Await.until("it was loaded again", () -> {
                Route now = gateway.camel().getRoute(id);
                return now != null && now != before;
            });
            awaitUp();
        }
        assertThat(gateway.camel().getRouteController().getRouteStatus("dbt-core"))
                .as("a route that is off stays off")
                .isEqualTo(ServiceStatus.Stopped);
        assertThat(gateway.client()
                        .get(GatewayClient.WEBHOOKS + "/subscription/wsu_nobody")
                        .statusCode())
                .as("the API's answers to mistakes are as before")
                .isEqualTo(404);
    }

    @Test
    void a_file_that_is_empty_or_gone_for_a_moment_while_an_editor_writes_it_keeps_its_routes() throws Exception {
        Path own = Files.createDirectories(directory.resolve("own"));
        Path file = Files.writeString(own.resolve("a.camel.yaml"), timer("one"));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RouteFiles files = new RouteFiles(context, own);
            files.load();
            context.start();

            Files.writeString(file, "");
            files.reload();
            assertThat(context.getRoute("one")).isNotNull();
            Files.delete(file);
            files.reload();
            assertThat(context.getRoute("one")).isNotNull();
            Files.writeString(file, timer("two"));
            files.reload();
            assertThat(context.getRoute("one")).isNotNull();
            files.reload();
            assertThat(context.getRoute("one")).isNull();
            assertThat(context.getRoute("two")).isNotNull();
            assertThat(files.problems()).isEmpty();

            Files.delete(file);
            files.reload();
            assertThat(context.getRoute("two")).isNotNull();
            files.reload();
            assertThat(context.getRoute("two")).isNull();
        }
    }

    private static String timer(String id) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: timer:" + id + "\n      steps:\n        - log: x\n";
    }
}
