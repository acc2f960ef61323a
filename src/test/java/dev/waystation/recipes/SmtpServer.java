package dev.waystation.recipes;

import dev.waystation.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** As much of a mail server (RFC 5321) as a test needs: it takes mails, and says what it is told to. */
final class SmtpServer implements AutoCloseable {

    /**
     * A mail that was taken.
     *
     * @param login {@code user:password}, or null when there was none
     * @param recipients of the envelope
     * @param lines as they came over the wire, ISO 8859-1
     */
    record Mail(String login, List<String> recipients, List<String> lines) {

        /** The lines before the first empty one, those that go on with a line put together. */
        List<String> headers() {
            List<String> headers = new ArrayList<>();
            for (String line : lines.subList(0, lines.indexOf(""))) {
                if (line.startsWith(" ") || line.startsWith("\t")) {
                    headers.set(headers.size() - 1, headers.get(headers.size() - 1) + line);
                } else {
                    headers.add(line);
                }
            }
            return headers;
        }

        /** The one header of that name, without it; null if there is none. */
        String header(String name) {
            List<String> found = headers().stream()
                    .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .toList();
            if (found.size() > 1) {
                throw new AssertionError("several headers " + found);
            }
            return found.isEmpty()
                    ? null
                    : found.get(0).substring(name.length() + 1).strip();
        }
    }

    /** Instead of a reply: nothing more is said, but a character now and then. */
    static final String DRIP = "drip";

    private final ServerSocket socket;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<String>> replies = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private SSLContext tls;
    private boolean secureFromTheStart;

    /** With a certificate: offers STARTTLS, or speaks nothing but TLS. */
    SmtpServer secured(SSLContext context, boolean fromTheStart) {
        secureFromTheStart = fromTheStart;
        tls = context;
        return this;
    }

    SmtpServer() {
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "smtp-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The next commands that begin so are answered so, instead of being taken; the mail's end is the command {@code .}. */
    SmtpServer on(String command, String... answers) {
        replies.computeIfAbsent(command, c -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
        return this;
    }

    List<Mail> mails() {
        return mails;
    }

    List<Mail> awaitMails(int count) {
        Await.until(count + " mails", Await.SOON, () -> mails.size() >= count);
        return mails;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                daemon(() -> {
                    try (client) {
                        new Session(secureFromTheStart ? secure(client) : client).run();
                    } catch (IOException e) {
                        // The client has left.
                    }
                });
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private Socket secure(Socket client) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    /** One connection. */
    private final class Session {
        private Socket client;
        private BufferedReader in;
        private OutputStream out;
        private String login;
        private final List<String> recipients = new ArrayList<>();

        Session(Socket client) throws IOException {
            use(client);
        }

        private void use(Socket socket) throws IOException {
            client = socket;
            in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            out = client.getOutputStream();
        }

        void run() throws IOException {
            say("220 test");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.split(" ")[0].toUpperCase();
                String scripted = next(verb);
                if (scripted != null) {
                    say(scripted);
                } else if (verb.equals("EHLO")) {
                    boolean offered = tls != null && !(client instanceof SSLSocket);
                    say(offered ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN");
                } else if (verb.equals("STARTTLS") && tls != null) {
                    say("220 go on");
                    use(secure(client));
                } else if (verb.equals("AUTH")) {
                    String plain = new String(Base64.getDecoder().decode(line.split(" ")[2]), StandardCharsets.UTF_8);
                    login = plain.split("\0")[1] + ":" + plain.split("\0")[2];
                    say("235 welcome");
                } else if (verb.equals("RCPT")) {
                    recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    say("250 ok");
                } else if (verb.equals("DATA")) {
                    data();
                } else if (verb.equals("QUIT")) {
                    say("221 bye");
                    return;
                } else {
                    say("250 ok");
                }
            }
        }

        private void data() throws IOException {
            say("354 go on");
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                lines.add(line.startsWith(".") ? line.substring(1) : line);
            }
            String scripted = next(".");
            if (scripted == null || scripted.startsWith("2")) {
                mails.add(new Mail(login, List.copyOf(recipients), List.copyOf(lines)));
            }
            say(scripted == null ? "250 queued" : scripted);
        }

        private String next(String verb) {
            Queue<String> scripted = replies.get(verb);
            return scripted == null ? null : scripted.poll();
        }

        private void say(String reply) throws IOException {
            if (reply.equals(DRIP)) {
                // Far more bytes than the deadline is long, each well within it.
                for (int i = 0; i < 1000; i++) {
                    write("2");
                    try {
                        Thread.sleep(100);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            }
            write(reply + "\r\n");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
