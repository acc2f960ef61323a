package dev.waystation;

import dev.waystation.delivery.AttemptRunner;
import dev.waystation.delivery.Bodies;
import dev.waystation.delivery.DeactivationRules;
import dev.waystation.delivery.DeliveryListener;
import dev.waystation.delivery.Destinations;
import dev.waystation.delivery.FanOut;
import dev.waystation.delivery.LaneSettings;
import dev.waystation.delivery.Lanes;
import dev.waystation.delivery.Redeliveries;
import dev.waystation.delivery.RedeliveryRules;
import dev.waystation.delivery.TestSend;
import dev.waystation.event.RunEventReader;
import dev.waystation.event.received.EventLimits;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.WebhookEventMaker;
import dev.waystation.receive.WebhookTemplates;
import dev.waystation.receive.Webhooks;
import dev.waystation.store.Store;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import dev.waystation.watch.Metrics;
import dev.waystation.watch.QueueBeans;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * The parts of a running Waystation and how they hang together; the one place that knows them all. Camel's side, the
 * component {@code events:}, finds it in the registry.
 */
public final class Gateway implements AutoCloseable {

    private final Clock clock;
    private final Store store;
    private final Subscriptions subscriptions;
    private final WebhookTemplates templates = new WebhookTemplates();
    private final Webhooks webhooks;
    private final Destinations destinations = new Destinations();
    private final Metrics metrics;
    private final Lanes lanes;
    private final FanOut fanOut;
    private final TestSend testSend;
    private final Redeliveries redeliveries;
    private final QueueBeans beans;
    private final RunEventReader reader;
    private final List<Long> accounts;
    private final Duration attemptDeadline;
    private final Duration shutdownBound;
    private boolean started;

    /**
     * Opens the store and puts the parts together. Nothing is delivered before {@link #startDeliveries()}.
     *
     * @param settings see {@code application.properties}
     * @param policy when and how often deliveries are redelivered
     * @param clock what every decision about time is made by
     * @param meters where meters are registered
     * @param listener hears of every attempt
     */
    public Gateway(
            Settings settings,
            RedeliveryPolicy policy,
            Clock clock,
            PrometheusMeterRegistry meters,
            DeliveryListener listener) {
        this.clock = clock;
        this.attemptDeadline = settings.duration("waystation.delivery.timeout");
        this.shutdownBound = settings.duration("waystation.shutdown.timeout");
        this.accounts = accounts(settings.text("waystation.accounts"));
        LaneSettings laneSettings =
                LaneSettings.of(settings.number("waystation.delivery.lane-concurrency", 1, 10_000), attemptDeadline);
        DeactivationRules deactivation = new DeactivationRules(
                settings.number("waystation.deactivation.failures", 0, Integer.MAX_VALUE),
                settings.duration("waystation.deactivation.period"));
        RedeliveryRules rules =
                new RedeliveryRules(policy, settings.duration("waystation.delivery.maximum-retry-after"));
        this.metrics = new Metrics(clock, meters);
        this.reader = new RunEventReader(clock);
        this.store = Store.open(settings.text("waystation.store.url"), settings.flag("waystation.store.sync"), clock);
        this.subscriptions = new Subscriptions(store.subscriptions(), clock);
        WebhookEventMaker maker = new WebhookEventMaker(EventLimits.DEFAULTS, clock);
        this.webhooks = new Webhooks(
                store.webhooks(), templates, webhook -> new Receiver(webhook, templates, maker, clock), clock);
        Bodies bodies = new Bodies(store.deliveries(), store.log(), clock);
        AttemptRunner runner = new AttemptRunner(
                store.deliveries(),
                subscriptions,
                destinations,
                bodies,
                rules,
                deactivation,
                laneSettings,
                metrics.and(listener),
                clock);
        this.lanes = new Lanes(store.deliveries(), subscriptions, destinations, runner, laneSettings, clock);
        this.fanOut = new FanOut(subscriptions, store.deliveries(), lanes);
        this.testSend = new TestSend(
                store.deliveries(),
                store.redeliveries(),
                subscriptions,
                destinations,
                bodies,
                laneSettings,
                metrics.and(listener),
                clock);
        this.redeliveries = new Redeliveries(store.redeliveries(), lanes, clock);
        subscriptions.onChange(lanes::changed);
        this.beans = new QueueBeans(lanes, subscriptions, clock);
        metrics.watch(lanes);
    }

    private static List<Long> accounts(String text) {
        try {
            List<Long> accounts = Arrays.stream(text.split(","))
                    .map(String::trim)
                    .filter(s -> !s.isEmpty())
                    .map(Long::parseLong)
                    .toList();
            if (!accounts.isEmpty() && accounts.stream().allMatch(a -> a > 0)) {
                return accounts;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("The setting waystation.accounts is '" + text
                + "', expected account numbers from 1 up, separated by commas");
    }

    /** Takes up what is owed and starts to deliver. */
    public synchronized void startDeliveries() {
        if (!started) {
            started = true;
            lanes.start();
        }
    }

    /** Ends deliveries: those in flight within the bound, the rest goes back to the store. */
    public void stopDeliveries() {
        lanes.stop(shutdownBound);
    }

    /** Ends deliveries if that was not done, and closes the store. */
    @Override
    public void close() {
        lanes.close();
        beans.close();
        store.close();
    }

    /** What time it is. */
    public Clock clock() {
        return clock;
    }

    /** Takes events in. */
    public FanOut fanOut() {
        return fanOut;
    }

    /** Redelivers by hand. */
    public Redeliveries redeliveries() {
        return redeliveries;
    }

    /** Sends samples. */
    public TestSend testSend() {
        return testSend;
    }

    /**
     * Deletes a subscription and gives up what is owed to it. Its log stays until the retention takes it.
     *
     * @return whether there was one
     */
    public boolean delete(Subscription subscription) {
        boolean deleted = subscriptions.delete(subscription.no());
        lanes.discard(subscription.no());
        return deleted;
    }

    /** Reads run events. */
    public RunEventReader reader() {
        return reader;
    }

    /** Who wants which events. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** What receives requests. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Checks templates of webhooks. */
    public WebhookTemplates templates() {
        return templates;
    }

    /** Where deliveries end. */
    public Destinations destinations() {
        return destinations;
    }

    /** The queues. */
    public Lanes lanes() {
        return lanes;
    }

    /** The meters. */
    public Metrics metrics() {
        return metrics;
    }

    /** The store. */
    public Store store() {
        return store;
    }

    /** From connecting to the last byte. */
    public Duration attemptDeadline() {
        return attemptDeadline;
    }

    /** Whether this Waystation serves the account. */
    public boolean hasAccount(long account) {
        return accounts.contains(account);
    }

    /** The account of events that name none. */
    public long defaultAccount() {
        return accounts.get(0);
    }

    /** All accounts. */
    public List<Long> accounts() {
        return accounts;
    }
}
