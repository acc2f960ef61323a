package dev.waystation.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;

/** Answers what no route answers (unknown path, wrong method, oversize body) in the same envelope as the API of that path. */
public final class HttpErrors extends ServiceSupport {

    private static final Map<Integer, String> SENTENCES = Map.of(
            400, "The request cannot be understood.",
            404, "The requested resource was not found.",
            405, "The method is not allowed on this path.",
            413, "The body is too large; see the setting waystation.http.maximum-body-size.",
            500, "Waystation failed to handle the request; its log says why.",
            503, "The route that serves this path is stopped.");

    private static final String HOOKS = "/hooks";

    private final CamelContext context;
    private boolean installed;

    public HttpErrors(CamelContext context) {
        this.context = context;
        // The server starts long before the services of the application: the next service that is added finds it.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onServiceAdd(CamelContext of, Service service, Route route) {
                doStart();
            }
        });
    }

    @Override
    protected synchronized void doStart() {
        if (installed) {
            return;
        }
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        // The component's own router is below this one, and errors are answered at the top.
        if (server != null
                && server.getServer() != null
                && server.getServer().requestHandler() instanceof Router router) {
            installed = true;
            SENTENCES.forEach(
                    (status, sentence) -> router.errorHandler(status, call -> answer(call, status, sentence)));
        }
    }

    private void answer(RoutingContext call, int status, String sentence) {
        if (call.response().ended()) {
            return;
        }
        if (status == 404 && !context.isStarted()) {
            // The port is open a moment before the routes are there, and after they are gone. A sender that is told 404
            // then would take a webhook for deleted; this tells it to come again.
            call.response().putHeader("Retry-After", "1");
            send(call, 503, "Waystation is starting or stopping: try again.");
        } else {
            send(call, status, sentence);
        }
    }

    private static void send(RoutingContext call, int status, String sentence) {
        String path = call.request().path() == null ? "" : call.request().path();
        // Webhooks tell a stranger nothing. And an answer to HEAD has no body: over HTTP/2 one is an error of the
        // protocol.
        if (path.equals(HOOKS) || path.startsWith(HOOKS + "/") || call.request().method() == HttpMethod.HEAD) {
            call.response().setStatusCode(status).end();
        } else {
            call.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Replies.text(
                            isPrefects(path)
                                    ? Replies.JSON.createObjectNode().put("detail", sentence)
                                    : Replies.failure(status, sentence)));
        }
    }

    /** dbt Cloud's paths have a version, Prefect Cloud's have none. */
    private static boolean isPrefects(String path) {
        return path.startsWith("/api/") && !path.matches("/api/v\\d.*");
    }
}
