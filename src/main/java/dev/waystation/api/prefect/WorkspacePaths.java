package dev.waystation.api.prefect;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.service.ServiceSupport;

/** Lets Prefect's paths be written without {@code /workspaces/{id}}, so that each route is there once. */
public final class WorkspacePaths extends ServiceSupport {

    private static final Pattern SHORT =
            Pattern.compile("(/api/accounts/[^/]+)(/(?:webhooks|templates|automations|events)(?:/.*)?)");

    private final CamelContext context;

    public WorkspacePaths(CamelContext context) {
        this.context = context;
    }

    @Override
    protected void doStart() {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        if (server != null && server.getServer().requestHandler() instanceof Router router) {
            router.route("/api/accounts/*").order(-1).handler(WorkspacePaths::lengthen);
        }
    }

    private static void lengthen(RoutingContext call) {
        Matcher path = SHORT.matcher(call.request().path());
        if (!path.matches()) {
            call.next();
            return;
        }
        String query = call.request().query();
        call.reroute(path.group(1) + "/workspaces/" + WebhooksApi.NO_WORKSPACE + path.group(2)
                + (query == null ? "" : "?" + query));
    }
}
