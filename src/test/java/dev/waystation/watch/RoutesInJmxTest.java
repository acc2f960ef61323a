package dev.waystation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does in JMX, with {@code jconsole} or through Jolokia: look at routes and queues, stop and start them. */
@Timeout(120)
class RoutesInJmxTest {

    private static final String HOOK = """
            - route:
                id: to-hook
                from:
                  uri: events:subscribe
                  parameters:
                    name: to-hook
                    eventTypes: job.run.completed
                  steps:
                    - to:
                        uri: http:127.0.0.1:%d/hook
                        parameters:
                          httpMethod: POST
                          headerFilterStrategy: "#deliveryHeaders"
            """;

    @TempDir
    Path directory;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private Path routes;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        routes = TestGateway.copyRoutes(directory.resolve("routes"));
        gateway = TestGateway.in(directory.resolve("data"))
                .with("waystation.routes", routes)
                .start();
    }

    @AfterEach
    void close() {
        receiver.close();
        gateway.close();
    }

    private static ObjectName route(String id) throws Exception {
        return new ObjectName("org.apache.camel:context=waystation,type=routes,name=\"" + id + "\"");
    }

    private Object get(ObjectName bean, String attribute) throws Exception {
        return server.getAttribute(bean, attribute);
    }

    private void call(ObjectName bean, String operation) throws Exception {
        server.invoke(bean, operation, new Object[0], new String[0]);
    }

    @Test
    void a_shipped_route_is_stopped_and_started_and_nothing_is_lost_meanwhile() throws Exception {
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        ObjectName deliver = route("deliver");
        Await.until("it is counted", () -> (long) get(deliver, "ExchangesCompleted") == 1);
        assertThat(get(deliver, "State")).isEqualTo("Started");
        assertThat(get(deliver, "ExchangesFailed")).isEqualTo(0L);

        call(deliver, "stop");
        assertThat(get(deliver, "State")).isEqualTo("Stopped");
        gateway.client().publish(RunEvents.completed());
        assertThat(gateway.client().meter("waystation_pending")).isEqualTo(1);
        assertThat(receiver.requests("/hook")).hasSize(1);

        call(deliver, "start");
        receiver.awaitRequests("/hook", 2, Await.SOON);
        assertThat(get(deliver, "State")).isEqualTo("Started");
    }

    @Test
    void a_route_from_a_users_file_is_there_with_its_counts_and_leaves_with_the_file() throws Exception {
        ObjectName hook = route("to-hook");
        assertThat(server.isRegistered(hook)).isFalse();
        Path file = Files.writeString(routes.resolve("hook.camel.yaml"), HOOK.formatted(receiver.port()));
        Await.until(
                "it is there",
                () -> server.isRegistered(hook) && get(hook, "State").equals("Started"));
        gateway.client().publish(RunEvents.completed());
        Await.until("it is counted", () -> (long) get(hook, "ExchangesCompleted") == 1);

        call(hook, "stop");
        assertThat(get(hook, "State")).isEqualTo("Stopped");
        gateway.client().publish(RunEvents.completed());
        Await.until("it waits", () -> gateway.client().meter("waystation_pending") == 1);
        call(hook, "start");
        receiver.awaitRequests("/hook", 2, Await.SOON);

        Files.delete(file);
        Await.until("it is gone", () -> !server.isRegistered(hook));
    }

    @Test
    void each_step_that_calls_a_kamelet_is_there_with_its_counts_and_is_stopped_and_started() throws Exception {
        String step = """
                            - to:
                                uri: kamelet:waystation-http-sink/%s
                                parameters:
                                  url: http://127.0.0.1:%d/%s
                """;
        String hook = HOOK.substring(0, HOOK.indexOf("        - to:"));
        Files.writeString(
                routes.resolve("hook.camel.yaml"),
                hook
                        + step.formatted("first", receiver.port(), "first").indent(-4)
                        + step.formatted("second", receiver.port(), "second").indent(-4));
        ObjectName second = route("second");
        // What a Kamelet makes is there before the route that calls it.
        ObjectName caller = route("to-hook");
        Await.until(
                "both are there",
                () -> server.isRegistered(second)
                        && server.isRegistered(caller)
                        && get(caller, "State").equals("Started"));
        gateway.client().publish(RunEvents.completed());
        Await.until("it is counted", () -> (long) get(second, "ExchangesCompleted") == 1);
        assertThat(get(route("first"), "ExchangesTotal")).isEqualTo(1L);

        call(second, "stop");
        assertThat(get(second, "State")).isEqualTo("Stopped");
        gateway.client().publish(RunEvents.completed());
        receiver.awaitRequests("/first", 2, Await.SOON);
        call(second, "start");
        receiver.awaitRequests("/second", 2, Await.SOON);

        Files.delete(routes.resolve("hook.camel.yaml"));
        Await.until("it is gone", () -> !server.isRegistered(second));
    }

    @Test
    void a_route_that_was_stopped_by_hand_stays_stopped_when_a_broken_version_of_its_file_is_saved() throws Exception {
        Path file = Files.writeString(routes.resolve("hook.camel.yaml"), HOOK.formatted(receiver.port()));
        ObjectName hook = route("to-hook");
        Await.until(
                "it is there",
                () -> server.isRegistered(hook) && get(hook, "State").equals("Started"));
        call(hook, "stop");
        Files.writeString(file, HOOK.formatted(receiver.port()).replace("uri: http:", "uri: nowhere:"));
        Await.until(
                "it is told",
                () -> gateway.client()
                                .send(gateway.client().anonymous("/health").GET())
                                .statusCode()
                        == 503);
        assertThat(get(hook, "State")).isEqualTo("Stopped");
    }

    @Test
    void a_subscriptions_queue_is_there_with_its_counts_and_is_paused_and_resumed() throws Exception {
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        receiver.awaitRequests("/hook", 1, Await.SOON);
        ObjectName lane = new ObjectName("dev.waystation:type=Lane,subscription=" + hook.id());
        assertThat(get(lane, "Name")).isEqualTo("hook");
        call(lane, "pause");
        assertThat(get(lane, "Paused")).isEqualTo(true);
        gateway.client().publish(RunEvents.completed());
        Await.until("it waits", () -> (long) get(lane, "Pending") == 1);
        call(lane, "resume");
        receiver.awaitRequests("/hook", 2, Await.SOON);
    }
}
