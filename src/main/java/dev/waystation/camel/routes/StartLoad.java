package dev.waystation.camel.routes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/**
 * Adds the routes of all files to a context that has not started yet, or none and names every file that is broken. Each
 * file is parsed once, which the time of the start shows.
 */
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
        Map<String, RouteFileProblem> broken = new TreeMap<>();
        Map<String, RouteBuilder> builders = new TreeMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            attempt(file.getKey(), broken, () -> {
                RouteBuilder builder = parser.parse(file.getKey(), file.getValue());
                // All configurations first: a definition of a route takes them up, whichever file they are in.
                if (builder instanceof RouteConfigurationsBuilder configurations) {
                    context.addRoutesConfigurations(configurations);
                }
                builders.put(file.getKey(), builder);
            });
        }
        for (Map.Entry<String, RouteBuilder> file : builders.entrySet()) {
            attempt(file.getKey(), broken, () -> check(file.getKey(), files.get(file.getKey()), file.getValue()));
        }
        if (!broken.isEmpty()) {
            throw new RouteFilesException(List.copyOf(broken.values()), null);
        }
        for (RouteBuilder builder : builders.values()) {
            context.addRoutes(builder);
        }
    }

    private void check(String file, String text, RouteBuilder builder) throws Exception {
        List<RouteDefinition> routes = parser.definitions(builder);
        RouteFile version = RouteFile.of(text, routes);
        steps.check(routes, file, text);
        loaded.checkIsFree(file, version);
        loaded.put(file, version);
    }

    private static void attempt(String file, Map<String, RouteFileProblem> broken, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            broken.put(file, RouteFileProblem.of(file, 0, e));
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
