package dev.waystation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Full load at fan-out 1 and 10 beside the plain Camel baseline, in turns. */
final class Throughput {

    private static final String JOB = "1001";

    private final Options options;
    private final Sink sink;

    Throughput(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    void run() throws IOException, InterruptedException {
        Report.heading(
                "Full load: " + options.connections() + " connections, closed loop, " + options.seconds() + " a round");
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
                plain.add(Report.told("plain Camel, round " + i, round.fullLoad(baseline, JOB, 1, options.duration())));
                one.add(Report.told("fan-out 1, round " + i, round.fullLoad(toOne, JOB, 1, options.duration())));
                ten.add(Report.told("fan-out 10, round " + i, round.fullLoad(toTen, JOB, 10, options.duration())));
            }
            Report.row("plain Camel, median", Figures.medians(plain));
            Report.row("fan-out 1, median", Figures.medians(one));
            Report.row("fan-out 10, median", Figures.medians(ten));
            Report.errors(toOne, toTen);
        }
        Report.heading("Medians of " + options.rounds() + " rounds");
        double base = Figures.median(plain, Figures::deliveredRate);
        double atOne = Figures.median(one, Figures::deliveredRate) / base;
        double atTen = Figures.median(ten, Figures::deliveredRate) / base;
        Report.target("delivered rate at fan-out 1 / plain Camel", atOne, ">= 0.6", atOne >= 0.6);
        Report.target("delivered rate at fan-out 10 / plain Camel", atTen, ">= 1.0", atTen >= 1.0);
    }
}
