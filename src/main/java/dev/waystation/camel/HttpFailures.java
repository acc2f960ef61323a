package dev.waystation.camel;

import dev.waystation.delivery.AttemptError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Tells from an exception of the HTTP client what went wrong, in one word and in one sentence. */
final class HttpFailures {

    private static final int LONGEST_SENTENCE = 300;

    private HttpFailures() {}

    static AttemptError classify(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            AttemptError error = classifyOne(t);
            if (error != null) {
                return error;
            }
        }
        return AttemptError.INTERNAL;
    }

    private static AttemptError classifyOne(Throwable t) {
        if (t instanceof SocketTimeoutException) {
            return AttemptError.TIMEOUT;
        }
        if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
            return AttemptError.REFUSED;
        }
        if (t instanceof UnknownHostException) {
            return AttemptError.DNS;
        }
        if (t instanceof SSLException) {
            return AttemptError.TLS;
        }
        if (t instanceof NoHttpResponseException
                || t instanceof ConnectionClosedException
                || t instanceof SocketException) {
            return AttemptError.RESET;
        }
        if (t instanceof HttpException || t instanceof org.apache.hc.core5.http.MalformedChunkCodingException) {
            return AttemptError.PROTOCOL;
        }
        if (t instanceof URISyntaxException || t instanceof IllegalArgumentException) {
            return AttemptError.ADDRESS;
        }
        return null;
    }

    /**
     * What a target of a route answered when it did not take the exchange.
     *
     * @param status the HTTP status, or 0 when the failure is not about an answer
     * @param retryAfter its {@code Retry-After} as it came, or null
     */
    record Refusal(int status, String retryAfter) {}

    static Refusal refusal(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof TargetException refused) {
                return new Refusal(refused.status(), refused.retryAfter());
            }
            if (t instanceof HttpOperationFailedException refused) {
                return new Refusal(refused.getStatusCode(), header(refused, "Retry-After"));
            }
        }
        return new Refusal(0, null);
    }

    private static String header(HttpOperationFailedException answer, String name) {
        return answer.getResponseHeaders() == null
                ? null
                : answer.getResponseHeaders().entrySet().stream()
                        .filter(header -> name.equalsIgnoreCase(header.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** The exception's message without its kind; never a stack trace. */
    static String sentence(Throwable failure) {
        if (failure instanceof HttpOperationFailedException refused) {
            // Its own message has the whole address, which can hold a secret.
            return host(refused.getUri()) + " answered " + refused.getStatusCode() + ".";
        }
        String message = withoutExchange(failure.getMessage());
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
        return text.length() <= LONGEST_SENTENCE ? text : text.substring(0, LONGEST_SENTENCE) + "…";
    }

    /** Camel names the exchange at the end, by a number that is nowhere else. */
    private static String withoutExchange(String message) {
        return message == null ? null : message.replaceFirst("\\.?\\s*Exchange\\[[^\\]]*]\\s*$", "");
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "The target" : host;
        } catch (IllegalArgumentException e) {
            return "The target";
        }
    }
}
