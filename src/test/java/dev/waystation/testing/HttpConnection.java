package dev.waystation.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One client's connection to a {@link FaultyReceiver}: reads a request, does what the script says, and so on. */
final class HttpConnection implements Runnable {
    private static final byte[] FILL = "x".repeat(8_192).getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final int number;
    private final FaultyReceiver receiver;
    private volatile Thread thread;
    private InputStream in;
    private OutputStream out;

    HttpConnection(Socket socket, int number, FaultyReceiver receiver) {
        this.socket = socket;
        this.number = number;
        this.receiver = receiver;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try (socket) {
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
            while (!socket.isClosed() && serve()) {
                // The next request of the same connection.
            }
        } catch (IOException e) {
            // The client left, or the receiver was closed. What the test is about shows in the requests.
        } finally {
            receiver.left(this);
        }
    }

    /** Ends the connection from another thread, whatever it is doing. */
    void end() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as this side can.
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Serves one request. Returns whether the connection may be used for another. */
    private boolean serve() throws IOException {
        String requestLine = readLine();
        while (requestLine != null && requestLine.isEmpty()) {
            requestLine = readLine();
        }
        if (requestLine == null) {
            return false;
        }
        String[] words = requestLine.split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            out.write(ascii("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            out.flush();
            return false;
        }
        List<Header> headers = readHeaders();
        int query = words[1].indexOf('?');
        String path = query < 0 ? words[1] : words[1].substring(0, query);

        FaultyReceiver.Turn turn = receiver.begin(path);
        try {
            Answer answer = turn.answer();
            boolean unread = answer.fault == Answer.Fault.RESET_BEFORE_READING;
            byte[] body = unread ? new byte[0] : readBody(headers);
            receiver.record(new Received(
                    words[0],
                    path,
                    words[1],
                    List.copyOf(headers),
                    body,
                    System.nanoTime(),
                    number,
                    turn.number(),
                    answer.status));
            pause(answer.delay);
            boolean clientCloses = words[2].equals("HTTP/1.0") || has(headers, "Connection", "close");
            return perform(answer, words[0].equals("HEAD"), clientCloses);
        } finally {
            receiver.finish(path);
        }
    }

    private boolean perform(Answer answer, boolean head, boolean clientCloses) throws IOException {
        switch (answer.fault) {
            case HANG -> {
                // Whatever the client still sends is read, so that its leaving is noticed.
                while (in.read() >= 0) {
                    continue;
                }
                return false;
            }
            case CLOSE -> {
                return false;
            }
            case RESET_BEFORE_READING, RESET_AFTER_READING -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case RAW -> {
                out.write(answer.body);
                out.flush();
                return false;
            }
            case NONE -> {
                boolean closes = answer.closes || clientCloses;
                write(answer, head, closes);
                return !closes;
            }
        }
        throw new IllegalStateException("no such fault: " + answer.fault);
    }

    private void write(Answer answer, boolean head, boolean closes) throws IOException {
        boolean bodiless = head || answer.status == 204 || answer.status == 304;
        StringBuilder text =
                new StringBuilder("HTTP/1.1 ").append(answer.status).append(" Scripted\r\n");
        for (Header header : answer.headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        if (answer.chunked) {
            text.append("Transfer-Encoding: chunked\r\n");
        } else if (answer.status != 204 && answer.status != 304) {
            text.append("Content-Length: ").append(answer.bodyLength).append("\r\n");
        }
        if (closes) {
            text.append("Connection: close\r\n");
        }
        text.append("\r\n");
        drip(ascii(text.toString()), answer.dripHead);
        if (!bodiless) {
            writeBody(answer);
        }
        out.flush();
    }

    private void writeBody(Answer answer) throws IOException {
        byte[] source = answer.body == null ? FILL : answer.body;
        long left = answer.bodyLength;
        while (left > 0) {
            int length = (int) Math.min(left, source.length);
            if (answer.chunked) {
                out.write(ascii(Integer.toHexString(length) + "\r\n"));
            }
            drip(length == source.length ? source : Arrays.copyOf(source, length), answer.dripBody);
            if (answer.chunked) {
                out.write(ascii("\r\n"));
            }
            left -= length;
        }
        if (answer.chunked) {
            out.write(ascii("0\r\n\r\n"));
        }
    }

    private void drip(byte[] bytes, Duration each) throws IOException {
        if (each == null) {
            out.write(bytes);
            return;
        }
        out.flush();
        for (byte b : bytes) {
            pause(each);
            out.write(b);
            out.flush();
        }
    }

    private static void pause(Duration wait) throws IOException {
        if (wait.isZero()) {
            return;
        }
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            throw new IOException("the receiver was closed", e);
        }
    }

    private List<Header> readHeaders() throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = required(readLine()); !line.isEmpty(); line = required(readLine())) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private byte[] readBody(List<Header> headers) throws IOException {
        if (has(headers, "Expect", "100-continue")) {
            out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
            out.flush();
        }
        if (has(headers, "Transfer-Encoding", "chunked")) {
            return readChunks();
        }
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Content-Length")) {
                return readExactly(Integer.parseInt(header.value()));
            }
        }
        return new byte[0];
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = required(readLine());
            int extension = size.indexOf(';');
            int length = Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (length == 0) {
                readHeaders();
                return body.toByteArray();
            }
            body.write(readExactly(length));
            readLine();
        }
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the client left in the middle of a request");
        }
        return bytes;
    }

    /** The next line without its end, or null if the client has closed the connection. */
    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static String required(String line) throws IOException {
        if (line == null) {
            throw new EOFException("the client left in the middle of a request");
        }
        return line;
    }

    private static boolean has(List<Header> headers, String name, String value) {
        return headers.stream()
                .anyMatch(h -> h.name().equalsIgnoreCase(name)
                        && h.value().toLowerCase(Locale.ROOT).contains(value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
