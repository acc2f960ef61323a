package dev.waystation.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.delivery.AttemptError;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.event.EventTypes;
import dev.waystation.event.InvalidEventException;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user's own route can do with {@code events:publish} and {@code events:subscribe}. */
@Timeout(120)
class EventsComponentTest {

    /** Hands each errored run of job 7 to the path {@code /route} of a receiver. */
    private static final String SUBSCRIBER = """
            - route:
                id: on-errored
                from:
                  uri: events:subscribe
                  parameters:
                    name: on-errored
                    eventTypes: job.run.errored
                    jobIds: 7
                  steps:
                    - setHeader:
                        name: X-Seen
                        simple: ${header.EventType} ${header.JobId} ${header.RunId} ${header.RunStatus} ${header.DeliveryAttempt}
                    - to:
                        uri: http:127.0.0.1:%d/route
                        parameters:
                          httpMethod: POST
            """;

    private static final Map<String, Object> EVENT =
            Map.of("eventType", "job.run.completed", "data", Map.of("jobId", 5, "runId", 6));

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
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
        return TestGateway.in(directory.resolve("data"))
                .clock(clock)
                .with("waystation.routes", routes)
                .withDelays(1_000, 1_000, 1_000, 1_000, 1_000);
    }

    private void startWithSubscriber() throws IOException {
        Files.writeString(routes.resolve("on-errored.camel.yaml"), SUBSCRIBER.formatted(receiver.port()));
        gateway = setup().start();
    }

    private static RunEvents erroredRun() {
        return RunEvents.errored().job("7").run("42");
    }

    private Exchange publish(Object body, Map<String, Object> headers) {
        return gateway.camel()
                .createFluentProducerTemplate()
                .to("events:publish")
                .withBody(body)
                .withHeaders(headers)
                .send();
    }

    private Exchange publish(Object body) {
        return publish(body, Map.of());
    }

    @Test
    void a_route_gets_the_events_that_it_subscribed_to_with_headers_to_choose_by() throws IOException {
        startWithSubscriber();
        assertThat(gateway.client().publish(erroredRun().id("evt-1")).deliveries())
                .isEqualTo(1);
        assertThat(gateway.client().publish(erroredRun().job("8")).deliveries()).isZero();
        assertThat(gateway.client().publish(RunEvents.completed().job("7")).deliveries())
                .isZero();
        Received received = receiver.awaitRequests("/route", 1, Await.SOON).get(0);
        assertThat(received.header("X-Seen")).isEqualTo("job.run.errored 7 42 Errored 1");
        assertThat(received.text()).contains("\"eventId\":\"evt-1\"", "\"webhookName\":\"on-errored\"");
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void an_exchange_that_fails_is_redelivered_by_the_same_policy_and_logged() throws IOException {
        startWithSubscriber();
        receiver.on("/route", Answer.statuses(500, 500, 200));
        String id = gateway.client().publish(erroredRun()).eventId();
        for (int attempt = 1; attempt <= 3; attempt++) {
            gateway.awaitAttempts(attempt);
            int made = attempt;
            Await.until("stored", () -> gateway.query("SELECT MAX(attempts) FROM delivery") == made);
            clock.advance(Duration.ofSeconds(1));
        }
        gateway.client().awaitNothingOwed(Await.SOON);
        List<FinishedAttempt> attempts = gateway.attempts(id);
        assertThat(attempts).extracting(FinishedAttempt::number).containsExactly(1, 2, 3);
        assertThat(attempts.get(0).attempt().error()).isEqualTo(AttemptError.ROUTE);
        assertThat(attempts.get(0).attempt().errorInfo()).isNotBlank().doesNotContain("\n");
        assertThat(attempts.get(2).attempt().succeeded()).isTrue();
        assertThat(gateway.query("SELECT COUNT(*) FROM attempt WHERE error = 'ROUTE'"))
                .isEqualTo(2);
        List<Received> requests = receiver.requests("/route");
        assertThat(requests)
                .extracting(Received::text)
                .containsOnly(requests.get(0).text());
        assertThat(requests.get(2).header("X-Seen")).endsWith(" 3");
    }

    @Test
    void while_its_route_is_stopped_the_events_wait_in_the_store() throws Exception {
        startWithSubscriber();
        gateway.camel().getRouteController().stopRoute("on-errored");
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.client().publish(erroredRun().id("evt-" + i)).deliveries())
                    .isEqualTo(1);
        }
        gateway.client().subscribe("other", receiver.uri("/other"), EventTypes.ERRORED);
        gateway.client().publish(RunEvents.errored());
        receiver.awaitRequests("/other", 1, Await.SOON);
        assertThat(receiver.requests("/route")).isEmpty();
        gateway.camel().getRouteController().startRoute("on-errored");
        receiver.awaitRequests("/route", 5, Await.SOON);
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(receiver.ledger().duplicates("/route")).isZero();
    }

    @Test
    void a_subscription_of_a_route_is_the_same_one_after_a_restart() throws Exception {
        startWithSubscriber();
        gateway.camel().getRouteController().stopRoute("on-errored");
        gateway.client().publish(erroredRun().id("evt-1"));
        gateway.close();
        startWithSubscriber();
        receiver.awaitRequests("/route", 1, Await.SOON);
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(gateway.client().publish(erroredRun().id("evt-2")).deliveries())
                .isEqualTo(1);
        assertThat(gateway.gateway().subscriptions().all()).hasSize(1);
    }

    @Test
    void the_api_tells_of_subscriptions_of_routes_only_to_who_asks_and_leaves_their_change_to_the_route_file()
            throws Exception {
        startWithSubscriber();
        assertThat(GatewayClient.json(gateway.client().get(GatewayClient.WEBHOOKS + "/subscriptions"))
                        .get("data"))
                .isEmpty();
        JsonNode found = GatewayClient.json(
                        gateway.client().get(GatewayClient.WEBHOOKS + "/subscriptions?destination=route"))
                .get("data");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("destination").asText()).isEqualTo("route");
        String path = GatewayClient.WEBHOOKS + "/subscription/"
                + found.get(0).get("id").asText();
        assertThat(gateway.client().get(path).statusCode()).isEqualTo(200);
        assertThat(gateway.client().get(path + "/events").statusCode()).isEqualTo(200);
        assertThat(gateway.client().get(path + "/test").statusCode()).isEqualTo(409);
        assertThat(delete(path)).as("while its route runs").isEqualTo(409);
        gateway.camel()
                .getRouteController()
                .stopRoute(gateway.camel().getRoutes().stream()
                        .filter(route -> route.getEndpoint().getEndpointUri().contains("subscribe"))
                        .findFirst()
                        .orElseThrow()
                        .getRouteId());
        assertThat(delete(path)).isEqualTo(200);
        assertThat(gateway.gateway().subscriptions().all()).isEmpty();
    }

    private int delete(String path) {
        return gateway.client().send(gateway.client().request(path).DELETE()).statusCode();
    }

    @Test
    void a_route_can_publish_received_events_as_json_and_as_maps_and_what_is_none_is_named() {
        gateway = setup().start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), "model.*");
        Map<String, Object> event =
                Map.of("event", "model.refreshed", "resource", Map.of("prefect.resource.id", "models.a"));
        String json = "{\"event\":\"model.refreshed\",\"resource\":{\"prefect.resource.id\":\"models.a\"}}";
        for (Object body : List.of(event, json, json.getBytes(UTF_8), List.of(event), "[" + json + "]")) {
            Exchange done = publishReceived(body);
            assertThat(done.getException()).isNull();
            assertThat(done.getMessage().getHeader("EventDeliveries")).isEqualTo(1);
        }
        receiver.awaitRequests("/hook", 5, Await.SOON);
        assertThat(publishReceived(Map.of("event", "e")).getException()).hasMessageContaining("resource is missing");
        assertThat(publishReceived("nonsense").getException()).hasMessageContaining("no JSON");
    }

    private Exchange publishReceived(Object body) {
        return gateway.camel()
                .createFluentProducerTemplate()
                .to("events:publish?form=received")
                .withBody(body)
                .send();
    }

    @Test
    void a_subscribing_route_can_be_renamed_and_goes_on() throws IOException {
        startWithSubscriber();
        gateway.client().publish(erroredRun());
        receiver.awaitRequests("/route", 1, Await.SOON);
        Files.writeString(
                routes.resolve("on-errored.camel.yaml"),
                SUBSCRIBER.formatted(receiver.port()).replace("id: on-errored", "id: renamed"));
        Await.until(
                "it is renamed",
                () -> gateway.camel().getRoute("renamed") != null
                        && gateway.camel().getRoute("on-errored") == null);
        gateway.client().publish(erroredRun());
        receiver.awaitRequests("/route", 2, Await.SOON);
    }

    @Test
    void a_route_can_publish_whatever_form_an_event_has_there() throws IOException {
        gateway = setup().start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        String json = RunEvents.completed().json();
        Path file = Files.writeString(directory.resolve("event.json"), json);
        List<Object> bodies = List.of(
                json,
                json.getBytes(UTF_8),
                new ByteArrayInputStream(json.getBytes(UTF_8)),
                file.toFile(),
                EVENT,
                RunEvents.completed().event(clock));
        for (Object body : bodies) {
            Exchange done = publish(body);
            assertThat(done.getException()).as(body.getClass().getName()).isNull();
            assertThat(done.getMessage().getHeader("EventId", String.class)).startsWith("wev_");
            assertThat(done.getMessage().getHeader("EventDeliveries")).isEqualTo(1);
        }
        List<Object> several = List.of(
                RunEvents.array(List.of(RunEvents.completed(), RunEvents.completed())),
                RunEvents.lines(List.of(RunEvents.completed(), RunEvents.completed())),
                List.of(EVENT, EVENT),
                List.of(
                        RunEvents.completed().event(clock),
                        RunEvents.completed().event(clock)));
        for (Object body : several) {
            Exchange done = publish(body);
            assertThat(done.getException()).as(body.getClass().getName()).isNull();
            assertThat(done.getMessage().getHeader("EventDeliveries")).isEqualTo(2);
            assertThat(done.getMessage().getHeader("EventReceipts"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(2);
        }
        receiver.awaitRequests("/hook", bodies.size() + 2 * several.size(), Await.SOON);
    }

    @Test
    void what_is_no_event_fails_in_the_route_and_stores_nothing() {
        gateway = setup().start();
        for (Object body : List.of("nonsense", "", "[]", Map.of("eventType", "job.run.started"), List.of(1))) {
            assertThat(publish(body).getException()).as("" + body).isInstanceOf(InvalidEventException.class);
        }
        assertThat(publish(null).getException()).isInstanceOf(InvalidEventException.class);
        assertThat(gateway.query("SELECT COUNT(*) FROM event")).isZero();
    }

    @Test
    void the_account_is_that_of_the_endpoint_or_of_the_event_or_the_first_one() {
        gateway = setup().with("waystation.accounts", "4,5").start();
        assertThat(publish(RunEvents.completed().id("a").json()).getException()).isNull();
        assertThat(publish(RunEvents.completed().id("b").account(5).json()).getException())
                .isNull();
        gateway.camel()
                .createFluentProducerTemplate()
                .to("events:publish?account=5")
                .withBody(RunEvents.completed().id("c").json())
                .send();
        assertThat(gateway.query("SELECT account_id FROM event WHERE event_id = 'a'"))
                .isEqualTo(4);
        assertThat(gateway.query("SELECT account_id FROM event WHERE event_id = 'b'"))
                .isEqualTo(5);
        assertThat(gateway.query("SELECT account_id FROM event WHERE event_id = 'c'"))
                .isEqualTo(5);
    }

    @Test
    void a_file_in_the_watched_folder_is_published_and_one_that_is_no_event_is_put_aside() throws IOException {
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        gateway = setup().clock(java.time.Clock.systemUTC())
                .with("waystation.watched-folder.enabled", true)
                .with("waystation.watched-folder.directory", inbox)
                .start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        Files.writeString(
                inbox.resolve("good.json"), RunEvents.completed().id("evt-1").json());
        Files.writeString(inbox.resolve("bad.json"), "nonsense");
        Files.writeString(inbox.resolve("other.txt"), "not for us");
        receiver.awaitRequests("/hook", 1, Await.SOON);
        Await.until("published is done", () -> Files.exists(inbox.resolve(".done/good.json")));
        Await.until("bad is put aside", () -> Files.exists(inbox.resolve(".failed/bad.json")));
        assertThat(inbox.resolve("other.txt")).exists();
        assertThat(receiver.ledger().arrivals("/hook")).containsOnlyKeys("evt-1");
    }

    @Test
    void the_watched_folder_is_off_unless_it_is_switched_on() {
        gateway = setup().start();
        assertThat(gateway.camel()
                        .getRouteController()
                        .getRouteStatus("watched-folder")
                        .isStarted())
                .isFalse();
    }
}
