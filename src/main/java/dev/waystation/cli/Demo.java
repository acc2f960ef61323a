package dev.waystation.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.waystation.Settings;
import dev.waystation.cli.DemoReceiver.Arrival;
import dev.waystation.cli.DemoSubscription.Created;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Lane;
import dev.waystation.subscription.Subscription;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The command {@code demo}: a whole gateway in this process with a store of its own, in front of a receiver that fails at
 * first. It uses the gateway as anybody would, through HTTP, and compares what arrived with what it worked out itself.
 *
 * <p>Nothing outside a temporary directory is read or written, and only the loopback interface is used.
 */
final class Demo {

    /** The process ends after this, whatever happens. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** What has not arrived by then is missing; the rest of the deadline is for saying so and for stopping. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** Redeliveries that one can watch without waiting for them. */
    private static final String DELAYS = "1:250;2:500;3:750";

    /**
     * An attempt to be shown.
     *
     * @param subscription its name
     * @param seen the request as the receiver saw it, or null when it saw none
     */
    private record Row(FinishedAttempt finished, String subscription, Arrival seen) {}

    private final PrintStream out;
    private final DemoReport report;
    private final Clock clock = Clock.systemUTC();
    private final Instant start = clock.instant();

    /** Filled by the delivery threads, which must not wait for the terminal, and printed by this one. */
    private final BlockingQueue<Row> rows = new LinkedBlockingQueue<>();

    Demo(PrintStream out) {
        this.out = out;
        this.report = new DemoReport(out);
    }

    /** Plays the demo. Returns the exit code: 0 when everything arrived as expected, else 1. */
    int run() {
        quietLog();
        try (DemoDirectory directory = new DemoDirectory()) {
            endAtDeadline(directory);
            return play(directory.path(), DemoScript.load());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report.bad(List.of("the demo was interrupted"));
        } catch (Exception e) {
            report.bad(List.of("the demo cannot go on: " + (e.getMessage() == null ? e : e.getMessage())));
        }
        return 1;
    }

    private int play(Path directory, DemoScript script) throws Exception {
        Settings settings = Settings.load(directory, settingsOfItsOwn(directory, script));
        try (DemoReceiver receiver = new DemoReceiver();
                Server server = new Server(settings, clock, (finished, s) -> attempted(finished, s, receiver))) {
            server.start();
            String gateway = "http://127.0.0.1:" + server.port();
            report.started(Version.current(), gateway, receiver.address(), sinceStart());
            DemoApi api = new DemoApi(gateway, token(settings));
            List<Created> subscriptions = subscribe(api, script, receiver);
            DemoExpectation expectation = new DemoExpectation(subscriptions, script.samples());
            report.subscriptions(subscriptions, expectation);
            List<String> problems = new ArrayList<>();
            Instant published = publish(api, script, expectation, problems);
            watch(server, published, problems);
            return sumUp(expectation, script, receiver, problems);
        }
    }

    /**
     * A user's own settings must not lead the demo to a real store, to real routes, or to waits of minutes. The
     * properties of Camel are named themselves, too: in their placeholders the environment would win.
     */
    private static Map<String, String> settingsOfItsOwn(Path directory, DemoScript script) {
        return Map.ofEntries(
                Map.entry("waystation.port", "0"),
                Map.entry("camel.server.port", "0"),
                Map.entry("camel.server.host", "127.0.0.1"),
                Map.entry("waystation.data-dir", directory.resolve("data").toString()),
                Map.entry("waystation.store.url", "jdbc:h2:file:{{waystation.data-dir}}/waystation"),
                Map.entry("waystation.routes", directory.resolve("routes").toString()),
                Map.entry("waystation.watched-folder.enabled", "false"),
                Map.entry("waystation.dbt-core.enabled", "false"),
                Map.entry("waystation.api-token", ""),
                Map.entry("waystation.accounts", script.accounts()),
                Map.entry("waystation.delivery.timeout", "10s"),
                Map.entry("waystation.delivery.maximum-redeliveries", "5"),
                Map.entry("camel.beans.redeliveryPolicy.maximumRedeliveries", "5"),
                Map.entry("waystation.delivery.delay-pattern", DELAYS),
                Map.entry("camel.beans.redeliveryPolicy.delayPattern", DELAYS));
    }

    private static String token(Settings settings) throws IOException {
        return Files.readString(Path.of(settings.text("waystation.data-dir"), "api-token"))
                .strip();
    }

    private List<Created> subscribe(DemoApi api, DemoScript script, DemoReceiver receiver)
            throws IOException, InterruptedException {
        List<Created> made = new ArrayList<>();
        for (DemoSubscription subscription : script.subscriptions()) {
            Created created = api.create(subscription, receiver.address(subscription));
            receiver.expect(created);
            made.add(created);
        }
        return made;
    }

    private Instant publish(DemoApi api, DemoScript script, DemoExpectation expectation, List<String> problems)
            throws IOException, InterruptedException {
        report.publishing();
        Instant first = clock.instant();
        for (DemoSample sample : script.samples()) {
            int deliveries = api.publish(sample);
            report.published(sample, deliveries);
            int expected = expectation.deliveries(sample);
            if (deliveries != expected) {
                problems.add("fan-out: " + sample.eventId() + " goes to " + deliveries + " subscriptions, expected "
                        + expected);
            }
        }
        return first;
    }

    /** Called on delivery threads. */
    private void attempted(FinishedAttempt finished, Subscription subscription, DemoReceiver receiver) {
        Arrival seen = receiver.take(subscription.name(), finished.delivery().eventId());
        rows.add(new Row(finished, subscription.name(), seen));
    }

    /** Shows attempts until the gateway owes nothing any more. */
    private void watch(Server server, Instant published, List<String> problems) throws InterruptedException {
        report.delivering();
        while (true) {
            // Asked first: an attempt is in the queue before it stops being owed.
            long owed = server.gateway().lanes().all().stream()
                    .mapToLong(Lane::pending)
                    .sum();
            Row row = rows.poll(20, TimeUnit.MILLISECONDS);
            if (row != null) {
                report.attempted(row.finished(), row.subscription(), row.seen(), published);
            } else if (owed == 0) {
                return;
            } else if (sinceStart().compareTo(PATIENCE) > 0) {
                problems.add(
                        "late: after " + PATIENCE.toSeconds() + " s the gateway still owes " + owed + " deliveries");
                return;
            }
        }
    }

    private int sumUp(DemoExpectation expectation, DemoScript script, DemoReceiver receiver, List<String> problems) {
        DemoExpectation.Result result = expectation.compare(receiver.arrivals());
        report.summary(script.samples().size(), expectation.deliveries(), result);
        problems.addAll(result.problems());
        if (problems.isEmpty()) {
            report.good(sinceStart());
            return 0;
        }
        report.bad(problems);
        return 1;
    }

    private Duration sinceStart() {
        return Duration.between(start, clock.instant());
    }

    private void endAtDeadline(DemoDirectory directory) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(DEADLINE.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    out.println("\nThe demo did not come to its end within " + DEADLINE.toSeconds() + " s.");
                    out.flush();
                    directory.delete();
                    // Not exit: a stop that hangs may be the reason.
                    Runtime.getRuntime().halt(1);
                },
                "demo-deadline");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** Only what is wrong is worth a line between those of the demo, unless somebody asked for more. */
    private static void quietLog() {
        if (System.getProperty("waystation.log-level") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().stream()
                    .filter(logger -> logger.getLevel() != null)
                    .filter(logger -> !logger.getLevel().isGreaterOrEqual(Level.WARN))
                    .forEach(logger -> logger.setLevel(Level.WARN));
        }
    }
}
