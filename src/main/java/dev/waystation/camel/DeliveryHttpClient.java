package dev.waystation.camel;

import dev.waystation.delivery.RetryAfter;
import dev.waystation.subscription.RequestHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes camel-http's client fit for endpoints that nobody controls: a deadline over the whole exchange of bytes, a cap
 * on what is read, no redirects, no retries of its own, no cookies, and a pool that hanging endpoints cannot empty.
 * Notes what goes over the wire for the delivery log.
 *
 * <p>Give it to an {@code http} endpoint as {@code httpClientConfigurer} and as {@code httpActivityListener}; camel-http
 * shows the exchange to the client's interceptors only if there is a listener.
 */
public final class DeliveryHttpClient implements HttpClientConfigurer, HttpActivityListener {

    /** Where camel-http keeps the exchange. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    private final Duration deadline;
    private final int bodyCap;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor deadlines;

    /**
     * @param deadline from connecting to the last byte of the response
     * @param bodyCap how many bytes of a response are read and kept
     * @param clock for dates in {@code Retry-After}
     */
    public DeliveryHttpClient(Duration deadline, int bodyCap, Clock clock) {
        this.deadline = deadline;
        this.bodyCap = bodyCap;
        this.clock = clock;
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "waystation-deadline");
            thread.setDaemon(true);
            return thread;
        });
        this.deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        Timeout timeout = Timeout.of(deadline);
        builder.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                // No limit that endpoints share: each lane limits itself.
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        // A connection that rested longer than this may have been closed by the other side.
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build())
                .build());
        builder.setDefaultRequestConfig(RequestConfig.custom()
                .setResponseTimeout(timeout)
                .setConnectionRequestTimeout(timeout)
                .build());
        builder.evictIdleConnections(TimeValue.ofSeconds(30));
        builder.disableRedirectHandling();
        // The client's own retry of 429 and 503 would be a second mechanism beside the redelivery policy.
        builder.disableAutomaticRetries();
        builder.disableCookieManagement();
        builder.disableAuthCaching();
        builder.disableContentCompression();
        builder.addExecInterceptorFirst("waystation", this::execute);
        // Last, when the client has added its own headers.
        builder.addRequestInterceptorLast((request, entity, context) -> {
            DeliveryInProgress progress = progress(context);
            if (progress != null) {
                progress.sent(lines(request.getHeaders()));
            }
        });
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        DeliveryInProgress progress = progress(scope.clientContext);
        if (progress == null) {
            return chain.proceed(request, scope);
        }
        ScheduledFuture<?> timer = deadlines.schedule(
                () -> {
                    progress.deadlinePassed();
                    // Closes the socket under the thread that connects, writes or reads.
                    scope.execRuntime.discardEndpoint();
                },
                deadline.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return read(chain.proceed(request, scope), scope, progress);
        } finally {
            timer.cancel(false);
        }
    }

    private static DeliveryInProgress progress(HttpContext context) {
        return context.getAttribute(EXCHANGE) instanceof Exchange exchange
                ? exchange.getProperty(EventHeaders.DELIVERY, DeliveryInProgress.class)
                : null;
    }

    /** Reads the body here, under the deadline, so that nothing is left to read when the route goes on. */
    private ClassicHttpResponse read(ClassicHttpResponse response, ExecChain.Scope scope, DeliveryInProgress progress)
            throws IOException {
        byte[] body = null;
        boolean truncated = false;
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            try (InputStream in = entity.getContent()) {
                body = in.readNBytes(bodyCap);
                truncated = body.length == bodyCap && in.read() >= 0;
                if (truncated) {
                    // Closing the stream would read the rest to reuse the connection; there may be no end of it.
                    scope.execRuntime.disconnectEndpoint();
                }
            } catch (IOException e) {
                if (!truncated) {
                    throw e;
                }
            }
            response.setEntity(new ByteArrayEntity(body, null));
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        progress.answered(
                response.getCode(),
                lines(response.getHeaders()),
                body,
                truncated,
                retryAfter == null ? null : RetryAfter.parse(retryAfter.getValue(), clock.instant()));
        return response;
    }

    private static String lines(Header[] headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            text.append(header.getName())
                    .append(": ")
                    .append(RequestHeaders.shown(header.getName(), header.getValue()))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        // Only its presence counts.
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        // Only its presence counts.
    }
}
