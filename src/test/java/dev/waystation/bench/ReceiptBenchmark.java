package dev.waystation.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures receipts: requests at a webhook's URL that are verified, templated and stored before they are answered, beside
 * servers that check the same signature and keep nothing.
 *
 * <pre>
 * mvn -q -DskipTests package
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.waystation.bench.ReceiptBenchmark -Dexec.args="--python=venv/bin/python"
 * </pre>
 *
 * <p>All servers run at once and are loaded in turns, so that a disturbance of some minutes hits them alike. At the end the
 * gateway is killed as by {@code kill -9}, and its database must hold each event that was answered with 2xx.
 */
public final class ReceiptBenchmark {

    private static final String DYNAMIC = "dynamic template";
    private static final String DBT = "built-in dbt template";
    private static final String SUBSCRIBED = "dynamic, one subscription";
    private static final int CONNECTIONS = 32;

    private static final String USAGE = """
            --scenario=all       dynamic, dbt, subscribed, or all of them
            --rounds=3           measured rounds of each server; the medians are reported
            --seconds=10         how long a round lasts
            --warm-up=10         seconds of full load before the first round, at least
            --connections=32     keep-alive connections (closed loop)
            --drain=120          seconds to wait for the deliveries of a round
            --heap=512m          largest heap of the gateway
            --quiet=1000         before the servers take their turns, wait for up to a minute until
                                 other processes keep no more processors busy than this
            --jar=target/waystation.jar
            --python=<file>      a Python that has Flask and gunicorn; also in BENCH_PYTHON
            --webhook=<file>     the program of adnanh/webhook; also in BENCH_WEBHOOK
            --jfr=<directory>    record the gateway with Java's flight recorder""";

    private final Options options;
    private final Map<ReceiptTarget, List<ReceiptFigures>> targets = new LinkedHashMap<>();

    private ReceiptBenchmark(Options options) {
        this.options = options;
    }

    /** The arguments are the options above. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args, Set.of("dynamic", "dbt", "subscribed"), CONNECTIONS)
                    .withEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            return;
        }
        System.out.println("Machine: " + Machine.description());
        System.out.println("Options: " + Arrays.toString(args) + ", gateway with -Xmx" + options.heap());
        new ReceiptBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Report.heading("Receipts: " + options.connections() + " connections, closed loop, " + SampleReceipt.BODY_BYTES
                + " bytes of body, " + options.seconds() + " a round");
        try (Sink sink = new Sink();
                Gateway gateway = new Gateway(options)) {
            addReceivers(gateway, sink);
            addOthers();
            long answered = measure(new ReceiptRound(options, sink));
            Report.errors(gateway);
            verdict();
            stored(gateway, answered);
        } finally {
            targets.keySet().forEach(target -> target.process().close());
        }
    }

    private void addReceivers(Gateway gateway, Sink sink) throws IOException, InterruptedException {
        if (options.wants("dynamic")) {
            add(gateway.receiver(DYNAMIC, ReceiptTemplates.dynamic("dbt"), 0));
        }
        if (options.wants("dbt")) {
            add(gateway.receiver(DBT, ReceiptTemplates.DBT, 0));
        }
        if (options.wants("subscribed")) {
            gateway.subscribeTo("watched.job.run.completed", sink.lane(0));
            add(gateway.receiver(SUBSCRIBED, ReceiptTemplates.dynamic("watched"), 1));
        }
    }

    private void addOthers() throws IOException, InterruptedException {
        if (FlaskValidator.canRun(options.python())) {
            add(FlaskValidator.start(options.python()));
        } else {
            System.out.println(
                    "Without Flask: --python or BENCH_PYTHON must name a Python that has flask and gunicorn.");
        }
        if (AdnanhWebhook.canRun(options.webhook())) {
            add(AdnanhWebhook.start(options.webhook(), "true"));
            add(AdnanhWebhook.start(options.webhook(), ""));
        } else {
            System.out.println("Without adnanh/webhook: --webhook or BENCH_WEBHOOK must name its program.");
        }
    }

    private void add(ReceiptTarget target) {
        targets.put(target, new ArrayList<>());
    }

    /** Returns how many receipts the gateway answered with 2xx. */
    private long measure(ReceiptRound round) throws IOException, InterruptedException {
        long answered = 0;
        for (ReceiptTarget target : targets.keySet()) {
            rest();
            if (isGateway(target)) {
                answered += round.warmUp(target);
            } else {
                round.run(target, options.duration());
            }
        }
        head();
        for (int i = 1; i <= options.rounds(); i++) {
            if (options.quiet() < Machine.processors()) {
                Machine.awaitQuiet(options.quiet());
            }
            for (Map.Entry<ReceiptTarget, List<ReceiptFigures>> target : targets.entrySet()) {
                rest();
                ReceiptFigures figures = round.run(target.getKey(), options.duration());
                target.getValue().add(figures);
                answered += isGateway(target.getKey()) ? (long) figures.accepted() : 0;
                row(target.getKey().name() + ", " + i, figures);
            }
        }
        targets.forEach((target, figures) -> row(target.name() + ", median", ReceiptFigures.medians(figures)));
        return answered;
    }

    /**
     * Waits until the servers have nothing left to do, for ten seconds at most: a database tidies its file after a load, and
     * commands that were started run on. The next server must not pay for that.
     */
    private void rest() throws InterruptedException {
        Duration worked = Duration.ofDays(1);
        for (int i = 0; i < 20 && worked.toMillis() > 50; i++) {
            Duration before = cpu();
            Thread.sleep(500);
            worked = cpu().minus(before);
        }
    }

    private Duration cpu() {
        return targets.keySet().stream()
                .map(ReceiptTarget::process)
                .distinct()
                .map(ServerProcess::cpu)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static boolean isGateway(ReceiptTarget target) {
        return Set.of(DYNAMIC, DBT, SUBSCRIBED).contains(target.name());
    }

    private void verdict() {
        Report.heading("Medians of " + options.rounds() + " rounds");
        for (ReceiptTarget own : targets.keySet()) {
            for (ReceiptTarget other : targets.keySet()) {
                if (isGateway(own) && !isGateway(other)) {
                    double ratio = rate(own) / rate(other);
                    double least = other.name().startsWith("Flask") ? 3 : 1;
                    Report.target(own.name() + " / " + other.name(), ratio, ">= " + least, ratio >= least);
                }
            }
        }
    }

    private double rate(ReceiptTarget target) {
        return ReceiptFigures.medians(targets.get(target)).rate();
    }

    private static void stored(Gateway gateway, long answered) throws IOException, InterruptedException {
        long stored =
                gateway.killedAndCounted("SELECT COUNT(DISTINCT event_id) FROM event WHERE type LIKE '%job.run.%'");
        Report.target(
                "events in the store after kill -9, of " + answered + " answered 2xx",
                stored,
                "= answered",
                stored == answered);
    }

    private static void head() {
        System.out.println(
                "| what                                 | receipts |   rate/s | p50/p95/p99 ms        | refused | lost"
                        + " | cpu µs | others cpu |");
        System.out.println(
                "| ------------------------------------ | -------: | -------: | --------------------- | ------: | ---:"
                        + " | -----: | ---------: |");
    }

    private static void row(String what, ReceiptFigures f) {
        Report.line(
                "| %-36s | %8.0f | %8.0f | %5.1f / %5.1f / %5.1f | %7d | %4d | %6.0f | %10.2f |",
                what,
                f.accepted(),
                f.rate(),
                f.times().p50(),
                f.times().p95(),
                f.times().p99(),
                f.refused(),
                f.lost(),
                f.cpu(),
                f.othersCpu());
    }
}
