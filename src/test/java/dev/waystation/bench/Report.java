package dev.waystation.bench;

import java.io.IOException;
import java.util.Locale;

/** Prints tables that a terminal and a Markdown page both show. */
final class Report {

    private Report() {}

    static void heading(String text) {
        System.out.println();
        System.out.println(text);
        System.out.println();
    }

    static void tableHead() {
        System.out.println("| what                           | events | accept/s | deliv./s | accept p50/p95/p99 ms |"
                + " end to end p50/p95/p99 ms   | lost | dupl. | refused | disk B/d. | cpu µs/d. | others cpu |");
        System.out.println("| ------------------------------ | -----: | -------: | -------: | --------------------- |"
                + " --------------------------- | ---: | ----: | ------: | --------: | --------: | ---------: |");
    }

    static void row(String what, Figures f) {
        line(
                "| %-30s | %6.0f | %8.0f | %8.0f | %5.1f / %5.1f / %5.1f | %7.1f / %7.1f / %7.1f | %4d | %5d | %7d | %9.0f | %9.0f | %10.2f |",
                what,
                f.events(),
                f.acceptRate(),
                f.deliveredRate(),
                f.accept().p50(),
                f.accept().p95(),
                f.accept().p99(),
                f.endToEnd().p50(),
                f.endToEnd().p95(),
                f.endToEnd().p99(),
                f.lost(),
                f.duplicates(),
                f.refused(),
                f.diskPerDelivery(),
                f.cpuPerDelivery(),
                f.othersCpu());
    }

    /** Prints a row and returns its figures. */
    static Figures told(String what, Figures figures) {
        row(what, figures);
        return figures;
    }

    /** Prints what the gateways' logs say of errors. */
    static void errors(Gateway... gateways) throws IOException {
        for (Gateway gateway : gateways) {
            gateway.process().errors().forEach(System.out::println);
        }
    }

    /** A figure that has a target. */
    static void target(String what, double value, String bound, boolean met) {
        line("%-70s %8.2f   target %-8s %s", what, value, bound, met ? "met" : "MISSED");
    }

    static void line(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
