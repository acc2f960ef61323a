package dev.waystation.camel.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * Makes the routes of all files without starting one, to find the first mistake of each route. For one use, in a context
 * that is used for nothing else and starts no routes by itself.
 */
final class RouteFilesCheck {

    private final ModelCamelContext context;
    private final RouteParser parser;
    private final RouteRemoval removal;
    private final LoadedFiles files = new LoadedFiles();
    private final Map<String, List<RouteConfigurationDefinition>> configurations = new TreeMap<>();

    RouteFilesCheck(ModelCamelContext context, RouteParser parser, RouteRemoval removal) {
        this.context = context;
        this.parser = parser;
        this.removal = removal;
    }

    /**
     * What is wrong with files.
     *
     * @param texts their texts by name
     */
    List<RouteFileProblem> check(Map<String, String> texts) {
        List<RouteFileProblem> problems = new ArrayList<>();
        texts.forEach((file, text) -> {
            try {
                RouteFile version = RouteFile.of(text, parser.definitions(parser.parse(file, text)));
                files.checkIsFree(file, version);
                configurations.put(file, addConfigurations(file, text));
                files.put(file, version);
            } catch (Exception e) {
                problems.add(RouteFileProblem.of(file, 0, e));
            }
        });
        files.forEach((file, version) -> problems.addAll(checkRoutes(file, version)));
        return problems;
    }

    private List<RouteConfigurationDefinition> addConfigurations(String file, String text) throws Exception {
        List<RouteConfigurationDefinition> added = new ArrayList<>();
        if (parser.parse(file, text) instanceof RouteConfigurationsBuilder builder) {
            List<RouteConfigurationDefinition> before = List.copyOf(context.getRouteConfigurationDefinitions());
            context.addRoutesConfigurations(builder);
            added.addAll(context.getRouteConfigurationDefinitions());
            added.removeAll(before);
        }
        return added;
    }

    private List<RouteFileProblem> checkRoutes(String file, RouteFile version) {
        List<RouteFileProblem> found = new ArrayList<>();
        Set<String> bad = new HashSet<>();
        // Camel stops at the first route that it cannot make: without that one, it comes to the next.
        while (bad.size() <= version.ids().size()) {
            try {
                RouteBuilder builder = parser.parse(file, version.text());
                parser.definitions(builder).removeIf(route -> bad.contains(route.getId()));
                // Adding the routes of a file adds its configurations again.
                for (RouteConfigurationDefinition configuration : configurations.get(file)) {
                    context.removeRouteConfiguration(configuration);
                }
                context.addRoutes(builder);
                return found;
            } catch (Exception e) {
                found.add(RouteFileProblem.of(file, FailureLines.lineOf(e, version), e));
                String route = FailureLines.routeIn(e);
                if (route == null || !bad.add(route)) {
                    return found;
                }
                removal.remove(version.ids());
            }
        }
        return found;
    }
}
