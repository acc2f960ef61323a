package dev.waystation.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, for requests that no HTTP client would make so. */
public final class RawHttp {

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
