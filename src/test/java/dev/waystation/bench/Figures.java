package dev.waystation.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a round gave, or the medians of several rounds. Rates are a second, times in milliseconds.
 *
 * @param events accepted events
 * @param acceptRate accepted events a second, while publishing
 * @param deliveredRate arrived deliveries a second, from the first request to the last arrival
 * @param accept request started until answered
 * @param endToEnd request started until the sink had the delivery
 * @param lost accepted and not arrived
 * @param duplicates arrived again, or came for an earlier round; since the figures before these
 * @param refused answered other than 2xx
 * @param diskPerDelivery growth of the data directory by delivery, in bytes
 * @param cpuPerDelivery processor time of the server process by delivery, in microseconds
 * @param othersCpu processors kept busy by processes that are no part of the benchmark; 0 on a quiet machine
 */
record Figures(
        double events,
        double acceptRate,
        double deliveredRate,
        Percentiles accept,
        Percentiles endToEnd,
        long lost,
        long duplicates,
        long refused,
        double diskPerDelivery,
        double cpuPerDelivery,
        double othersCpu) {

    static Figures of(Ledger ledger, int duplicates, long publishedAt, Duration cpu, double othersCpu, long disk) {
        double publishing = (publishedAt - ledger.firstSent()) / 1e9;
        double delivering = (ledger.lastArrival() - ledger.firstSent()) / 1e9;
        double deliveries = ledger.arrivedCount();
        return new Figures(
                ledger.acceptedCount(),
                ledger.acceptedCount() / publishing,
                deliveries / delivering,
                ledger.acceptTimes(),
                ledger.endToEndTimes(),
                ledger.lost(),
                duplicates,
                ledger.refusedCount(),
                disk / deliveries,
                cpu.toNanos() / 1e3 / deliveries,
                othersCpu);
    }

    /** The round that was disturbed less; what was lost, repeated or refused counts in any case. */
    Figures orQuieter(Figures other) {
        Figures quieter = other.othersCpu < othersCpu ? other : this;
        return new Figures(
                quieter.events,
                quieter.acceptRate,
                quieter.deliveredRate,
                quieter.accept,
                quieter.endToEnd,
                lost + other.lost,
                duplicates + other.duplicates,
                refused + other.refused,
                quieter.diskPerDelivery,
                quieter.cpuPerDelivery,
                quieter.othersCpu);
    }

    /** Each figure's median over the rounds; what was lost, repeated or refused is added up. */
    static Figures medians(List<Figures> rounds) {
        return new Figures(
                median(rounds, Figures::events),
                median(rounds, Figures::acceptRate),
                median(rounds, Figures::deliveredRate),
                medians(rounds, Figures::accept),
                medians(rounds, Figures::endToEnd),
                rounds.stream().mapToLong(Figures::lost).sum(),
                rounds.stream().mapToLong(Figures::duplicates).sum(),
                rounds.stream().mapToLong(Figures::refused).sum(),
                median(rounds, Figures::diskPerDelivery),
                median(rounds, Figures::cpuPerDelivery),
                median(rounds, Figures::othersCpu));
    }

    private static Percentiles medians(List<Figures> rounds, java.util.function.Function<Figures, Percentiles> of) {
        return new Percentiles(
                median(rounds, f -> of.apply(f).p50()),
                median(rounds, f -> of.apply(f).p95()),
                median(rounds, f -> of.apply(f).p99()));
    }

    static double median(List<Figures> rounds, ToDoubleFunction<Figures> of) {
        return median(rounds.stream().mapToDouble(of).toArray());
    }

    /** The middle of these, or between the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
