package dev.waystation.camel;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.Delivery;
import dev.waystation.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt while its exchange is on its way: what it is about, and what the HTTP client saw. Belongs to one exchange;
 * what the client saw is written by the thread that sends and read after the route returned.
 */
final class DeliveryInProgress {

    private final Delivery delivery;
    private final Subscription subscription;
    private final Instant startedAt;
    private final long startNanos = System.nanoTime();

    private volatile boolean deadlinePassed;
    private String requestHeaders;
    private int status;
    private String responseHeaders;
    private byte[] responseBody;
    private boolean truncated;
    private Duration retryAfter;
    private long endNanos;

    DeliveryInProgress(Delivery delivery, Subscription subscription, Instant startedAt) {
        this.delivery = delivery;
        this.subscription = subscription;
        this.startedAt = startedAt;
    }

    Delivery delivery() {
        return delivery;
    }

    Subscription subscription() {
        return subscription;
    }

    Instant startedAt() {
        return startedAt;
    }

    void sent(String headers) {
        requestHeaders = headers;
    }

    void deadlinePassed() {
        deadlinePassed = true;
    }

    boolean isDeadlinePassed() {
        return deadlinePassed;
    }

    void answered(int code, String headers, byte[] body, boolean cut, Duration askedToWait) {
        status = code;
        responseHeaders = headers;
        responseBody = body;
        truncated = cut;
        retryAfter = askedToWait;
        endNanos = System.nanoTime();
    }

    boolean isAnswered() {
        return status > 0;
    }

    Duration elapsed() {
        return Duration.ofNanos((endNanos == 0 ? System.nanoTime() : endNanos) - startNanos);
    }

    /** The answer as the client saw it. */
    Attempt answer() {
        return new Attempt(
                startedAt,
                elapsed(),
                status,
                null,
                null,
                requestHeaders,
                responseHeaders,
                responseBody,
                truncated,
                retryAfter);
    }

    /** What was seen of an attempt that failed for the given reason. */
    Attempt failure(dev.waystation.delivery.AttemptError error, String info) {
        return new Attempt(
                startedAt, elapsed(), 0, error, info, requestHeaders, responseHeaders, responseBody, truncated, null);
    }

    /** What was seen of an attempt of a route, whose target may have answered; without the secrets that the route used. */
    Attempt refused(
            dev.waystation.delivery.AttemptError error,
            String info,
            int answered,
            Duration askedToWait,
            Secrets secrets) {
        byte[] body = responseBody == null
                ? null
                : secrets.hide(new String(responseBody, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        return new Attempt(
                startedAt,
                elapsed(),
                answered,
                error,
                secrets.hide(info),
                secrets.hide(requestHeaders),
                secrets.hide(responseHeaders),
                body,
                truncated,
                askedToWait);
    }
}
