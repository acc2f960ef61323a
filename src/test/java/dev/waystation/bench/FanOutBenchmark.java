package dev.waystation.bench;

import java.util.Arrays;
import java.util.Set;

/**
 * Measures the real jar, in a process of its own, against Waystation's targets:
 *
 * <pre>
 * mvn -q -DskipTests package exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.waystation.bench.FanOutBenchmark -Dexec.args="--scenario=throughput"
 * </pre>
 *
 * <p>Load and sink run in this process, on one thread each. They share the machine with the server, so that its rates are
 * those of a machine that also does this work; the baseline's are too. Everything listens on the loopback interface.
 */
public final class FanOutBenchmark {

    private static final String USAGE = """
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

    private FanOutBenchmark() {}

    /** The arguments are the options above. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args, Set.of("throughput", "latency", "hanging", "million"), 64);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            return;
        }
        System.out.println("Machine: " + Machine.description());
        System.out.println("Options: " + Arrays.toString(args) + ", servers with -Xmx" + options.heap());
        try (Sink sink = new Sink()) {
            if (options.wants("throughput")) {
                new Throughput(options, sink).run();
            }
            if (options.wants("latency")) {
                new Latency(options, sink).run();
            }
            if (options.wants("hanging")) {
                new Hanging(options, sink).run();
            }
            if (options.wants("million")) {
                new Million(options, sink).run();
            }
        }
    }
}
