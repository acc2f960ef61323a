package dev.waystation.watch;

import dev.waystation.delivery.DeliveryListener;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Lane;
import dev.waystation.delivery.Lanes;
import dev.waystation.delivery.Outcome;
import dev.waystation.subscription.Subscription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters behind {@code /metrics}. Safe for use by several threads. */
public final class Metrics implements DeliveryListener {

    private static final List<String> RECEIPT_OUTCOMES =
            List.of("accepted", "duplicate", "failed", "refused", "unknown", "handshake", "method", "error");

    private final PrometheusMeterRegistry registry;
    private final Clock clock;
    private final Counter events;
    private final Counter succeeded;
    private final Counter redelivered;
    private final Counter failed;
    private final Timer accept;
    private final Timer endToEnd;
    private final Timer attempt;
    private final MultiGauge lanePending;
    private final MultiGauge laneInFlight;
    private final Map<String, Counter> receipts = new ConcurrentHashMap<>();
    private volatile Lanes lanes;

    /**
     * Registers the meters.
     *
     * @param clock tells when a delivery succeeded
     * @param registry also Camel's, for the meters of routes
     */
    public Metrics(Clock clock, PrometheusMeterRegistry registry) {
        this.clock = clock;
        this.registry = registry;
        events = Counter.builder("waystation.events.accepted")
                .description("Events that were taken in, duplicates included")
                .register(registry);
        succeeded = attempts("succeeded");
        redelivered = attempts("redeliver");
        failed = attempts("failed");
        // There from the start, so that an alert on refusals has something to compare with.
        RECEIPT_OUTCOMES.forEach(this::receiptCounter);
        accept = histogram("waystation.accept", "From an event in hand to its commit");
        endToEnd = histogram("waystation.delivery.latency", "From the acceptance of an event to a successful delivery");
        attempt = histogram("waystation.attempt", "One attempt, from connecting to the last byte read");
        lanePending = MultiGauge.builder("waystation.lane.pending")
                .description("Deliveries owed to one subscription")
                .register(registry);
        laneInFlight = MultiGauge.builder("waystation.lane.in.flight")
                .description("Attempts running to one subscription")
                .register(registry);
    }

    /** Counts a request at a webhook's URL, by what became of it. */
    public void received(String outcome) {
        receiptCounter(outcome).increment();
    }

    private Counter receiptCounter(String outcome) {
        return receipts.computeIfAbsent(outcome, tag -> Counter.builder("waystation.receipts")
                .description("Requests at the URLs of webhooks, by what became of them")
                .tag("outcome", tag)
                .register(registry));
    }

    private Counter attempts(String outcome) {
        return Counter.builder("waystation.attempts")
                .description("Attempts, by what they meant for their delivery")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Timer histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    /** Adds the gauges of the queue. */
    public void watch(Lanes watched) {
        lanes = watched;
        Gauge.builder("waystation.pending", () -> sum(Lane::pending))
                .description("Deliveries owed")
                .register(registry);
        Gauge.builder("waystation.in.flight", () -> sum(Lane::inFlight))
                .description("Attempts running")
                .register(registry);
        Gauge.builder("waystation.oldest.pending.age", this::oldestPendingSeconds)
                .description("Age of the oldest delivery still owed")
                .baseUnit("seconds")
                .register(registry);
    }

    private double sum(java.util.function.ToLongFunction<Lane> value) {
        return lanes.all().stream().mapToLong(value).sum();
    }

    private double oldestPendingSeconds() {
        return lanes.all().stream()
                .map(lanes::oldestPending)
                .filter(java.util.Objects::nonNull)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** Counts accepted events. */
    public void accepted(int count, long nanos) {
        events.increment(count);
        accept.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void attempted(FinishedAttempt finished, Subscription subscription) {
        attempt.record(finished.attempt().duration());
        if (finished.outcome() instanceof Outcome.Succeeded) {
            succeeded.increment();
            endToEnd.record(Duration.between(finished.delivery().acceptedAt(), clock.instant()));
        } else if (finished.outcome() instanceof Outcome.Redeliver) {
            redelivered.increment();
        } else {
            failed.increment();
        }
    }

    /** The text that Prometheus reads, format 0.0.4. */
    public String scrape() {
        Lanes watched = lanes;
        if (watched != null) {
            lanePending.register(rows(watched, Lane::pending), true);
            laneInFlight.register(rows(watched, Lane::inFlight), true);
        }
        return registry.scrape();
    }

    private static List<MultiGauge.Row<?>> rows(Lanes lanes, java.util.function.ToLongFunction<Lane> value) {
        return lanes.all().stream()
                .<MultiGauge.Row<?>>map(lane ->
                        MultiGauge.Row.of(Tags.of("subscription", lane.subscriptionId()), value.applyAsLong(lane)))
                .toList();
    }
}
