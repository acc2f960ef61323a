package dev.waystation.camel.routes;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes routes out of a running context. */
final class RouteRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(RouteRemoval.class);

    private final CamelContext context;

    RouteRemoval(CamelContext context) {
        this.context = context;
    }

    /** Stops and removes those of the routes that there are; one that resists is told in the log. */
    void remove(Collection<String> ids) {
        for (String id : ids) {
            try {
                if (context.getRoute(id) != null) {
                    context.getRouteController().stopRoute(id);
                    context.removeRoute(id);
                }
            } catch (Exception e) {
                LOG.error("Route {} cannot be removed", id, e);
            }
        }
    }
}
