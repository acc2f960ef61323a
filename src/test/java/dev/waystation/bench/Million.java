package dev.waystation.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pile of deliveries to endpoints that are down (nobody listens: each attempt is refused and put off), with a small heap.
 * Then: how much heap is used, do other subscriptions still get their events, and how long does a start take after
 * {@code kill -9}.
 */
final class Million {

    private static final int FAN_OUT = 10;
    private static final int EVENTS_A_REQUEST = 1_000;
    private static final String DOWN_JOB = "2001";
    private static final String HEALTHY_JOB = "2002";

    /** Event numbers that no {@link Round} comes to. */
    private static final int FIRST_NUMBER = 900_000_000;

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Options options;
    private final Sink sink;

    Million(Options options, Sink sink) {
        this.options = options;
        this.sink = sink;
    }

    void run() throws IOException, InterruptedException {
        int events = (options.pending() + FAN_OUT - 1) / FAN_OUT;
        Report.heading(
                "Pending deliveries: " + events + " events to " + FAN_OUT + " endpoints that refuse connections, in"
                        + " requests of " + EVENTS_A_REQUEST + "; heap -Xmx" + options.heap());
        // Bound but not listening: the port is refused, and nobody else can get it.
        try (Socket down = new Socket();
                Gateway gateway = new Gateway(options)) {
            down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            gateway.owesForGood();
            gateway.subscribe(sink.lane(0), HEALTHY_JOB);
            String nobody = "http://127.0.0.1:" + down.getLocalPort() + "/down/";
            for (int i = 0; i < FAN_OUT; i++) {
                gateway.subscribe(nobody + i, DOWN_JOB);
            }
            long most = publish(gateway, events);
            tell(gateway, "after publishing");
            Report.line("  largest heap seen while publishing     %,12d MB", most >> 20);
            Report.tableHead();
            healthy(gateway, "healthy, with the backlog");
            Report.heading("Killed (kill -9) and started again");
            restart(gateway);
            Report.tableHead();
            healthy(gateway, "healthy, after the restart");
            tell(gateway, "at the end");
            Report.errors(gateway);
        }
    }

    /** Returns the most bytes of heap that were seen in use. */
    private long publish(Gateway gateway, int events) throws IOException, InterruptedException {
        byte[] event = SampleEvent.json(DOWN_JOB);
        int digitsAt = SampleEvent.digitsAt(event, 0, event.length);
        long most = 0;
        long slowest = 0;
        long begin = System.nanoTime();
        for (int done = 0; done < events; ) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(EVENTS_A_REQUEST * (event.length + 1));
            for (int i = 0; i < EVENTS_A_REQUEST && done < events; i++) {
                SampleEvent.putNumber(event, digitsAt, FIRST_NUMBER + done++);
                body.writeBytes(event);
                body.write('\n');
            }
            long start = System.nanoTime();
            gateway.publishLines(body.toByteArray());
            slowest = Math.max(slowest, System.nanoTime() - start);
            if (done % (10 * EVENTS_A_REQUEST) == 0) {
                long used = heap(gateway);
                most = Math.max(most, used);
                Report.line(
                        "  %,9d events accepted after %4d s, heap %4d MB",
                        done, Duration.ofNanos(System.nanoTime() - begin).toSeconds(), used >> 20);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report.line(
                "Accepted in %.1f s: %.0f events/s, %.0f deliveries/s; slowest request %.0f ms",
                seconds, events / seconds, events * FAN_OUT / seconds, slowest / 1e6);
        return most;
    }

    private void tell(Gateway gateway, String when) throws IOException, InterruptedException {
        long pending = gateway.pending();
        long used = heap(gateway);
        gateway.process().jcmd("GC.run");
        Report.line("Pending deliveries %s %,12d", when, pending);
        Report.line("  heap used, garbage included            %,12d MB", used >> 20);
        Report.line("  heap used after a full collection      %,12d MB", heap(gateway) >> 20);
        Report.line("  attempts made and put off              %,12.0f", gateway.meter("waystation_attempts_total"));
        Report.line("  data directory                         %,12d MB", gateway.diskBytes() >> 20);
        Report.line("  bytes on disk by pending delivery      %,12d", gateway.diskBytes() / Math.max(1, pending));
    }

    private void healthy(Gateway gateway, String what) throws IOException, InterruptedException {
        Round round = new Round(options, sink);
        Report.row(what, round.fixedRate(gateway, HEALTHY_JOB, 1, options.rate() / 4, options.duration()));
    }

    private void restart(Gateway gateway) throws IOException, InterruptedException {
        long owed = gateway.pending();
        gateway.process().kill();
        long begin = System.nanoTime();
        gateway.start();
        Report.line(
                "Ready %.1f s after the start; pending before %,d, after %,d",
                (System.nanoTime() - begin) / 1e9, owed, gateway.pending());
    }

    /** Bytes in use, of all parts of the heap. */
    private static long heap(Gateway gateway) throws IOException, InterruptedException {
        return gateway.process()
                .jcmd("GC.heap_info")
                .lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(used -> Long.parseLong(used.group(1)) * 1_024)
                .sum();
    }
}
