package dev.waystation.camel.routes;

import dev.waystation.camel.EventsEndpoint;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions that routes begin with: they stay when their routes go. */
final class RouteSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSubscriptions.class);

    private final CamelContext context;

    RouteSubscriptions(CamelContext context) {
        this.context = context;
    }

    /** The names of the subscriptions that those of the routes take events from that there are now. */
    Set<String> of(Collection<String> routes) {
        Set<String> names = new LinkedHashSet<>();
        for (String id : routes) {
            Route route = context.getRoute(id);
            if (route != null && route.getEndpoint() instanceof EventsEndpoint events && events.getName() != null) {
                names.add(events.getName());
            }
        }
        return names;
    }

    /** A file may be gone by mistake, or for the moment of a deployment: no event is lost by that. */
    static void tellOfWaiting(Set<String> subscriptions) {
        for (String name : subscriptions) {
            LOG.warn(
                    "No route takes the events of the subscription '{}' any more: they wait for one until the retention"
                            + " gives them up",
                    name);
        }
    }
}
