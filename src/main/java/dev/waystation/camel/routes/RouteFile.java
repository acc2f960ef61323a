package dev.waystation.camel.routes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;

/**
 * A version of a route file.
 *
 * @param text what is in the file
 * @param routes the ids of its routes with the lines where they begin, counted from 1
 * @param subscriptions what its routes subscribe to, see {@link SubscriptionNames}, with the same lines
 */
record RouteFile(String text, Map<String, Integer> routes, Map<String, Integer> subscriptions) {

    /** What a file was before there was one. */
    static final RouteFile NONE = new RouteFile("", Map.of(), Map.of());

    /** A file with these routes. */
    static RouteFile of(String text, List<RouteDefinition> routes) {
        return new RouteFile(text, RouteParser.ids(routes), SubscriptionNames.in(routes));
    }

    /** The ids of its routes, in the order of the file. */
    Set<String> ids() {
        return routes.keySet();
    }

    /** The ids of the routes that another version does not have. */
    Set<String> idsWithout(RouteFile other) {
        Set<String> left = new LinkedHashSet<>(ids());
        left.removeAll(other.ids());
        return left;
    }
}
