package dev.waystation.watch;

import dev.waystation.delivery.Lane;
import dev.waystation.delivery.Lanes;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the delivery queue and each lane into the platform's MBean server. */
public final class QueueBeans implements DeliveryQueueMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueBeans.class);

    private final Lanes lanes;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();

    public QueueBeans(Lanes lanes, Subscriptions subscriptions, Clock clock) {
        this.lanes = lanes;
        this.subscriptions = subscriptions;
        this.clock = clock;
        register("dev.waystation:type=DeliveryQueue", this);
        lanes.onNewLane(lane -> register(nameOf(lane), new Bean(lane)));
        lanes.onGoneLane(lane -> unregister(nameOf(lane)));
    }

    private static String nameOf(Lane lane) {
        return "dev.waystation:type=Lane,subscription=" + lane.subscriptionId();
    }

    private void unregister(String name) {
        try {
            ObjectName objectName = new ObjectName(name);
            if (registered.remove(objectName)) {
                server.unregisterMBean(objectName);
            }
        } catch (JMException e) {
            // Gone already.
        }
    }

    private void register(String name, Object bean) {
        try {
            ObjectName objectName = new ObjectName(name);
            if (server.isRegistered(objectName)) {
                server.unregisterMBean(objectName);
            }
            server.registerMBean(bean, objectName);
            registered.add(objectName);
        } catch (JMException e) {
            LOG.warn("{} is not visible in JMX: {}", name, e.getMessage());
        }
    }

    private double ageSeconds(Instant oldest) {
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1000.0);
    }

    @Override
    public long getPending() {
        return lanes.all().stream().mapToLong(Lane::pending).sum();
    }

    @Override
    public long getInFlight() {
        return lanes.all().stream().mapToLong(Lane::inFlight).sum();
    }

    @Override
    public double getOldestPendingAgeSeconds() {
        return ageSeconds(lanes.all().stream()
                .map(lanes::oldestPending)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null));
    }

    @Override
    public String[] getLanes() {
        return lanes.all().stream().map(Lane::subscriptionId).sorted().toArray(String[]::new);
    }

    @Override
    public void pauseLane(String subscriptionId) {
        lanes.pause(subscription(subscriptionId));
    }

    @Override
    public void resumeLane(String subscriptionId) {
        lanes.resume(subscription(subscriptionId));
    }

    private Subscription subscription(String id) {
        return subscriptions.all().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no subscription '" + id + "'"));
    }

    /** One lane's bean. */
    private final class Bean implements LaneMXBean {
        private final Lane lane;

        Bean(Lane lane) {
            this.lane = lane;
        }

        @Override
        public String getName() {
            Subscription subscription = subscriptions.byNo(lane.subscriptionNo());
            return subscription == null ? "(deleted)" : subscription.name();
        }

        @Override
        public long getPending() {
            return lane.pending();
        }

        @Override
        public int getInFlight() {
            return lane.inFlight();
        }

        @Override
        public int getLimit() {
            return lane.limit();
        }

        @Override
        public double getOldestPendingAgeSeconds() {
            return ageSeconds(lanes.oldestPending(lane));
        }

        @Override
        public boolean isPaused() {
            return lane.isPaused();
        }

        @Override
        public void pause() {
            pauseLane(lane.subscriptionId());
        }

        @Override
        public void resume() {
            resumeLane(lane.subscriptionId());
        }
    }

    @Override
    public void close() {
        for (ObjectName name : registered) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                // Gone already.
            }
        }
    }
}
