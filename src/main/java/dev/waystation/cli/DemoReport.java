package dev.waystation.cli;

import dev.waystation.cli.DemoReceiver.Arrival;
import dev.waystation.cli.DemoSubscription.Created;
import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.FinishedAttempt;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the demo prints: plain ASCII, at most 120 columns, so that it looks the same in each terminal and in a README. */
final class DemoReport {

    private static final String SUBSCRIPTION = "  %-7s  %-13s  %-28s  %-8s  %10s  %s%n";
    private static final String EVENT = "  %-7s  %-17s  %-31s  %-6s  %-24s  %10s%n";
    private static final String ATTEMPT = "  %6s  %-17s  %-31s  %-6s  %-13s  %7s  %-7s  %4s  %s%n";

    private final PrintStream out;
    private int attempts;
    private int redeliveries;

    DemoReport(PrintStream out) {
        this.out = out;
    }

    void started(String version, String gateway, String receiver, Duration took) {
        out.printf("Waystation %s, a demo%n%n", version);
        out.printf(
                Locale.ROOT,
                "  gateway   %-22s  ready after %.1f s, its store is thrown away at the end%n",
                gateway,
                seconds(took));
        out.printf("  receiver  %-22s  endpoints that fail at first; they check each signature%n", receiver);
    }

    void subscriptions(List<Created> subscriptions, DemoExpectation expectation) {
        out.printf("%nSubscriptions, made with POST /api/v3/accounts/{account}/webhooks/subscriptions%n%n");
        out.printf(
                SUBSCRIPTION,
                "account",
                "subscription",
                "wants job.run.*",
                "of job",
                "deliveries",
                "its endpoint answers");
        for (Created created : subscriptions) {
            DemoSubscription s = created.subscription();
            out.printf(
                    SUBSCRIPTION,
                    s.account(),
                    s.name(),
                    s.eventTypes().stream()
                            .map(type -> type.replace("job.run.", ""))
                            .collect(Collectors.joining(", ")),
                    s.jobIds().isEmpty() ? "any" : String.join(", ", s.jobIds()),
                    expectation.deliveries(created),
                    answers(s));
        }
    }

    private static String answers(DemoSubscription subscription) {
        String accepted = DemoAnswer.ACCEPTED.word;
        return subscription.faults().isEmpty()
                ? accepted
                : subscription.faults().stream().map(answer -> answer.word).collect(Collectors.joining(", "))
                        + ", then " + accepted;
    }

    void publishing() {
        out.printf("%nRun events, published with POST /api/v3/accounts/{account}/webhooks/events%n%n");
        out.printf(EVENT, "account", "event type", "event id", "job", "sample", "deliveries");
    }

    void published(DemoSample sample, int deliveries) {
        out.printf(
                EVENT,
                sample.account(),
                sample.eventType(),
                sample.eventId(),
                sample.jobId(),
                sample.file(),
                deliveries);
    }

    void delivering() {
        out.printf("%nDeliveries, as they happen%n%n");
        out.printf(
                ATTEMPT,
                "second",
                "event type",
                "event id",
                "job",
                "subscription",
                "attempt",
                "answer",
                "ms",
                "signatures");
    }

    /**
     * An attempt has ended.
     *
     * @param seen the request as the receiver saw it, or null when it saw none
     * @param start from when seconds are counted
     */
    void attempted(FinishedAttempt finished, String subscription, Arrival seen, Instant start) {
        attempts++;
        if (finished.number() > 1) {
            redeliveries++;
        }
        Attempt attempt = finished.attempt();
        Duration sinceStart = Duration.between(start, attempt.startedAt().plus(attempt.duration()));
        out.printf(
                ATTEMPT,
                String.format(Locale.ROOT, "%.3f", seconds(sinceStart)),
                finished.delivery().eventType(),
                finished.delivery().eventId(),
                finished.delivery().subject(),
                subscription,
                finished.number(),
                attempt.error() == null
                        ? attempt.status()
                        : attempt.error().name().toLowerCase(Locale.ROOT),
                attempt.duration().toMillis(),
                seen == null ? "-" : seen.signatures().word());
        out.flush();
    }

    void summary(int events, int deliveries, DemoExpectation.Result result) {
        out.printf("%nSummary%n%n");
        out.printf("  events       %d published%n", events);
        out.printf("  deliveries   %d expected, %d arrived%n", deliveries, result.arrived());
        out.printf("  attempts     %d, of which %d redeliveries%n", attempts, redeliveries);
        out.printf("  duplicates   %d%n", result.duplicates());
        out.printf(
                "  signatures   %d of %d valid (dbt's Authorization and Standard Webhooks' webhook-signature)%n",
                result.signaturesValid(), result.requests());
        out.printf(
                "  bodies       %d of %d as dbt Cloud sends them, with the subscription's webhookId and webhookName%n",
                result.bodiesRight(), result.requests());
    }

    void good(Duration took) {
        out.printf(Locale.ROOT, "%nEverything arrived as expected, in %.1f s.%n", seconds(took));
    }

    void bad(List<String> problems) {
        out.printf("%nNOT as expected:%n%n");
        problems.forEach(problem -> out.printf("  %s%n", problem));
        out.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
