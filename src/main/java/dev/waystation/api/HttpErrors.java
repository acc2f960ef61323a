package dev.waystation.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.service.ServiceSupport;

/** Answers what no route answers (unknown path, wrong method, oversize body) in the same envelope as the rest of the API. */
public final class HttpErrors extends ServiceSupport {

    private static final Map<Integer, String> SENTENCES = Map.of(
            400, "The request cannot be understood.",
            404, "The requested resource was not found.",
            405, "The method is not allowed on this path.",
            413, "The body is too large; see the setting waystation.http.maximum-body-size.",
            500, "Waystation failed to handle the request; its log says why.",
            503, "The route that serves this path is stopped.");

    private static final String HOOKS = "/hooks/";

    private final CamelContext context;

    public HttpErrors(CamelContext context) {
        this.context = context;
    }

    @Override
    protected void doStart() {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        // The component's own router is below this one, and errors are answered at the top.
        if (server != null && server.getServer().requestHandler() instanceof Router router) {
            SENTENCES.forEach(
                    (status, sentence) -> router.errorHandler(status, call -> answer(call, status, sentence)));
        }
    }

    private static void answer(RoutingContext call, int status, String sentence) {
        if (call.response().ended()) {
            return;
        }
        if (call.request().path().startsWith(HOOKS)) {
            // Webhooks tell a stranger nothing.
            call.response().setStatusCode(status).end();
        } else {
            call.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Replies.text(Replies.failure(status, sentence)));
        }
    }
}
