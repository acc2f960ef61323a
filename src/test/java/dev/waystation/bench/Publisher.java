package dev.waystation.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * The load: a number of keep-alive connections, all served by the thread that calls. Requests are made beforehand; of each
 * only the digits of its event id change, and what follows from them. A connection that the server closes after an answer is
 * opened again for the next request, whose time then includes that.
 */
final class Publisher implements AutoCloseable {

    /** No answer for so long means that the server is dead, not slow. */
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    private final Selector selector = Selector.open();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final int connections;
    private Ledger ledger;
    private int busy;
    private long lastProgress;

    /** Makes a request that of another event. */
    interface Stamp {

        /** Writes the event's number into the request, in place. */
        void put(byte[] request, int number);
    }

    /**
     * @param port where the server listens
     * @param path what is posted to
     * @param token the API token; null for none
     * @param jobId the job whose events are published
     * @param connections how many requests can be under way at once
     */
    Publisher(int port, String path, String token, String jobId, int connections) throws IOException {
        this(
                port,
                Http.post(port, path, token == null ? "" : "Authorization: Token " + token, SampleEvent.json(jobId)),
                SampleEvent.stamp(),
                connections);
    }

    /**
     * @param port where the server listens
     * @param request what each connection sends, again and again
     * @param stamp makes it the request of the next event
     * @param connections how many requests can be under way at once
     */
    Publisher(int port, byte[] request, Stamp stamp, int connections) throws IOException {
        this.connections = connections;
        for (int i = 0; i < connections; i++) {
            idle.add(new Connection(port, request.clone(), stamp));
        }
    }

    /** Each connection sends its next event as soon as the one before is answered. Returns when all are answered. */
    void closedLoop(Ledger into, Duration duration) throws IOException {
        start(into);
        long end = System.nanoTime() + duration.toNanos();
        while (true) {
            while (!idle.isEmpty() && System.nanoTime() < end && send(System.nanoTime())) {
                // Until no connection is idle.
            }
            if (busy == 0) {
                return;
            }
            selector.select(1_000);
            readAnswers();
        }
    }

    /**
     * Events at fixed times, whatever the answers do. When no connection is idle an event waits for one; its time counts
     * from when it should have been sent. Returns when all are answered.
     */
    void openLoop(Ledger into, double perSecond, Duration duration) throws IOException {
        start(into);
        long begin = System.nanoTime();
        long events = Math.round(perSecond * duration.toNanos() / 1e9);
        for (long i = 0; i < events || busy > 0; ) {
            long due = begin + (long) (i * 1e9 / perSecond);
            long wait = i < events && !idle.isEmpty() ? due - System.nanoTime() : Long.MAX_VALUE;
            if (wait <= 0) {
                i = send(due) ? i + 1 : events;
                continue;
            }
            waitForAnswers(wait);
            readAnswers();
        }
    }

    /** A selector counts in whole milliseconds, which is too coarse for the last one before an event is due. */
    private void waitForAnswers(long nanos) throws IOException {
        if (nanos > 1_200_000L) {
            selector.select(Math.min(1_000, nanos / 1_000_000L));
        } else if (selector.selectNow() == 0) {
            LockSupport.parkNanos(Math.min(nanos, 100_000L));
        }
    }

    private void start(Ledger into) {
        ledger = into;
        lastProgress = System.nanoTime();
    }

    private boolean send(long startedAt) throws IOException {
        int number = ledger.next();
        if (number < 0) {
            return false;
        }
        ledger.sent(number, startedAt);
        idle.poll().send(number);
        busy++;
        return true;
    }

    private void readAnswers() throws IOException {
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            Connection connection = (Connection) key.attachment();
            if (key.isValid() && connection.readAnswer()) {
                lastProgress = System.nanoTime();
                if (connection.status() / 100 == 2) {
                    ledger.accepted(connection.number, lastProgress);
                } else {
                    ledger.refused();
                }
                busy--;
                idle.add(connection);
            }
        }
        if (busy > 0 && System.nanoTime() - lastProgress > PATIENCE) {
            throw new IOException(busy + " of " + connections + " requests were not answered within 60 s");
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private final class Connection {
        private final InetSocketAddress server;
        private final byte[] request;
        private final Stamp stamp;
        private final ByteBuffer out;
        private final ByteBuffer in = ByteBuffer.allocate(16_384);
        private SocketChannel channel;
        private boolean waiting;
        private int number;

        Connection(int port, byte[] request, Stamp stamp) throws IOException {
            this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            this.request = request;
            this.stamp = stamp;
            this.out = ByteBuffer.wrap(request);
            open();
        }

        private void open() throws IOException {
            channel = SocketChannel.open(server);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(int event) throws IOException {
            number = event;
            stamp.put(request, event);
            if (!channel.isOpen()) {
                open();
            }
            waiting = true;
            in.clear();
            out.rewind();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** Whether the whole answer is there. */
        boolean readAnswer() throws IOException {
            if (channel.read(in) < 0) {
                if (waiting) {
                    throw new IOException("the server closed a connection that a request was under way on");
                }
                channel.close();
                return false;
            }
            byte[] bytes = in.array();
            int body = Http.headEnd(bytes, 0, in.position());
            if (body < 0 || !bodyHasCome(bytes, body)) {
                return false;
            }
            waiting = false;
            if (Http.closes(bytes, 0, body)) {
                channel.close();
            }
            return true;
        }

        private boolean bodyHasCome(byte[] bytes, int body) {
            if (status() == 204) {
                return true;
            }
            int length = Http.contentLength(bytes, 0, body);
            return length == Http.UNKNOWN ? lastChunkHasCome(bytes, body) : in.position() >= body + length;
        }

        private boolean lastChunkHasCome(byte[] bytes, int body) {
            int end = in.position();
            return end - body >= 5
                    && bytes[end - 5] == '0'
                    && bytes[end - 4] == '\r'
                    && bytes[end - 3] == '\n'
                    && bytes[end - 2] == '\r'
                    && bytes[end - 1] == '\n';
        }

        int status() {
            return Http.number(in.array(), "HTTP/1.1 ".length(), in.position());
        }
    }
}
