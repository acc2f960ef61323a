package dev.waystation.testing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a {@link FaultyReceiver} does with one request. Immutable; each {@code with…} and {@code after…} gives a copy. */
public final class Answer {

    /** How an answer ends that is not an HTTP response. */
    enum Fault {
        NONE,
        HANG,
        CLOSE,
        RESET_BEFORE_READING,
        RESET_AFTER_READING,
        RAW
    }

    final Fault fault;
    final int status;
    final List<Header> headers;
    final byte[] body;
    final long bodyLength;
    final boolean chunked;
    final Duration delay;
    final Duration dripHead;
    final Duration dripBody;
    final boolean closes;

    private Answer(
            Fault fault,
            int status,
            List<Header> headers,
            byte[] body,
            long bodyLength,
            boolean chunked,
            Duration delay,
            Duration dripHead,
            Duration dripBody,
            boolean closes) {
        this.fault = fault;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.bodyLength = bodyLength;
        this.chunked = chunked;
        this.delay = delay;
        this.dripHead = dripHead;
        this.dripBody = dripBody;
        this.closes = closes;
    }

    private static Answer fault(Fault fault, byte[] bytes) {
        return new Answer(fault, 0, List.of(), bytes, bytes.length, false, Duration.ZERO, null, null, true);
    }

    /** A response with that status and an empty body; the connection is kept open. */
    public static Answer status(int status) {
        byte[] empty = new byte[0];
        return new Answer(Fault.NONE, status, List.of(), empty, 0, false, Duration.ZERO, null, null, false);
    }

    /** One response after the other, for {@link FaultyReceiver#on}. */
    public static Answer[] statuses(int... statuses) {
        return Arrays.stream(statuses).mapToObj(Answer::status).toArray(Answer[]::new);
    }

    /** A response with {@code Location}. */
    public static Answer redirect(int status, URI location) {
        return status(status).withHeader("Location", location.toString());
    }

    /** A response with {@code Retry-After}: seconds, or a date. */
    public static Answer retryAfter(int status, String when) {
        return status(status).withHeader("Retry-After", when);
    }

    /** Reads the request and never answers. It ends when the client leaves. */
    public static Answer hang() {
        return fault(Fault.HANG, new byte[0]);
    }

    /** Reads the request and closes the connection in an orderly way, without a response. */
    public static Answer closeWithoutResponse() {
        return fault(Fault.CLOSE, new byte[0]);
    }

    /** Resets the connection after the request's head, which the path is in, and before its body. */
    public static Answer resetBeforeReading() {
        return fault(Fault.RESET_BEFORE_READING, new byte[0]);
    }

    /** Reads the request and resets the connection. */
    public static Answer resetAfterReading() {
        return fault(Fault.RESET_AFTER_READING, new byte[0]);
    }

    /** Reads the request, sends these characters (ISO 8859-1) instead of a response, and closes. */
    public static Answer malformed(String bytes) {
        return fault(Fault.RAW, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** With one more header. */
    public Answer withHeader(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(
                fault, status, List.copyOf(more), body, bodyLength, chunked, delay, dripHead, dripBody, closes);
    }

    /** With a body, UTF-8. */
    public Answer withBody(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Answer(fault, status, headers, bytes, bytes.length, chunked, delay, dripHead, dripBody, closes);
    }

    /** With a body of so many {@code x}, which is never in memory as a whole. */
    public Answer withBodyOf(long bytes) {
        return new Answer(fault, status, headers, null, bytes, chunked, delay, dripHead, dripBody, closes);
    }

    /** With a body whose length is not told beforehand. */
    public Answer chunked() {
        return new Answer(fault, status, headers, body, bodyLength, true, delay, dripHead, dripBody, closes);
    }

    /** After a wait; the request has been read by then. */
    public Answer after(Duration wait) {
        return new Answer(fault, status, headers, body, bodyLength, chunked, wait, dripHead, dripBody, closes);
    }

    /** With a wait before each byte of the response. */
    public Answer dripping(Duration each) {
        return new Answer(fault, status, headers, body, bodyLength, chunked, delay, each, each, closes);
    }

    /** With a wait before each byte of the body; status and headers come at once. */
    public Answer drippingBody(Duration each) {
        return new Answer(fault, status, headers, body, bodyLength, chunked, delay, null, each, closes);
    }

    /** With {@code Connection: close}, and doing so. */
    public Answer closing() {
        return new Answer(fault, status, headers, body, bodyLength, chunked, delay, dripHead, dripBody, true);
    }
}
