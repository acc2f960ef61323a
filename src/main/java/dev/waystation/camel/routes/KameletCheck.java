package dev.waystation.camel.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.URISupport;

/**
 * Looks whether a step that calls a Kamelet can work, before a route is touched: Camel ignores a parameter that a Kamelet
 * does not have, and tells of a Kamelet that is not there only while it starts. Not safe for use by several threads.
 */
final class KameletCheck {

    /** What the name of a Kamelet's file ends with. */
    static final String SUFFIX = ".kamelet.yaml";

    /** The directory of Kamelets in that of the routes. */
    static final String DIRECTORY = "kamelets";

    private static final String SCHEME = "kamelet:";

    /** Options of Camel's component, which are no parameters of the Kamelet. */
    private static final Set<String> OF_CAMEL = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "timeout");

    private final CamelContext context;
    private final Path routes;

    KameletCheck(CamelContext context, Path routes) {
        this.context = context;
        this.routes = routes;
    }

    /** The name of the Kamelet that a URI calls, or null. */
    static String nameIn(String uri) {
        return uri == null || !uri.startsWith(SCHEME)
                ? null
                : uri.substring(SCHEME.length()).replaceFirst("^//", "").replaceFirst("[/?].*", "");
    }

    /**
     * Checks one URI of a step.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it, and what there is instead
     */
    void check(String uri) throws Exception {
        String name = nameIn(uri);
        if (name == null || name.equals("source") || name.equals("sink") || name.contains("{")) {
            return;
        }
        Map<String, Object> given =
                uri.contains("?") ? URISupport.parseQuery(uri.replaceFirst("^[^?]*\\?", "")) : Map.of();
        if (given.containsKey("location")) {
            return;
        }
        Map<String, RouteTemplateParameterDefinition> parameters = parametersOf(name);
        for (String parameter : given.keySet()) {
            if (!parameters.containsKey(parameter) && !OF_CAMEL.contains(parameter)) {
                throw new IllegalArgumentException("the Kamelet '" + name + "' has no parameter '" + parameter
                        + "'; it has " + new TreeSet<>(parameters.keySet()));
            }
        }
        for (RouteTemplateParameterDefinition parameter : parameters.values()) {
            if (Boolean.TRUE.equals(parameter.getRequired())
                    && parameter.getDefaultValue() == null
                    && !given.containsKey(parameter.getName())
                    && !isSetForAll(name, parameter.getName())) {
                throw new IllegalArgumentException(
                        "the Kamelet '" + name + "' needs the parameter '" + parameter.getName() + "'");
            }
        }
    }

    private boolean isSetForAll(String name, String parameter) {
        return context.getPropertiesComponent()
                .resolveProperty("camel.kamelet." + name + "." + parameter)
                .isPresent();
    }

    private Map<String, RouteTemplateParameterDefinition> parametersOf(String name) throws Exception {
        Resource resource = find(name);
        String text = new String(resource.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<RouteTemplateParameterDefinition> parameters;
        try {
            parameters = definition(name, text).getTemplateParameters();
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the Kamelet cannot be read: " + RouteFileProblem.of(resource.getLocation(), 0, e));
        }
        return parameters == null
                ? Map.of()
                : parameters.stream().collect(Collectors.toMap(RouteTemplateParameterDefinition::getName, p -> p));
    }

    private Resource find(String name) {
        String locations =
                context.getComponent("kamelet", KameletComponent.class).getLocation();
        for (String location : locations.split(",")) {
            Resource resource =
                    PluginHelper.getResourceLoader(context).resolveResource(location.trim() + "/" + name + SUFFIX);
            if (resource != null && resource.exists()) {
                return resource;
            }
        }
        throw new IllegalArgumentException("there is no Kamelet '" + name + "'" + others());
    }

    /** What a Kamelet's text defines; fails if it cannot be read. */
    RouteTemplateDefinition definition(String name, String text) throws Exception {
        RouteBuilder builder = (RouteBuilder) PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(resource(name, text))
                .iterator()
                .next();
        builder.configureRoutes(context);
        List<RouteTemplateDefinition> templates =
                builder.getRouteTemplateCollection().getRouteTemplates();
        if (templates.size() != 1 || !name.equals(templates.get(0).getId())) {
            throw new IllegalArgumentException(
                    "the file of the Kamelet '" + name + "' must name it so in metadata.name");
        }
        return templates.get(0);
    }

    static Resource resource(String name, String text) {
        return ResourceHelper.fromString("file:" + name + SUFFIX, text);
    }

    private String others() {
        Path directory = routes.resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return "; there is no directory " + directory;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .collect(Collectors.joining(", ", "; in " + directory + " are ", ""));
        } catch (IOException e) {
            return "";
        }
    }
}
