package dev.waystation.camel.routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Turns the text of a route file into Camel's builder and definitions. Not safe for use by several threads. */
final class RouteParser {

    private final CamelContext context;

    RouteParser(CamelContext context) {
        this.context = context;
    }

    /** Parses a file. What its items mean is found out when the builder's routes are configured. */
    RouteBuilder parse(String file, String text) throws Exception {
        return (RouteBuilder) PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(ResourceHelper.fromString(location(file), text))
                .iterator()
                .next();
    }

    /** What Camel calls the place of a file's definitions. */
    static String location(String file) {
        return "file:" + file;
    }

    /** The routes of a file, with the configurations that the context has at this moment. */
    List<RouteDefinition> definitions(RouteBuilder builder) throws Exception {
        return builder.configureRoutes(context).getRoutes();
    }

    /** Puts the routes of a file into a running context, in place of those with the same ids. */
    void update(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).updateRoutes(List.of(ResourceHelper.fromString(location(file), text)));
    }

    /**
     * The ids of routes with the lines where they begin.
     *
     * @throws IllegalArgumentException if a route has none, or two have the same
     */
    static Map<String, Integer> ids(List<RouteDefinition> routes) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (RouteDefinition route : routes) {
            if (route.getId() == null) {
                throw new PlacedException(
                        Math.max(1, route.getLineNumber()),
                        "the route has no 'id', which it needs to be found again when the file is saved");
            }
            if (ids.put(route.getId(), route.getLineNumber()) != null) {
                throw new PlacedException(route.getLineNumber(), "the route id '" + route.getId() + "' is used twice");
            }
        }
        return ids;
    }
}
