package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All lanes, and the machinery that moves deliveries through them: workers that make attempts, one thread that claims
 * from the store, one that looks at the clock. Safe for use by several threads.
 */
public final class Lanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** How often the clock is looked at, in milliseconds: the precision of a redelivery. */
    private static final long TICK_MILLIS = 50;

    /** Deliveries given up in one transaction, so that others need not wait for long. */
    private static final int GIVE_UP_STEP = 500;

    /** Later than any delivery was accepted. */
    private static final Instant AT_ANY_TIME = Instant.parse("9999-01-01T00:00:00Z");

    /** Deliveries given up in one transaction. */
    private static final int LARGEST_STEP = 1_000;

    private final DeliveryStore store;
    private final Subscriptions subscriptions;
    private final Destinations destinations;
    private final AttemptRunner runner;
    private final LaneSettings settings;
    private final Clock clock;
    private final Lane.Room room;
    private final ConcurrentHashMap<Long, Lane> lanes = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Lane> toClaim = new LinkedBlockingQueue<>();
    private final ExecutorService workers;
    private final ExecutorService claimer = Executors.newSingleThreadExecutor(r -> daemon(r, "waystation-claim"));
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "waystation-tick"));
    private volatile boolean stopped;
    private volatile Consumer<Lane> newLane = lane -> {};
    private volatile Consumer<Lane> goneLane = lane -> {};

    public Lanes(
            DeliveryStore store,
            Subscriptions subscriptions,
            Destinations destinations,
            AttemptRunner runner,
            LaneSettings settings,
            Clock clock) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.destinations = destinations;
        this.runner = runner;
        this.settings = settings;
        this.clock = clock;
        this.room = new Lane.Room(settings.totalCapacity());
        this.workers = WorkerThreads.newExecutor("waystation-deliver");
    }

    /** Takes up what the store holds and starts to deliver. */
    public void start() {
        Instant now = clock.instant();
        for (Subscription subscription : subscriptions.all()) {
            store.releaseClaimsOfEarlierProcess(subscription.no(), now, now.plus(settings.lease()));
            DeliveryStore.Backlog backlog = store.backlog(subscription.no());
            if (backlog.pending() > 0) {
                Lane lane = lane(subscription);
                lane.addPending(backlog.pending());
                lane.dueAt(backlog.nextDue());
            }
        }
        claimer.execute(this::claimLoop);
        ticker.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The lane of this subscription. */
    public Lane lane(Subscription subscription) {
        Lane known = lanes.get(subscription.no());
        if (known != null) {
            return known;
        }
        Lane made = new Lane(subscription.no(), subscription.id(), settings, room);
        limit(made, subscription);
        Lane first = lanes.putIfAbsent(subscription.no(), made);
        if (first != null) {
            return first;
        }
        newLane.accept(made);
        return made;
    }

    /** Has {@code listener} called with each lane: the present ones now, later ones when they are made. */
    public void onNewLane(Consumer<Lane> listener) {
        newLane = listener;
        lanes.values().forEach(listener);
    }

    /** Has {@code listener} called with each lane that goes because its subscription is deleted. */
    public void onGoneLane(Consumer<Lane> listener) {
        goneLane = listener;
    }

    /** The lanes that were used since the start. */
    public Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    /** Gives up what is still owed of events that were accepted before that time: it fails for good, without an attempt. */
    public void giveUpAcceptedBefore(Instant time) {
        for (Lane lane : lanes.values()) {
            int given;
            do {
                given = store.giveUp(lane.subscriptionNo(), time, GIVE_UP_STEP);
                lane.addPending(-given);
            } while (given == GIVE_UP_STEP);
        }
    }

    /** Until when a claim holds that is made now. */
    public Instant leaseFromNow() {
        return clock.instant().plus(settings.lease());
    }

    /** Takes over what was changed about a subscription, and goes on if it was off. */
    public void changed(Subscription subscription) {
        Lane lane = lanes.get(subscription.no());
        if (lane != null) {
            limit(lane, subscription);
            lane.backlog();
            pump(lane);
        }
    }

    private void limit(Lane lane, Subscription subscription) {
        lane.limit(subscription.options().concurrency(), subscription.options().rateLimit(), clock::millis);
    }

    /** Notes that so many deliveries of the subscription, which were over, are owed again and due now. */
    public void redelivered(Subscription subscription, int again) {
        Lane lane = lane(subscription);
        lane.addPending(again);
        lane.backlog();
        pump(lane);
    }

    /** Ends what is owed to a subscription that is gone. Returns when the store has it. */
    public void discard(long subscriptionNo) {
        Lane lane = lanes.remove(subscriptionNo);
        if (lane != null) {
            lane.drain();
            lane.addPending(-lane.pending());
            goneLane.accept(lane);
        }
        while (store.giveUp(subscriptionNo, AT_ANY_TIME, LARGEST_STEP) == LARGEST_STEP) {
            LOG.debug("{} deliveries to the deleted subscription {} were given up", LARGEST_STEP, subscriptionNo);
        }
    }

    /** Stops attempts to this subscription; those in flight end, new deliveries wait. Forgotten at a restart. */
    public void pause(Subscription subscription) {
        lane(subscription).paused(true);
        LOG.info("Lane of {} paused", subscription.id());
    }

    /** Lets a paused lane go on. */
    public void resume(Subscription subscription) {
        Lane lane = lane(subscription);
        lane.paused(false);
        lane.backlog();
        LOG.info("Lane of {} resumed", subscription.id());
        pump(lane);
    }

    /** When the oldest delivery still owed was accepted, or null when nothing is owed. Asks the store: not for hot paths. */
    public Instant oldestPending(Lane lane) {
        return lane.pending() == 0
                ? null
                : lane.oldest(clock.millis(), () -> store.oldestPending(lane.subscriptionNo()));
    }

    /** Starts workers for what is ready, and a claim when little is left in memory. */
    void pump(Lane lane) {
        pump(lane, true);
    }

    private void pump(Lane lane, boolean waiting) {
        if (stopped) {
            return;
        }
        Subscription subscription = subscriptions.byNo(lane.subscriptionNo());
        if (subscription == null && lanes.containsKey(lane.subscriptionNo())) {
            // An event was on its way in while the subscription was deleted.
            toClaim.add(lane);
            return;
        }
        if (subscription == null || !subscription.active() || destinations.of(subscription) == null) {
            return;
        }
        while (lane.startWorker(waiting)) {
            try {
                workers.execute(() -> work(lane));
            } catch (RejectedExecutionException e) {
                lane.cancelWorker();
                return;
            }
        }
        if (lane.startClaim(clock.millis())) {
            toClaim.add(lane);
        }
    }

    private void work(Lane lane) {
        while (true) {
            Delivery delivery = stopped ? endOfWorker(lane) : lane.next();
            if (delivery == null) {
                break;
            }
            try {
                runner.run(lane, delivery, this);
            } catch (RuntimeException | Error e) {
                // The claim stays until its lease ends; then the delivery is claimed anew.
                lane.dueAt(delivery.leaseUntil());
                LOG.error("Delivery {} could not be worked on", delivery.no(), e);
            }
            pump(lane);
        }
        pump(lane);
    }

    private static Delivery endOfWorker(Lane lane) {
        lane.cancelWorker();
        return null;
    }

    private void claimLoop() {
        while (!stopped) {
            try {
                Lane lane = toClaim.poll(200, TimeUnit.MILLISECONDS);
                if (lane != null) {
                    claim(lane);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Claiming deliveries failed; it is tried again", e);
            }
        }
    }

    private void claim(Lane lane) {
        if (subscriptions.byNo(lane.subscriptionNo()) == null) {
            discard(lane.subscriptionNo());
            return;
        }
        int max = lane.roomForClaim();
        if (max == 0) {
            lane.claimed(List.of(), 0);
            return;
        }
        List<Delivery> claimed = List.of();
        boolean failed = true;
        try {
            Instant now = clock.instant();
            claimed = store.claim(lane.subscriptionNo(), max, now, now.plus(settings.lease()));
            if (claimed.size() < max) {
                Instant next = store.nextDue(lane.subscriptionNo());
                if (next != null) {
                    lane.dueAt(next);
                }
            }
            failed = false;
        } finally {
            lane.claimed(claimed, max);
            if (failed) {
                lane.dueAt(clock.instant().plusSeconds(1));
            }
        }
        pump(lane);
    }

    /** Looks at the clock: lanes whose next delivery is due are claimed for. */
    private void tick() {
        try {
            // A worker that others waited for may hang: nobody waits for longer than a tick.
            lanes.values().forEach(lane -> pump(lane, false));
        } catch (RuntimeException e) {
            LOG.error("Looking for due deliveries failed; it is tried again", e);
        }
    }

    /**
     * Stops taking up deliveries, waits for the attempts in flight up to {@code bound}, and gives the rest back to the
     * store. What is still in flight after that stays claimed; the next start takes it up.
     */
    public void stop(Duration bound) {
        stopped = true;
        ticker.shutdown();
        claimer.shutdown();
        workers.shutdown();
        try {
            claimer.awaitTermination(5, TimeUnit.SECONDS);
            if (!workers.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Attempts were still in flight after {} s; they will be made again", bound.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Delivery> left = new ArrayList<>();
        lanes.values().forEach(lane -> left.addAll(lane.drain()));
        if (!left.isEmpty()) {
            store.release(left);
            LOG.info("{} deliveries that were waiting in memory were given back to the store", left.size());
        }
    }

    /** Stops without waiting for attempts in flight. */
    @Override
    public void close() {
        if (!stopped) {
            stop(Duration.ZERO);
        }
    }

    private static Thread daemon(Runnable r, String name) {
        Thread thread = new Thread(r, name);
        thread.setDaemon(true);
        return thread;
    }
}
