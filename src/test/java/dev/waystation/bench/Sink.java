package dev.waystation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where deliveries end: one thread that answers 200 at once and notes when which event came. {@code POST /s/3} is lane 3.
 * What comes to {@code /hang/…} is read and never answered; other paths are answered and not counted.
 */
final class Sink implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LANE = "POST /s/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HANG = "POST /hang/".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length);
    private final Thread thread = new Thread(this::run, "bench-sink");
    private volatile Ledger ledger;
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile boolean closed;

    Sink() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        answer.put(ANSWER).flip();
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** The address of what is counted as this lane. */
    String lane(int lane) {
        return "http://127.0.0.1:" + port() + "/s/" + lane;
    }

    /** An address that never answers. */
    String hanging(int number) {
        return "http://127.0.0.1:" + port() + "/hang/" + number;
    }

    /** An address that answers and is not counted. */
    String uncounted(int number) {
        return "http://127.0.0.1:" + port() + "/other/" + number;
    }

    /** Has what comes from now on noted here. */
    void noteIn(Ledger next) {
        ledger = next;
    }

    /** Requests that were left without an answer. */
    int unanswered() {
        return hanging.get();
    }

    /** Deliveries that came again, or for an earlier round, since this was last asked. */
    int takeDuplicates() {
        return duplicates.getAndSet(0);
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid()) {
                        read(key);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sink stopped", e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel;
        while ((channel = server.accept()) != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(8_192));
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer in = (ByteBuffer) key.attachment();
        try {
            if (channel.read(in) < 0) {
                channel.close();
                return;
            }
            take(key, channel, in);
        } catch (IOException e) {
            // The other side has gone, in the middle of a request or before our answer.
            channel.close();
        }
    }

    /** Takes the whole requests out of what was read. */
    private void take(SelectionKey key, SocketChannel channel, ByteBuffer in) throws IOException {
        byte[] bytes = in.array();
        int from = 0;
        int to = in.position();
        while (from < to) {
            int body = Http.headEnd(bytes, from, to);
            if (body < 0) {
                break;
            }
            int end = body + Math.max(0, Http.contentLength(bytes, from, body));
            if (end > to) {
                break;
            }
            request(channel, bytes, from, body, end);
            from = end;
        }
        if (from > 0) {
            in.flip().position(from);
            in.compact();
        } else if (!in.hasRemaining()) {
            key.attach(ByteBuffer.wrap(Arrays.copyOf(bytes, 2 * bytes.length)).position(to));
        }
    }

    private void request(SocketChannel channel, byte[] bytes, int from, int body, int end) throws IOException {
        if (startsWith(bytes, from, HANG)) {
            hanging.incrementAndGet();
            return;
        }
        Ledger current = ledger;
        if (current != null && startsWith(bytes, from, LANE)) {
            int lane = Http.number(bytes, from + LANE.length, body);
            if (!current.arrived(lane, SampleEvent.numberIn(bytes, body, end), System.nanoTime())) {
                duplicates.incrementAndGet();
            }
        }
        answer.rewind();
        channel.write(answer);
        if (answer.hasRemaining()) {
            throw new IOException("the other side does not read its answers");
        }
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] what) {
        return at + what.length <= bytes.length && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
