package dev.waystation.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes for a while, waits for all deliveries, and measures both. */
final class Round {

    /** More events a second than the fastest machine makes of it; memory is kept for so many. */
    private static final int MOST_EVENTS_PER_SECOND = 60_000;

    private static final int TRIES = 3;

    /** Rounds of warm-up at most. */
    private static final int LONGEST_WARM_UP = 8;

    private static final int WARM_AFTER_DELIVERIES = 300_000;

    /** Over all rounds, so that no event id comes twice. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Options options;
    private final Sink sink;

    Round(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    /** Full load: each connection publishes as fast as it is answered. */
    Figures fullLoad(Target target, String jobId, int fanOut, Duration duration)
            throws IOException, InterruptedException {
        return run(target, jobId, fanOut, MOST_EVENTS_PER_SECOND, duration, Publisher::closedLoop);
    }

    /**
     * Full load until Java has compiled what is hot. That depends on how often it ran rather than on time, so on a busy
     * machine the time is repeated.
     */
    void warmUp(Target target, String jobId, int fanOut) throws IOException, InterruptedException {
        double deliveries = 0;
        for (int i = 0; i < LONGEST_WARM_UP && deliveries < WARM_AFTER_DELIVERIES; i++) {
            deliveries += once(target, jobId, fanOut, MOST_EVENTS_PER_SECOND, options.warmUp(), Publisher::closedLoop)
                            .events()
                    * fanOut;
        }
    }

    /** A fixed number of events a second. */
    Figures fixedRate(Target target, String jobId, int fanOut, double rate, Duration duration)
            throws IOException, InterruptedException {
        return run(
                target,
                jobId,
                fanOut,
                rate,
                duration,
                (publisher, ledger, time) -> publisher.openLoop(ledger, rate, time));
    }

    private interface Load {
        void put(Publisher publisher, Ledger ledger, Duration duration) throws IOException;
    }

    /** The quietest of up to three tries. */
    private Figures run(Target target, String jobId, int fanOut, double mostPerSecond, Duration duration, Load load)
            throws IOException, InterruptedException {
        Figures best = null;
        for (int i = 0; i < TRIES && (best == null || best.othersCpu() > options.quiet()); i++) {
            if (best != null) {
                Machine.awaitQuiet(options.quiet());
            }
            Figures figures = once(target, jobId, fanOut, mostPerSecond, duration, load);
            best = best == null ? figures : best.orQuieter(figures);
        }
        return best;
    }

    private Figures once(Target target, String jobId, int fanOut, double mostPerSecond, Duration duration, Load load)
            throws IOException, InterruptedException {
        int capacity = (int) Math.ceil(mostPerSecond * duration.toMillis() / 1_000) + 1;
        Ledger ledger = new Ledger(NUMBERS.getAndAdd(capacity), capacity, fanOut);
        long diskBefore = target.diskBytes();
        Processors before = Processors.now(target);
        sink.noteIn(ledger);
        long published;
        try (Publisher publisher = target.publisher(jobId, options.connections())) {
            load.put(publisher, ledger, duration);
            published = System.nanoTime();
        }
        awaitDeliveries(ledger);
        Processors after = Processors.now(target);
        target.awaitRest();
        return Figures.of(
                ledger,
                sink.takeDuplicates(),
                published,
                after.server().minus(before.server()),
                after.othersSince(before),
                target.diskBytes() - diskBefore);
    }

    /** Processor time used so far, by whom. */
    private record Processors(long nanos, Duration all, Duration server, Duration own) {

        static Processors now(Target target) throws IOException {
            return new Processors(
                    System.nanoTime(), Machine.busy(), target.process().cpu(), Machine.own());
        }

        double othersSince(Processors before) {
            Duration ours = server.plus(own).minus(before.server).minus(before.own);
            double others = all.minus(before.all).minus(ours).toNanos();
            return Math.max(0, others / (nanos - before.nanos));
        }
    }

    private void awaitDeliveries(Ledger ledger) throws InterruptedException {
        long end = System.nanoTime() + options.drain().toNanos();
        while (ledger.outstanding() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }
}
