package dev.waystation.camel.routes;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A version of a route file.
 *
 * @param text what is in the file
 * @param routes the ids of its routes with the lines where they begin, counted from 1
 */
record RouteFile(String text, Map<String, Integer> routes) {

    /** What a file was before there was one. */
    static final RouteFile NONE = new RouteFile("", Map.of());

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
