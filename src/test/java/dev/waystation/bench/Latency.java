package dev.waystation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A fixed rate of events, as on a normal day: how long until a delivery is there. */
final class Latency {

    private static final String JOB = "1001";
    private static final double TARGET_MILLIS = 50;

    private final Options options;
    private final Sink sink;

    Latency(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    void run() throws IOException, InterruptedException {
        Report.heading(
                "Fixed rate: " + options.rate() + " events a second, open loop, " + options.seconds() + " a round");
        Round round = new Round(options, sink);
        List<Figures> plain = new ArrayList<>();
        List<Figures> one = new ArrayList<>();
        List<Figures> ten = new ArrayList<>();
        try (Baseline baseline = new Baseline(options, sink.lane(0));
                Gateway toOne = Gateway.subscribed(options, sink, 1, JOB);
                Gateway toTen = Gateway.subscribed(options, sink, 10, JOB)) {
            round.warmUp(baseline, JOB, 1);
            round.warmUp(toOne, JOB, 1);
            round.warmUp(toTen, JOB, 10);
            Report.tableHead();
            for (int i = 1; i <= options.rounds(); i++) {
                plain.add(measure(round, baseline, "plain Camel, round " + i, 1));
                one.add(measure(round, toOne, "fan-out 1, round " + i, 1));
                ten.add(measure(round, toTen, "fan-out 10, round " + i, 10));
            }
            Report.row("plain Camel, median", Figures.medians(plain));
            Report.row("fan-out 1, median", Figures.medians(one));
            Report.row("fan-out 10, median", Figures.medians(ten));
            Report.errors(toOne, toTen);
        }
        Report.heading("Medians of " + options.rounds() + " rounds");
        target("1", Figures.medians(one));
        target("10", Figures.medians(ten));
    }

    private Figures measure(Round round, Target target, String what, int fanOut)
            throws IOException, InterruptedException {
        return Report.told(what, round.fixedRate(target, JOB, fanOut, options.rate(), options.duration()));
    }

    private static void target(String fanOut, Figures figures) {
        double p95 = figures.endToEnd().p95();
        Report.target("end to end p95 in ms at fan-out " + fanOut, p95, "<= 50", p95 <= TARGET_MILLIS);
    }
}
