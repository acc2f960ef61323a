package dev.waystation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The machine under the benchmark, and how much of it somebody else uses: figures from a busy machine mean little. */
final class Machine {

    private static final Path STAT = Path.of("/proc/stat");

    /** Linux counts processor time in these, whatever the hardware. */
    private static final Duration TICK = Duration.ofMillis(10);

    private Machine() {}

    /** Processors, system and Java in one line. */
    static String description() {
        return String.format(
                Locale.ROOT,
                "%d processors, %s %s, Java %s",
                processors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.version"));
    }

    /** How many processors there are. */
    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Processor time used by all processes since the machine started; zero where Linux does not tell. */
    static Duration busy() throws IOException {
        if (!Files.isReadable(STAT)) {
            return Duration.ZERO;
        }
        String[] fields = Files.readAllLines(STAT).get(0).trim().split("\\s+");
        long ticks = 0;
        // cpu user nice system idle iowait irq softirq steal …; neither idling nor waiting is work.
        for (int i = 1; i <= 8; i++) {
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return TICK.multipliedBy(ticks);
    }

    /** Waits for up to a minute, while the servers have nothing to do, until no more than so many processors are busy. */
    static void awaitQuiet(double quiet) throws IOException, InterruptedException {
        double busy = Double.MAX_VALUE;
        for (int i = 0; i < 30 && busy > quiet; i++) {
            Duration before = busy();
            Thread.sleep(2_000);
            busy = busy().minus(before).toMillis() / 2_000.0;
        }
    }

    /** Processor time that this process used. */
    static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
