package dev.waystation.camel.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;

/** Adds the routes of all files to a context that has not started yet, or none and names every file that is broken. */
final class StartLoad {

    private final CamelContext context;
    private final RouteParser parser;
    private final StepCheck steps;
    private final LoadedFiles loaded;

    StartLoad(CamelContext context, RouteParser parser, StepCheck steps, LoadedFiles loaded) {
        this.context = context;
        this.parser = parser;
        this.steps = steps;
        this.loaded = loaded;
    }

    /**
     * Loads the files.
     *
     * @param files their texts by name
     * @throws RouteFilesException if a file is broken
     */
    void load(Map<String, String> files) throws Exception {
        Map<String, RouteBuilder> builders = new LinkedHashMap<>();
        List<RouteFileProblem> broken = new ArrayList<>();
        files.forEach((file, text) -> {
            try {
                var routes = parser.definitions(parser.parse(file, text));
                Map<String, Integer> ids = RouteParser.ids(routes);
                steps.check(routes, text);
                loaded.checkIdsAreFree(file, ids.keySet());
                loaded.put(file, new RouteFile(text, ids));
                builders.put(file, parser.parse(file, text));
            } catch (Exception e) {
                broken.add(RouteFileProblem.of(file, 0, e));
            }
        });
        if (!broken.isEmpty()) {
            throw new RouteFilesException(broken, null);
        }
        // Configurations first: a route names them, whichever file they are in.
        for (RouteBuilder builder : builders.values()) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
        }
        for (RouteBuilder builder : builders.values()) {
            context.addRoutes(builder);
        }
    }
}
