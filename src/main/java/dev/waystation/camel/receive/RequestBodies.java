package dev.waystation.camel.receive;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Reads the bodies of requests at the URLs of webhooks, to the byte, before Camel sees the request. The usual body handler
 * cannot be used there: it takes forms apart, refuses those with a field of more than 8 KiB, and keeps nothing of a
 * multipart body that a signature could be checked with. No thread waits for a slow sender.
 */
public final class RequestBodies extends ServiceSupport {

    /** Before every other handler of the router. */
    private static final int FIRST = -1_000;

    /** A sender that takes longer is gone, or means ill. */
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /**
     * Of an HTTP/2 connection, and the request that one began with as HTTP/1.1. Vert.x switches such a one over before it
     * says 100, though RFC 9110 section 7.8 wants that first; then the sender leaves its body out, and what follows would be
     * taken for it. Whether a connection began so cannot be seen.
     */
    private static final int FIRST_STREAM = 1;

    /** What a request has that is refused when its end comes. */
    private static final String REFUSED = "waystation.refused";

    private final CamelContext context;
    private final String path;
    private final long largest;

    /**
     * @param path where bodies are read here, with {@code *} at the end
     * @param largest the largest body, in bytes; a larger one is answered with 413
     */
    public RequestBodies(CamelContext context, String path, long largest) {
        this.context = context;
        this.path = path;
        this.largest = largest;
    }

    @Override
    protected void doStart() {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        if (server != null && server.getServer().requestHandler() instanceof Router router) {
            router.route(path).order(FIRST).handler(call -> read(router, call));
        }
    }

    private void read(Router router, RoutingContext call) {
        HttpServerRequest request = call.request();
        boolean asksFirst = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        boolean tooLarge = declaredLength(request) > largest;
        if (asksFirst && (tooLarge || call.response().streamId() == FIRST_STREAM)) {
            // At once: the body does not come before it is asked for.
            if (request.version() == HttpVersion.HTTP_2) {
                int status = call.response().streamId() == FIRST_STREAM ? 417 : 413;
                call.response().setStatusCode(status).end();
            } else {
                refuse(call, 413);
            }
            return;
        }
        if (tooLarge) {
            refuse(call, 413);
            return;
        }
        if (asksFirst) {
            call.response().writeContinue();
        }
        if (request.isEnded()) {
            call.next();
            return;
        }
        long timer = call.vertx().setTimer(LONGEST_MILLIS, id -> refuse(call, 408));
        long[] read = {0};
        request.handler(part -> {
            read[0] += part.length();
            if (read[0] > largest) {
                refuse(call, 413);
            }
        });
        request.body().onComplete(body -> {
            call.vertx().cancelTimer(timer);
            if (body.succeeded() && !call.response().ended() && call.get(REFUSED) == null) {
                if (request.version() == HttpVersion.HTTP_2) {
                    router.handle(new ReadRequest((HttpServerRequestInternal) request, body.result()));
                } else {
                    call.next();
                }
            }
        });
    }

    /**
     * A request over HTTP/2 whose end has come. Camel pauses each request before it looks at it, and its body is asked for
     * again; Vert.x takes both for mistakes then, though not over HTTP/1.1.
     */
    private static final class ReadRequest extends HttpServerRequestWrapper {

        private final Buffer body;

        ReadRequest(HttpServerRequestInternal request, Buffer body) {
            super(request);
            this.body = body;
        }

        @Override
        public Future<Buffer> body() {
            return Future.succeededFuture(body);
        }

        @Override
        public HttpServerRequest pause() {
            return this;
        }

        @Override
        public HttpServerRequest resume() {
            return this;
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Closes the connection too, for what is still to come on it is the rest of that body. */
    private void refuse(RoutingContext call, int status) {
        HttpServerResponse response = call.response();
        if (response.ended()) {
            return;
        }
        if (call.request().version() == HttpVersion.HTTP_2) {
            if (call.get(REFUSED) == null) {
                call.put(REFUSED, status);
                answerAfterBody(call, status);
            }
        } else {
            call.request().handler(part -> {});
            response.putHeader("Connection", "close").setStatusCode(status);
            response.end().onComplete(done -> call.request().connection().close());
        }
    }

    /**
     * Over HTTP/2 other requests share the connection, which has to stay. Vert.x resets the stream of a request that is
     * answered before its end, and Java's own client, up to 17 at least, then waits for ever. So the rest is taken and thrown
     * away first, to a limit.
     */
    private void answerAfterBody(RoutingContext call, int status) {
        HttpServerRequest request = call.request();
        Runnable answer = () -> {
            if (!call.response().ended()) {
                call.response().setStatusCode(status).end();
            }
        };
        long timer = call.vertx().setTimer(LONGEST_MILLIS, id -> answer.run());
        long[] left = {largest};
        request.handler(part -> {
            left[0] -= part.length();
            if (left[0] < 0) {
                answer.run();
            }
        });
        request.endHandler(end -> {
            call.vertx().cancelTimer(timer);
            answer.run();
        });
        request.exceptionHandler(gone -> call.vertx().cancelTimer(timer));
    }
}
