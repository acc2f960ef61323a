package dev.waystation.camel.routes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the routes of a file back as they were: Camel takes a route away before it starts the new one. */
final class RouteStates {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStates.class);

    private final CamelContext context;
    private final RouteParser parser;

    RouteStates(CamelContext context, RouteParser parser) {
        this.context = context;
        this.parser = parser;
    }

    /** Which of the routes run; the others are off, or were stopped by somebody. */
    Map<String, Boolean> running(Set<String> ids) {
        Map<String, Boolean> running = new TreeMap<>();
        ids.forEach(id -> running.put(
                id,
                context.getRoute(id) != null
                        && context.getRouteController().getRouteStatus(id) != ServiceStatus.Stopped));
        return running;
    }

    /**
     * Makes the routes of a version anew if one of them is gone or does not run as before; a failure is told in the log.
     *
     * @param running what {@link #running} gave for its routes before
     */
    void restore(String file, RouteFile before, Map<String, Boolean> running) {
        try {
            Set<String> ids = before.ids();
            if (ids.stream().anyMatch(id -> context.getRoute(id) == null)
                    || !running(ids).equals(running)) {
                parser.update(file, before.text());
                for (String id : ids) {
                    if (!running.get(id)) {
                        context.getRouteController().stopRoute(id);
                    }
                }
            }
        } catch (Exception e) {
            LOG.error("The earlier version of {} cannot be started again", file, e);
        }
    }
}
