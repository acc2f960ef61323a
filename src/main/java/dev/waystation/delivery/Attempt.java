package dev.waystation.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * What happened in one try of a delivery. Immutable.
 *
 * @param startedAt when it began
 * @param duration from connecting to the last byte read
 * @param status the HTTP status, or 0 when there was none
 * @param error why there was none, or null
 * @param errorInfo one sentence for people, or null; no secrets
 * @param requestHeaders one {@code Name: value} a line, secrets redacted; null when nothing was sent
 * @param responseHeaders one {@code Name: value} a line, secrets redacted; null when nothing came
 * @param responseBody the first bytes of the response, or null
 * @param responseTruncated whether there was more than {@code responseBody}
 * @param retryAfter how long the endpoint asks to be left alone, or null
 */
public record Attempt(
        Instant startedAt,
        Duration duration,
        int status,
        AttemptError error,
        String errorInfo,
        String requestHeaders,
        String responseHeaders,
        byte[] responseBody,
        boolean responseTruncated,
        Duration retryAfter) {

    /** An attempt that ended without an answer. */
    public static Attempt failed(Instant startedAt, Duration duration, AttemptError error, String errorInfo) {
        return new Attempt(startedAt, duration, 0, error, errorInfo, null, null, null, false, null);
    }

    /** An attempt of a route, which has no HTTP answer: 200 stands for "the route took it". */
    public static Attempt accepted(Instant startedAt, Duration duration) {
        return new Attempt(startedAt, duration, 200, null, null, null, null, null, false, null);
    }

    /** Whether the delivery succeeded: any 2xx. */
    public boolean succeeded() {
        return error == null && status >= 200 && status < 300;
    }

    /** The status as dbt reports it: 504 for a timeout, 502 when no answer came for another reason. */
    public int reportedStatus() {
        return reportedStatus(status, error);
    }

    /** The same, of an attempt of which no more is known than these. */
    public static int reportedStatus(int status, AttemptError error) {
        if (status > 0) {
            return status;
        }
        return error == AttemptError.TIMEOUT ? 504 : 502;
    }
}
