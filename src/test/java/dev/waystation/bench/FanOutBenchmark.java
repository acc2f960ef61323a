package dev.waystation.bench;

import java.util.Arrays;

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

    private FanOutBenchmark() {}

    /** See {@link Options#USAGE}. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
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
