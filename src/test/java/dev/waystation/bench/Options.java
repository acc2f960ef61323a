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
 * @param scenario throughput, latency, hanging, million or all
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
        Path recordings) {

    /** Threads that handle requests, in the gateway and in the baseline; the gateway's default. */
    static final int SERVER_THREADS = 64;

    static final String USAGE = """
            --scenario=all       throughput, latency, hanging, million, or all of them
            --rounds=3           measured rounds of each kind; the medians are reported
            --seconds=10         how long a round publishes
            --warm-up=10         seconds of full load before the first round, at least
            --connections=64     keep-alive connections at full load (closed loop)
            --rate=200           events a second at the fixed rate (open loop)
            --drain=120          seconds to wait for the deliveries of a round
            --heap=512m          largest heap of each server process
            --pending=1000000    deliveries to pile up in the scenario million
            --quiet=1000         repeat a round, up to three times, while other processes
                                 keep more processors busy than this
            --jar=target/waystation.jar
            --jfr=<directory>    record the gateway with Java's flight recorder""";

    private static final Set<String> SCENARIOS = Set.of("throughput", "latency", "hanging", "million", "all");

    static Options parse(String[] arguments) {
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
                Integer.parseInt(take(given, "connections", "64")),
                Double.parseDouble(take(given, "rate", "200")),
                seconds(take(given, "drain", "120")),
                take(given, "heap", "512m"),
                Integer.parseInt(take(given, "pending", "1000000")),
                Double.parseDouble(take(given, "quiet", "1000")),
                Path.of(take(given, "jar", "target/waystation.jar")).toAbsolutePath(),
                given.containsKey("jfr") ? Path.of(given.remove("jfr")).toAbsolutePath() : null);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown options: " + new TreeSet<>(given.keySet()));
        }
        if (!SCENARIOS.contains(options.scenario)) {
            throw new IllegalArgumentException("There is no scenario '" + options.scenario + "'");
        }
        if (!options.jar.toFile().isFile()) {
            throw new IllegalArgumentException(options.jar + " is not there: run 'mvn -q -DskipTests package' first");
        }
        return options;
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
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
