package dev.waystation.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends receipts for a while, each connection its next as soon as the one before is answered. */
final class ReceiptRound {

    /** More a second than the fastest machine makes of it; memory is kept for so many. */
    private static final int MOST_A_SECOND = 40_000;

    /** Rounds of warm-up at most. */
    private static final int LONGEST_WARM_UP = 8;

    private static final int WARM_AFTER = 200_000;

    /** Over all rounds, so that no event id comes twice. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Options options;
    private final Sink sink;

    ReceiptRound(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    /**
     * Full load until Java has compiled what is hot, which depends on how often it ran. Returns how many receipts were
     * answered 2xx.
     */
    long warmUp(ReceiptTarget target) throws IOException, InterruptedException {
        long accepted = 0;
        for (int i = 0; i < LONGEST_WARM_UP && accepted < WARM_AFTER; i++) {
            accepted += (long) run(target, options.warmUp()).accepted();
        }
        return accepted;
    }

    /** Full load for so long. */
    ReceiptFigures run(ReceiptTarget target, Duration duration) throws IOException, InterruptedException {
        int capacity = (int) (MOST_A_SECOND * duration.toMillis() / 1_000) + 1;
        Ledger ledger = new Ledger(NUMBERS.getAndAdd(capacity), capacity, target.deliveries());
        sink.noteIn(ledger);
        try (Publisher publisher = target.publisher(options.connections())) {
            Duration busy = Machine.busy();
            Duration own = Machine.own();
            Duration server = target.process().cpu();
            long start = System.nanoTime();
            publisher.closedLoop(ledger, duration);
            long end = System.nanoTime();
            awaitDeliveries(ledger);
            server = target.process().cpu().minus(server);
            Duration others =
                    Machine.busy().minus(busy).minus(Machine.own().minus(own)).minus(server);
            double othersCpu = Math.max(0, (double) others.toNanos() / (System.nanoTime() - start));
            return ReceiptFigures.of(ledger, end, server, othersCpu);
        }
    }

    private void awaitDeliveries(Ledger ledger) throws InterruptedException {
        long end = System.nanoTime() + options.drain().toNanos();
        while (ledger.outstanding() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }
}
