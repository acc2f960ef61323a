package dev.waystation.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a round of receipts gave, or the medians of several.
 *
 * @param accepted receipts that were answered 2xx
 * @param rate of these, a second
 * @param times from the start of a request to its answer, in milliseconds
 * @param refused answered otherwise
 * @param lost deliveries that did not arrive
 * @param cpu processor time of the server by receipt, in microseconds
 * @param othersCpu processors kept busy by processes that are no part of the benchmark; 0 on a quiet machine
 */
record ReceiptFigures(
        double accepted, double rate, Percentiles times, long refused, long lost, double cpu, double othersCpu) {

    static ReceiptFigures of(Ledger ledger, long endedAt, Duration cpu, double othersCpu) {
        double accepted = ledger.acceptedCount();
        return new ReceiptFigures(
                accepted,
                accepted * 1e9 / (endedAt - ledger.firstSent()),
                ledger.acceptTimes(),
                ledger.refusedCount(),
                ledger.lost(),
                cpu.toNanos() / 1e3 / accepted,
                othersCpu);
    }

    /** Each figure's median over the rounds; what was accepted, refused or lost is added up. */
    static ReceiptFigures medians(List<ReceiptFigures> rounds) {
        return new ReceiptFigures(
                rounds.stream().mapToDouble(ReceiptFigures::accepted).sum(),
                median(rounds, ReceiptFigures::rate),
                new Percentiles(
                        median(rounds, f -> f.times.p50()),
                        median(rounds, f -> f.times.p95()),
                        median(rounds, f -> f.times.p99())),
                rounds.stream().mapToLong(ReceiptFigures::refused).sum(),
                rounds.stream().mapToLong(ReceiptFigures::lost).sum(),
                median(rounds, ReceiptFigures::cpu),
                median(rounds, ReceiptFigures::othersCpu));
    }

    private static double median(List<ReceiptFigures> rounds, ToDoubleFunction<ReceiptFigures> of) {
        return Figures.median(rounds.stream().mapToDouble(of).toArray());
    }
}
