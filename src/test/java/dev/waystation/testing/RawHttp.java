package dev.waystation.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes as they are, for requests that no HTTP client would make so. */
public final class RawHttp {

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** An answer. */
    public record Answer(int status, String headers, String body) {}

    private RawHttp() {}

    /** Sends a request and reads until the server closes; the request should ask for that with {@code Connection: close}. */
    public static Answer send(int port, String head, byte[] body) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            try {
                out.write(body);
                out.flush();
            } catch (IOException e) {
                // A server that refuses a body may close before all of it is sent; its answer is read all the same.
            }
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends requests one after the other over one connection that stays open, and gives their answers. An answer ends where
     * its headers say, so what a server sent beyond that would be taken for the next one.
     *
     * @param head whether the requests are HEAD, whose answers have no body
     */
    public static List<Answer> exchange(int port, boolean head, byte[]... requests) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<Answer> answers = new ArrayList<>();
            for (byte[] request : requests) {
                socket.getOutputStream().write(request);
                answers.add(oneAnswer(in, head));
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer oneAnswer(InputStream in, boolean head) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("closed after: " + headers);
            }
            headers.append((char) read);
        }
        headers.setLength(headers.length() - 4);
        String text = headers.toString();
        int status = Integer.parseInt(text.split(" ", 3)[1].trim());
        if (text.toLowerCase(Locale.ROOT).contains("transfer-encoding")) {
            throw new AssertionError("an answer in chunks: " + text);
        }
        Matcher length = CONTENT_LENGTH.matcher(text);
        int size = head || status == 204 || !length.find() ? 0 : Integer.parseInt(length.group(1));
        return new Answer(status, text, new String(in.readNBytes(size), StandardCharsets.UTF_8));
    }

    private static Answer answer(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                read.write(part, 0, n);
            }
        } catch (IOException e) {
            if (read.size() == 0) {
                throw e;
            }
        }
        String text = read.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String headers = end < 0 ? text : text.substring(0, end);
        int status = Integer.parseInt(headers.split(" ", 3)[1].trim());
        return new Answer(status, headers, end < 0 ? "" : text.substring(end + 4));
    }
}
