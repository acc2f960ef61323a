package dev.waystation.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An HTTP/1.1 server on the loopback address that does to its clients what a test scripts for each path: statuses, waits,
 * drips, resets, silence. It keeps connections alive unless told otherwise, and remembers each request.
 *
 * <p>Each connection has a thread of its own, so one that hangs never delays another. Safe for use by any number of threads.
 */
public final class FaultyReceiver implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final ServerSocket server;
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger toReset = new AtomicInteger();

    // Guarded by this.
    private final Map<String, Script> scripts = new HashMap<>();
    private final List<Received> received = new ArrayList<>();
    private Answer otherwise = Answer.status(200);
    private volatile boolean closed;

    private FaultyReceiver(int port) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A receiver on a free port. Until it is scripted it answers 200 to everything. */
    public static FaultyReceiver start() {
        return start(0);
    }

    /** A receiver on a given port, for instance that of one that was closed. */
    public static FaultyReceiver start(int port) {
        FaultyReceiver receiver = new FaultyReceiver(port);
        Thread thread = new Thread(receiver::accept, "receiver-" + receiver.port());
        thread.setDaemon(true);
        thread.start();
        return receiver;
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** The URI of a path here, which begins with a slash. */
    public URI uri(String path) {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port() + path);
    }

    /**
     * Scripts a path, from its next request on: one answer for each request, and the last one for all that follow.
     *
     * @param answers at least one
     */
    public synchronized FaultyReceiver on(String path, Answer... answers) {
        if (answers.length == 0) {
            throw new IllegalArgumentException("a script has at least one answer");
        }
        Script script = scripts.computeIfAbsent(path, p -> new Script());
        script.answers = List.of(answers);
        script.used = 0;
        return this;
    }

    /** What the paths without a script answer. */
    public synchronized FaultyReceiver otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** Resets so many of the next connections as soon as they are made, before anything is read. */
    public FaultyReceiver resetNextConnections(int count) {
        toReset.set(count);
        return this;
    }

    /** All requests so far, in the order they arrived in. */
    public synchronized List<Received> requests() {
        return List.copyOf(received);
    }

    /** The requests to one path so far, in the order they arrived in. */
    public synchronized List<Received> requests(String path) {
        return received.stream().filter(r -> r.path().equals(path)).toList();
    }

    /**
     * Waits until a path has had so many requests.
     *
     * @return the path's requests, at least so many
     * @throws AssertionError if there are fewer when the time is over
     */
    public synchronized List<Received> awaitRequests(String path, int count, Duration atMost) {
        boolean came = await(() -> count(path) >= count, atMost);
        if (!came) {
            throw new AssertionError("expected " + count + " requests to " + path + " within " + atMost
                    + ", but there were " + count(path) + "; all requests so far: " + countsByPath());
        }
        return requests(path);
    }

    /**
     * Waits until no more than so many connections are open, for instance because a client has kept its deadline.
     *
     * @throws AssertionError if there are more when the time is over
     */
    public synchronized void awaitOpenConnections(int atMost, Duration within) {
        if (!await(() -> open.size() <= atMost, within)) {
            throw new AssertionError("expected at most " + atMost + " open connections after " + within
                    + ", but there were " + open.size());
        }
    }

    /** How many connections were ever made, those that were reset at once included. */
    public int connections() {
        return connections.get();
    }

    /** How many connections are open now. A client that has just left may still be counted for a moment. */
    public int openConnections() {
        return open.size();
    }

    /** The most requests to a path that were without their full answer at one time. */
    public synchronized int mostAtOnce(String path) {
        Script script = scripts.get(path);
        return script == null ? 0 : script.mostAtOnce;
    }

    /** Which events arrived, by path. */
    public Ledger ledger() {
        return Ledger.of(requests());
    }

    /** Stops listening and ends all connections; what hangs here is released. */
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(HttpConnection::end);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                if (toReset.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                    continue;
                }
                HttpConnection connection = new HttpConnection(socket, number, this);
                open.add(connection);
                Thread thread = new Thread(null, connection, "receiver-" + port() + "-" + number, 128 * 1024);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed, or the client left before it was accepted: the loop tells.
            }
        }
        open.forEach(HttpConnection::end);
    }

    /** Which answer a request gets, now that its head is known. */
    synchronized Turn begin(String path) {
        Script script = scripts.computeIfAbsent(path, p -> new Script());
        script.atOnce++;
        script.mostAtOnce = Math.max(script.mostAtOnce, script.atOnce);
        script.requests++;
        Answer answer = script.answers.isEmpty()
                ? otherwise
                : script.answers.get(Math.min(script.used++, script.answers.size() - 1));
        return new Turn(answer, script.requests);
    }

    synchronized void record(Received request) {
        received.add(request);
        scripts.get(request.path()).recorded++;
        notifyAll();
    }

    synchronized void finish(String path) {
        scripts.get(path).atOnce--;
    }

    synchronized void left(HttpConnection connection) {
        open.remove(connection);
        notifyAll();
    }

    /** Waits, with the lock on this, until a condition holds; false if the time was over before. */
    private boolean await(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private int count(String path) {
        Script script = scripts.get(path);
        return script == null ? 0 : script.recorded;
    }

    private Map<String, Integer> countsByPath() {
        Map<String, Integer> counts = new HashMap<>();
        scripts.forEach((path, script) -> counts.put(path, script.recorded));
        return counts;
    }

    /** An answer, and which request to its path it is for. */
    record Turn(Answer answer, int number) {}

    private static final class Script {
        private List<Answer> answers = List.of();
        private int used;
        private int requests;
        private int recorded;
        private int atOnce;
        private int mostAtOnce;
    }
}
