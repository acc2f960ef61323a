package dev.waystation.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the benchmark was asked for.
 *
 * @param scenario one of the benchmark's, or all
 * @param rounds measured rounds of each kind, alternating
 * @param duration for how long a round publishes
 * @param warmUp for how long each process is loaded before it is measured, at least
 * @param connections keep-alive connections of a closed loop
 * @param rate events a second of an open loop
 * @param drain for how long the deliveries of a round are waited for
 * @param heap the largest heap of each process, as after {@code -Xmx}
 * @param pending deliveries of the scenario "million"
 * @param quiet a round is repeated when other processes kept more processors busy than this
 * @param jar what is measured
 * @param recordings where recordings of Java's flight recorder go; null for none
 * @param python a Python that has Flask and gunicorn, for {@link ReceiptBenchmark}; null for none
 * @param webhook the program of adnanh/webhook, for {@link ReceiptBenchmark}; null for none
 */
record Options(
        String scenario,
        int rounds,
        Duration duration,
        Duration warmUp,
        int connections,
        double rate,
        Duration drain,
        String heap,
        int pending,
        double quiet,
        Path jar,
        Path recordings,
        Path python,
        Path webhook) {

    /** Threads that handle requests, in the gateway and in the baseline; the gateway's default. */
    static final int SERVER_THREADS = 64;

    /**
     * Reads the command line.
     *
     * @param scenarios what may be asked for, besides all
     * @param connections how many there are when the command line does not say
     */
    static Options parse(String[] arguments, Set<String> scenarios, int connections) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("'" + argument + "' is not an option");
            }
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        Options options = new Options(
                take(given, "scenario", "all"),
                Integer.parseInt(take(given, "rounds", "3")),
                seconds(take(given, "seconds", "10")),
                seconds(take(given, "warm-up", "10")),
                Integer.parseInt(take(given, "connections", Integer.toString(connections))),
                Double.parseDouble(take(given, "rate", "200")),
                seconds(take(given, "drain", "120")),
                take(given, "heap", "512m"),
                Integer.parseInt(take(given, "pending", "1000000")),
                Double.parseDouble(take(given, "quiet", "1000")),
                Path.of(take(given, "jar", "target/waystation.jar")).toAbsolutePath(),
                path(given, "jfr"),
                path(given, "python"),
                path(given, "webhook"));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown options: " + new TreeSet<>(given.keySet()));
        }
        if (!options.scenario.equals("all") && !scenarios.contains(options.scenario)) {
            throw new IllegalArgumentException("There is no scenario '" + options.scenario + "'");
        }
        if (!options.jar.toFile().isFile()) {
            throw new IllegalArgumentException(options.jar + " is not there: run 'mvn -q -DskipTests package' first");
        }
        return options;
    }

    /** Programs that the command line does not name, by {@code BENCH_PYTHON} and {@code BENCH_WEBHOOK}. */
    Options withEnvironment(Map<String, String> environment) {
        Map<String, String> named = new HashMap<>(environment);
        return new Options(
                scenario,
                rounds,
                duration,
                warmUp,
                connections,
                rate,
                drain,
                heap,
                pending,
                quiet,
                jar,
                recordings,
                python == null ? path(named, "BENCH_PYTHON") : python,
                webhook == null ? path(named, "BENCH_WEBHOOK") : webhook);
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    private static Path path(Map<String, String> given, String name) {
        String value = given.remove(name);
        return value == null || value.isEmpty() ? null : Path.of(value).toAbsolutePath();
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    /** How long a round publishes, for people. */
    String seconds() {
        return duration.toMillis() / 1_000.0 + " s";
    }

    boolean wants(String name) {
        return scenario.equals("all") || scenario.equals(name);
    }
}
