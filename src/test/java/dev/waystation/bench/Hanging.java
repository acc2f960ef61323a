package dev.waystation.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Half of the endpoints hang: what do the healthy ones notice? Ten healthy endpoints are measured, alone, beside ten more
 * healthy ones (the same number of deliveries as with the hanging half), and beside ten that take a request and never
 * answer. Each round has a new process with an empty store, since hanging deliveries stay behind.
 */
final class Hanging {

    /** The measured lanes, and as many beside them. */
    private static final int HALF = 10;

    private static final double MOST_RATIO = 1.2;

    private static final String JOB = "1001";

    /** A job that only the measured half subscribes to, for the warm-up. */
    private static final String WARM_UP_JOB = "1002";

    private enum Beside {
        NOBODY("10 healthy alone"),
        HEALTHY("10 healthy + 10 healthy"),
        HANGING("10 healthy + 10 hanging");

        private final String text;

        Beside(String text) {
            this.text = text;
        }
    }

    private final Options options;
    private final Sink sink;

    Hanging(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    void run() throws IOException, InterruptedException {
        double rate = options.rate() / 2;
        // Some times the deadline of an attempt, so that attempts time out while it is measured.
        Duration duration = options.duration().multipliedBy(3);
        Report.heading("Half of the endpoints hang: " + rate + " events a second, open loop, " + duration.toSeconds()
                + " s a round; figures are of the 10 measured healthy endpoints");
        Map<Beside, List<Figures>> all = new EnumMap<>(Beside.class);
        Report.tableHead();
        for (int i = 1; i <= options.rounds(); i++) {
            for (Beside beside : Beside.values()) {
                Figures figures = measure(beside, rate, duration);
                Report.row(beside.text + ", " + i, figures);
                all.computeIfAbsent(beside, b -> new ArrayList<>()).add(figures);
            }
        }
        all.forEach((beside, figures) -> Report.row(beside.text + ", med.", Figures.medians(figures)));
        Report.heading("Medians of " + options.rounds() + " rounds; requests left hanging: " + sink.unanswered());
        double hanging = p95(all.get(Beside.HANGING));
        ratio("alone", hanging / p95(all.get(Beside.NOBODY)));
        ratio("beside 10 more healthy", hanging / p95(all.get(Beside.HEALTHY)));
    }

    private Figures measure(Beside beside, double rate, Duration duration) throws IOException, InterruptedException {
        Round round = new Round(options, sink);
        try (Gateway gateway = new Gateway(options)) {
            for (int i = 0; i < HALF; i++) {
                gateway.subscribe(sink.lane(i), JOB, WARM_UP_JOB);
                if (beside != Beside.NOBODY) {
                    gateway.subscribe(beside == Beside.HANGING ? sink.hanging(i) : sink.uncounted(i), JOB);
                }
            }
            round.warmUp(gateway, WARM_UP_JOB, HALF);
            if (beside == Beside.HANGING) {
                gateway.owesForGood();
            }
            Figures figures = round.fixedRate(gateway, JOB, HALF, rate, duration);
            Report.errors(gateway);
            return figures;
        }
    }

    private static double p95(List<Figures> figures) {
        return Figures.medians(figures).endToEnd().p95();
    }

    private static void ratio(String without, double ratio) {
        Report.target(
                "healthy p95 with the hanging half / the same ten " + without, ratio, "<= 1.2", ratio <= MOST_RATIO);
    }
}
