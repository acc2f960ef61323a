package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import dev.waystation.watch.DeliveryQueueMXBean;
import dev.waystation.watch.LaneMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries queue per subscription, with a limit of their own: who hangs, hangs alone. */
@Timeout(120)
class OneEndpointCannotHurtAnotherTest {

    private static final int LANE_CONCURRENCY = 4;
    private static final int HEALTHY = 3;

    @TempDir
    Path data;

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private TestGateway gateway;

    @AfterEach
    void close() {
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private TestGateway.Setup setup() {
        return TestGateway.in(data)
                .with("waystation.delivery.lane-concurrency", LANE_CONCURRENCY)
                .with("waystation.shutdown.timeout", "100ms")
                .withDelays(50, 50, 50, 50, 50);
    }

    private static <T> T bean(String name, Class<T> type) {
        try {
            return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), new ObjectName(name), type);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static DeliveryQueueMXBean queue() {
        return bean("dev.waystation:type=DeliveryQueue", DeliveryQueueMXBean.class);
    }

    private static LaneMXBean lane(Subscriber subscriber) {
        return bean("dev.waystation:type=Lane,subscription=" + subscriber.id(), LaneMXBean.class);
    }

    private static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add("evt-" + i);
        }
        return ids;
    }

    private void publish(List<String> ids) {
        gateway.client()
                .publishAll(RunEvents.array(
                        ids.stream().map(id -> RunEvents.completed().id(id)).toList()));
    }

    @Test
    void healthy_endpoints_get_everything_while_one_hangs_on_its_own_few_connections() {
        gateway = setup().start();
        receiver.on("/hangs", Answer.hang());
        Subscriber hanging = gateway.client().subscribe("hangs", receiver.uri("/hangs"), EventTypes.COMPLETED);
        for (int i = 0; i < HEALTHY; i++) {
            gateway.client().subscribe("healthy " + i, receiver.uri("/healthy" + i), EventTypes.COMPLETED);
        }
        List<String> ids = ids(0, 300);
        for (int i = 0; i < ids.size(); i += 50) {
            publish(ids.subList(i, i + 50));
        }
        for (int i = 0; i < HEALTHY; i++) {
            receiver.awaitRequests("/healthy" + i, ids.size(), Await.SOON);
            assertThat(receiver.ledger().missing("/healthy" + i, ids)).isEmpty();
        }
        assertThat(receiver.mostAtOnce("/hangs")).isBetween(1, LANE_CONCURRENCY);
        assertThat(lane(hanging).getInFlight()).isBetween(1, LANE_CONCURRENCY);
        Await.until("only the hanging one's are owed", () -> queue().getPending() == ids.size());
        assertThat(lane(hanging).getPending()).isEqualTo(ids.size());
        assertThat(gateway.client().meter("waystation_lane_pending", hanging.id()))
                .isEqualTo(ids.size());
        assertThat(lane(hanging).getOldestPendingAgeSeconds()).isPositive();
        assertThat(queue().getLanes()).contains(hanging.id());
    }

    @Test
    void an_endpoint_that_times_out_is_left_with_fewer_attempts_at_once_and_gets_them_back_when_it_recovers() {
        gateway = setup().with("waystation.delivery.timeout", "300ms").start();
        receiver.on("/hook", Answer.hang());
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        List<String> ids = ids(0, 12);
        publish(ids);
        Await.until("the lane is down to one at a time", () -> lane(hook).getLimit() == 1);
        receiver.on("/hook", Answer.status(200));
        Await.until("all arrived", () -> receiver.ledger().missing("/hook", ids).isEmpty());
        assertThat(lane(hook).getLimit()).isEqualTo(LANE_CONCURRENCY);
        gateway.client().awaitNothingOwed(Await.SOON);
    }

    @Test
    void a_hundred_endpoints_that_do_not_answer_leave_the_healthy_one_its_deliveries() {
        gateway = setup().start();
        receiver.on("/hangs", Answer.hang());
        for (int i = 0; i < 100; i++) {
            URI each = URI.create(receiver.uri("/hangs") + "?n=" + i);
            gateway.client().subscribe("hangs " + i, each, EventTypes.COMPLETED);
        }
        gateway.client().subscribe("healthy", receiver.uri("/healthy"), EventTypes.COMPLETED);
        List<String> ids = ids(0, 20);
        publish(ids);
        receiver.awaitRequests("/healthy", ids.size(), Await.SOON);
        assertThat(receiver.ledger().missing("/healthy", ids)).isEmpty();
        assertThat(receiver.mostAtOnce("/hangs")).isLessThanOrEqualTo(100 * LANE_CONCURRENCY);
    }

    @Test
    void what_does_not_fit_in_memory_waits_in_the_store_and_is_delivered_later() {
        gateway = setup().start();
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        // A warm lane, then one that nobody takes from: 3,000 are more than a lane keeps in memory.
        publish(ids(0, 1));
        receiver.awaitRequests("/hook", 1, Await.SOON);
        receiver.on("/hook", Answer.hang());
        List<String> ids = ids(1, 3_001);
        for (int i = 0; i < ids.size(); i += 500) {
            publish(ids.subList(i, i + 500));
        }
        assertThat(gateway.query("SELECT COUNT(*) FROM delivery WHERE status = 0 AND lease IS NULL"))
                .as("waiting in the store, claimed by nobody")
                .isGreaterThanOrEqualTo(1_000);
        assertThat(lane(hook).getPending()).isEqualTo(3_000);
        receiver.close();
        try (FaultyReceiver recovered = FaultyReceiver.start(receiver.port())) {
            Await.until(
                    "all arrived",
                    Duration.ofSeconds(60),
                    () -> recovered.ledger().missing("/hook", ids).isEmpty());
            gateway.client().awaitNothingOwed(Await.SOON);
            assertThat(recovered.mostAtOnce("/hook")).isLessThanOrEqualTo(LANE_CONCURRENCY);
        }
    }

    @Test
    void a_lane_that_is_paused_over_jmx_keeps_its_deliveries_and_makes_them_when_it_is_resumed() {
        gateway = setup().start();
        Subscriber paused = gateway.client().subscribe("paused", receiver.uri("/paused"), EventTypes.COMPLETED);
        gateway.client().subscribe("other", receiver.uri("/other"), EventTypes.COMPLETED);
        queue().pauseLane(paused.id());
        List<String> ids = ids(0, 50);
        publish(ids);
        receiver.awaitRequests("/other", ids.size(), Await.SOON);
        Await.until("the other lane's are stored as done", () -> queue().getPending() == ids.size());
        assertThat(receiver.requests("/paused")).isEmpty();
        assertThat(lane(paused).isPaused()).isTrue();
        assertThat(lane(paused).getName()).isEqualTo("paused");
        assertThat(lane(paused).getPending()).isEqualTo(ids.size());
        assertThat(lane(paused).getInFlight()).isZero();
        lane(paused).resume();
        receiver.awaitRequests("/paused", ids.size(), Await.SOON);
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(receiver.ledger().missing("/paused", ids)).isEmpty();
        assertThat(queue().getPending()).isZero();
        assertThat(queue().getInFlight()).isZero();
        assertThat(queue().getOldestPendingAgeSeconds()).isZero();
    }

    @Test
    void a_paused_lane_is_left_in_peace_from_the_moment_of_the_pause() {
        gateway = setup().start();
        receiver.on("/hook", Answer.status(200).after(Duration.ofMillis(20)));
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        List<String> ids = ids(0, 200);
        publish(ids);
        receiver.awaitRequests("/hook", 20, Await.SOON);
        lane(hook).pause();
        Await.until("what was in flight has ended", () -> lane(hook).getInFlight() == 0);
        int made = receiver.requests("/hook").size();
        assertThat(made).isLessThan(200);
        gateway.client().subscribe("other", receiver.uri("/other"), EventTypes.STARTED);
        gateway.client().publish(RunEvents.started());
        receiver.awaitRequests("/other", 1, Await.SOON);
        assertThat(receiver.requests("/hook")).hasSize(made);
        queue().resumeLane(hook.id());
        Await.until("all arrived", () -> receiver.ledger().missing("/hook", ids).isEmpty());
        gateway.client().awaitNothingOwed(Await.SOON);
        assertThat(receiver.ledger().duplicates("/hook")).isZero();
    }
}
