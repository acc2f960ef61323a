package dev.waystation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator sees: Prometheus' meters, JMX, health, and the threads in a dump. */
@Timeout(60)
class WatchTest {

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final Set<Thread> deliveryThreads = ConcurrentHashMap.newKeySet();
    private TestGateway gateway;
    private GatewayClient client;

    @BeforeEach
    void start() {
        gateway = TestGateway.in(data)
                .clock(clock)
                .listener((finished, subscription) -> deliveryThreads.add(Thread.currentThread()))
                .start();
        client = gateway.client();
    }

    @AfterEach
    void close() {
        receiver.close();
        gateway.close();
    }

    /** Monitors and balancers ask so; an answer to HEAD that has a body breaks its stream. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void health_and_errors_answer_head_with_a_status_alone(HttpClient.Version version) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(version).build();
        for (Map.Entry<String, Integer> asked : Map.of(
                        "/health", 200, "/metrics", 200, "/nothing", 404, "/api/v3/accounts", 405, "/hooks", 404)
                .entrySet()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(client.uri(asked.getKey()))
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).as(asked.getKey()).isEqualTo(version);
            assertThat(answer.statusCode()).as(asked.getKey()).isEqualTo(asked.getValue());
            assertThat(answer.body()).as(asked.getKey()).isEmpty();
        }
    }

    @Test
    void the_meters_tell_of_events_attempts_queue_and_latencies() {
        receiver.on("/down", Answer.status(500));
        Subscriber up = client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        Subscriber down = client.subscribe("down", receiver.uri("/down"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        client.publish(RunEvents.completed());
        gateway.awaitAttempts(4);
        Await.until("two are owed", () -> client.meter("waystation_pending") == 2);
        clock.advance(Duration.ofSeconds(3));
        assertThat(client.meter("waystation_events_accepted_total")).isEqualTo(2);
        assertThat(client.meter("waystation_attempts_total", "outcome=\"succeeded\""))
                .isEqualTo(2);
        assertThat(client.meter("waystation_attempts_total", "outcome=\"redeliver\""))
                .isEqualTo(2);
        assertThat(client.meter("waystation_attempts_total", "outcome=\"failed\""))
                .isZero();
        assertThat(client.meter("waystation_lane_pending", up.id())).isZero();
        assertThat(client.meter("waystation_lane_pending", down.id())).isEqualTo(2);
        assertThat(client.meter("waystation_lane_in_flight", down.id())).isZero();
        assertThat(client.meter("waystation_oldest_pending_age_seconds")).isBetween(3.0, 3.1);
        assertThat(client.meter("waystation_accept_seconds_count")).isEqualTo(2);
        assertThat(client.meter("waystation_accept_seconds_bucket", "le=\"+Inf\""))
                .isEqualTo(2);
        assertThat(client.meter("waystation_delivery_latency_seconds_count")).isEqualTo(2);
        assertThat(client.meter("waystation_delivery_latency_seconds_bucket", "le=\"+Inf\""))
                .isEqualTo(2);
        assertThat(client.meter("waystation_attempt_seconds_count")).isEqualTo(4);
        assertThat(client.metrics())
                .contains("# HELP waystation_pending", "# TYPE waystation_accept_seconds histogram");
    }

    @Test
    void camels_meters_of_the_routes_are_there_too() {
        client.publish(RunEvents.completed());
        assertThat(client.metrics()).contains("routeId=\"ingest\"");
    }

    @Test
    void the_routes_are_in_jmx_with_their_exchanges_and_failures() throws Exception {
        client.publish(RunEvents.completed());
        client.tryPublish("application/json", "nonsense");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName ingest = server.queryNames(
                        new ObjectName("org.apache.camel:context=waystation,type=routes,name=\"ingest\""), null)
                .iterator()
                .next();
        Await.until("both are counted", () -> (long) server.getAttribute(ingest, "ExchangesTotal") == 2);
        assertThat(server.getAttribute(ingest, "State")).isEqualTo("Started");
        assertThat(server.queryNames(new ObjectName("org.apache.camel:context=waystation,type=routes,*"), null))
                .extracting(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .contains("ingest", "deliver", "retention", "health", "metrics");
    }

    @Test
    void the_bean_of_a_deleted_subscription_leaves_jmx() throws Exception {
        var subscriber = client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        gateway.awaitAttempts(1);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName lane = new ObjectName("dev.waystation:type=Lane,subscription=" + subscriber.id());
        assertThat(server.isRegistered(lane)).isTrue();
        client.send(client.request(dev.waystation.testing.GatewayClient.WEBHOOKS + "/subscription/" + subscriber.id())
                .DELETE());
        assertThat(server.isRegistered(lane)).isFalse();
    }

    @Test
    void the_beans_of_the_queue_leave_jmx_with_the_gateway() throws Exception {
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        gateway.awaitAttempts(1);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName ours = new ObjectName("dev.waystation:*");
        assertThat(server.queryNames(ours, null)).hasSize(2);
        gateway.close();
        assertThat(server.queryNames(ours, null)).isEmpty();
    }

    @Test
    void health_is_up_and_needs_no_token() {
        JsonNode health =
                GatewayClient.json(client.send(client.anonymous("/health").GET()));
        assertThat(health.get("status").asText()).isEqualTo("UP");
        assertThat(health.get("checks").isEmpty()).isFalse();
        assertThat(health.get("checks"))
                .allSatisfy(check -> assertThat(check.get("status").asText()).isEqualTo("UP"));
    }

    @Test
    void attempts_run_on_virtual_threads_where_the_jdk_has_them_and_on_platform_threads_elsewhere() throws Exception {
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        gateway.awaitAttempts(1);
        Await.until("the thread is seen", () -> !deliveryThreads.isEmpty());
        for (Thread thread : deliveryThreads) {
            assertThat(isVirtual(thread)).isEqualTo(Runtime.version().feature() >= 21);
            assertThat(thread.getName()).startsWith("waystation-deliver");
        }
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        // The tests are compiled for 17, which does not know the word.
        return Runtime.version().feature() >= 21
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
