package dev.waystation.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** As much of HTTP/1.1 (RFC 9112) as both ends of the benchmark need: where a head ends and how long the body is. */
final class Http {

    /** The body's length is not told by the head. */
    static final int UNKNOWN = -1;

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

    private Http() {}

    /**
     * A POST of JSON.
     *
     * @param header one more header line, without its end; empty for none
     */
    static byte[] post(int port, String path, String header, byte[] json) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                        + (header.isEmpty() ? "" : header + "\r\n")
                        + "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + json.length);
        System.arraycopy(json, 0, request, head.length, json.length);
        return request;
    }

    /** The index after the empty line that ends the head, or -1 when it has not come yet. */
    static int headEnd(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** The value of {@code Content-Length}, or {@link #UNKNOWN}. */
    static int contentLength(byte[] bytes, int from, int headEnd) {
        for (int i = from; i < headEnd - 1; i++) {
            if (bytes[i] == '\n' && startsWith(bytes, i + 1, headEnd, CONTENT_LENGTH)) {
                return number(bytes, i + 1 + CONTENT_LENGTH.length, headEnd);
            }
        }
        return UNKNOWN;
    }

    /** Whether the server says that it closes the connection after this answer. */
    static boolean closes(byte[] bytes, int from, int headEnd) {
        for (int i = from; i < headEnd - 1; i++) {
            if (bytes[i] == '\n' && startsWith(bytes, i + 1, headEnd, CLOSE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int at, int to, byte[] lowerCase) {
        if (at + lowerCase.length > to) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            // Letters differ from their capitals in this bit; '-', ':' and blanks have it already.
            if ((bytes[at + i] | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads a decimal number, spaces before it allowed; {@link #UNKNOWN} when there is none. */
    static int number(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        int value = UNKNOWN;
        for (; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = Math.max(0, value) * 10 + bytes[i] - '0';
        }
        return value;
    }
}
