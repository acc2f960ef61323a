package dev.waystation.camel.routes;

import dev.waystation.camel.EventsEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route files of a directory: loaded at the start, and each again when it was saved. A file that does not work is
 * named with its line; at the start it stops the start, later the routes that it gave before keep running. The routes of
 * a deleted file are removed, and so are those that a saved file no longer has.
 *
 * <p>Not safe for use by several threads, but for {@link #problems()}.
 */
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    /** What the names of route files end with. */
    public static final String SUFFIX = ".camel.yaml";

    /** The URI in Camel's {@code >>> to[uri] <<<}; its parameters can be anywhere in the file and are left out. */
    private static final Pattern FAILED_STEP = Pattern.compile(">>> \\w+\\[([^?\\]]+)");

    /** What Camel has looked for in vain, and the URI that it could not use, which it writes with {@code ://}. */
    private static final Pattern NOT_FOUND =
            Pattern.compile("(?:could be found for|Failed to resolve endpoint): ([\\w.+-]+)(?::/+([^?\\s,]*))?");

    /** A version of a file that works: its text, and its routes with the lines where they begin. */
    private record Loaded(String text, Map<String, Integer> routes) {}

    private final CamelContext context;
    private final Path directory;
    private final KameletCheck kamelets;
    private final RecipeFiles recipes;
    private final Map<String, Loaded> loaded = new TreeMap<>();
    private final Map<String, String> seen = new TreeMap<>();
    private Map<String, String> lastLook = Map.of();
    private final ConcurrentSkipListMap<String, RouteFileProblem> problems = new ConcurrentSkipListMap<>();

    /** @param directory where the files lie; where there is none, the routes inside the jar are used and none reloads */
    public RouteFiles(CamelContext context, Path directory) {
        this.context = context;
        this.directory = directory;
        this.kamelets = new KameletCheck(context, directory);
        this.recipes = new RecipeFiles(context, directory, kamelets);
        context.getRegistry().bind("subscriberRoutes", new SubscriberRoutes());
    }

    /** Adds all routes to a context that has not started yet. */
    public void load() throws Exception {
        Map<String, String> files = read();
        lastLook = files;
        Map<String, RoutesBuilder> builders = new LinkedHashMap<>();
        List<RouteFileProblem> broken = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try {
                Map<String, Integer> routes = routesIn(file.getKey(), file.getValue());
                checkIdsAreFree(file.getKey(), routes.keySet());
                loaded.put(file.getKey(), new Loaded(file.getValue(), routes));
                builders.put(file.getKey(), builder(file.getKey(), file.getValue()));
            } catch (Exception e) {
                broken.add(RouteFileProblem.of(file.getKey(), 0, e));
            }
        }
        if (!broken.isEmpty()) {
            throw new RouteFilesException(broken, null);
        }
        seen.putAll(files);
        recipes.changes().forEach(recipes::works);
        // Configurations first: a route names them, whichever file they are in.
        for (RoutesBuilder builder : builders.values()) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
        }
        for (RoutesBuilder builder : builders.values()) {
            context.addRoutes(builder);
        }
    }

    /**
     * Makes every route without starting one, and tells what is wrong: the first mistake of each route. For a context that
     * is used for nothing else, which starts no routes by itself.
     */
    public List<RouteFileProblem> check() {
        List<RouteFileProblem> problems = new ArrayList<>();
        Map<String, List<RouteConfigurationDefinition>> configurations = new TreeMap<>();
        read().forEach((file, text) -> {
            try {
                Map<String, Integer> routes = idsIn(file, text);
                checkIdsAreFree(file, routes.keySet());
                loaded.put(file, new Loaded(text, routes));
                configurations.put(file, addConfigurations(file, text));
            } catch (Exception e) {
                problems.add(RouteFileProblem.of(file, 0, e));
            }
        });
        loaded.forEach((file, version) -> problems.addAll(checkRoutes(file, version, configurations.get(file))));
        return problems;
    }

    private List<RouteConfigurationDefinition> addConfigurations(String file, String text) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        List<RouteConfigurationDefinition> added = new ArrayList<>();
        if (builder(file, text) instanceof RouteConfigurationsBuilder builder) {
            List<RouteConfigurationDefinition> before = List.copyOf(model.getRouteConfigurationDefinitions());
            context.addRoutesConfigurations(builder);
            added.addAll(model.getRouteConfigurationDefinitions());
            added.removeAll(before);
        }
        return added;
    }

    private List<RouteFileProblem> checkRoutes(
            String file, Loaded version, List<RouteConfigurationDefinition> configurations) {
        List<RouteFileProblem> found = new ArrayList<>();
        Set<String> bad = new HashSet<>();
        // Camel stops at the first route that it cannot make: without that one, it comes to the next.
        while (bad.size() <= version.routes().size()) {
            try {
                RouteBuilder builder = (RouteBuilder) builder(file, version.text());
                builder.configureRoutes(context).getRoutes().removeIf(route -> bad.contains(route.getId()));
                // Adding the routes of a file adds its configurations again.
                for (RouteConfigurationDefinition configuration : configurations) {
                    ((ModelCamelContext) context).removeRouteConfiguration(configuration);
                }
                context.addRoutes(builder);
                return found;
            } catch (Exception e) {
                found.add(RouteFileProblem.of(file, lineOf(e, version), e));
                String route = routeIn(e);
                if (route == null || !bad.add(route)) {
                    return found;
                }
                removeRoutes(version.routes().keySet());
            }
        }
        return found;
    }

    /** The id of the route that could not be made or started, or null. */
    private static String routeIn(Throwable failure) {
        return failure instanceof FailedToCreateRouteException created
                ? created.getRouteId()
                : failure instanceof FailedToStartRouteException started ? started.getRouteId() : null;
    }

    /** The files as they are now, by name; a name has its directory. */
    public Map<String, String> texts() {
        return read();
    }

    /** What is wrong with the files, if the context's start failed because of a route; else the failure itself. */
    public Exception explain(Exception failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String id = routeIn(t);
            for (Map.Entry<String, Loaded> file : loaded.entrySet()) {
                if (id != null && file.getValue().routes().containsKey(id)) {
                    int line = lineOf(t, file.getValue());
                    return new RouteFilesException(List.of(RouteFileProblem.of(file.getKey(), line, t)), failure);
                }
            }
            if (t instanceof FailedToCreateKameletException kamelet) {
                return explain(kamelet, failure);
            }
        }
        return failure;
    }

    /** A Kamelet is made after all routes were read, so Camel does not say which of them calls it. */
    private Exception explain(FailedToCreateKameletException kamelet, Exception failure) {
        String uri = "kamelet:" + kamelet.getTemplateId();
        for (Map.Entry<String, Loaded> file : loaded.entrySet()) {
            int line = lineWith(uri, file.getValue().text(), 0);
            if (line > 0) {
                String reason = RouteFileProblem.of("", 0, kamelet).reason();
                return new RouteFilesException(
                        List.of(new RouteFileProblem(file.getKey(), line, "'" + uri + "': " + reason)), failure);
            }
        }
        return failure;
    }

    /** The files that do not work as they are now. Any thread may ask. */
    public Collection<RouteFileProblem> problems() {
        return List.copyOf(problems.values());
    }

    /**
     * Looks for files that were saved, added or deleted since the last look, and takes them over when they look the same
     * twice: many editors empty a file before they write it, or have it gone for a moment.
     */
    public void reload() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Map<String, String> files = read();
        Map<String, String> before = lastLook;
        lastLook = files;
        for (String file : new ArrayList<>(seen.keySet())) {
            if (!files.containsKey(file) && !before.containsKey(file)) {
                seen.remove(file);
                problems.remove(file);
                remove(file);
            }
        }
        files.forEach((file, text) -> {
            if (text.equals(before.get(file)) && !text.equals(seen.put(file, text))) {
                reload(file, text);
            }
        });
        try {
            recipes.changes().forEach(this::takeOver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sweep() {
        try {
            recipes.sweep();
        } catch (Exception e) {
            LOG.error("Routes of Kamelets that are not called any more cannot be removed", e);
        }
    }

    /** A Kamelet or a template was saved: makes the routes that use it anew, if it can work. */
    private void takeOver(RecipeFiles.Change change) {
        String file = change.file().toString();
        try {
            recipes.check(change);
            problems.remove(file);
        } catch (Exception e) {
            RouteFileProblem problem = RouteFileProblem.of(file, 0, e);
            problems.put(file, problem);
            LOG.error("{} (what it was before keeps running)", problem);
            return;
        }
        Set<String> names = recipes.affected(change);
        Map<String, Loaded> users = new TreeMap<>();
        loaded.forEach((user, version) -> {
            if (RecipeFiles.uses(version.text(), names, change)) {
                users.put(user, version);
            }
        });
        try {
            remake(users, names, null);
            recipes.works(change);
            LOG.info("{} was loaded: it is used in {}", file, users.keySet());
        } catch (Exception e) {
            RouteFileProblem problem = RouteFileProblem.of(file, 0, e);
            problems.put(file, problem);
            LOG.error("{} (it is what it was before again)", problem);
            bringBack(users, names, change);
        }
        retry(names, change);
    }

    private void remake(Map<String, Loaded> users, Set<String> names, RecipeFiles.Change before) throws Exception {
        users.values().forEach(user -> removeRoutes(user.routes().keySet()));
        recipes.forget(names);
        if (before != null) {
            recipes.bringBack(before);
        }
        for (Map.Entry<String, Loaded> user : users.entrySet()) {
            update(user.getKey(), user.getValue().text());
        }
    }

    private void bringBack(Map<String, Loaded> users, Set<String> names, RecipeFiles.Change change) {
        try {
            remake(users, names, change);
        } catch (Exception e) {
            LOG.error("What {} was before cannot be started again", change.file(), e);
        }
    }

    /** A route file can have been broken only because of the Kamelet or the template. */
    private void retry(Set<String> names, RecipeFiles.Change change) {
        seen.forEach((file, text) -> {
            if (problems.containsKey(file) && (text.contains("kamelet:") || RecipeFiles.uses(text, names, change))) {
                reload(file, text);
            }
        });
    }

    private void reload(String file, String text) {
        Loaded before = loaded.getOrDefault(file, new Loaded("", Map.of()));
        Map<String, Integer> routes = Map.of();
        Map<String, Boolean> running = running(before.routes().keySet());
        Set<String> subscribed = subscriptions(before.routes().keySet());
        try {
            routes = routesIn(file, text);
            checkIdsAreFree(file, routes.keySet());
            // First, because a route under a new id may want the endpoint that the one under the old id still has.
            removeRoutes(without(before.routes(), routes));
            update(file, text);
            loaded.put(file, new Loaded(text, routes));
            problems.remove(file);
            LOG.info("{} was loaded: routes {}", file, routes.keySet());
            subscribed.removeAll(subscriptions(routes.keySet()));
            tellOfWaiting(subscribed);
        } catch (Exception e) {
            RouteFileProblem problem = RouteFileProblem.of(file, lineOf(e, new Loaded(text, routes)), e);
            problems.put(file, problem);
            LOG.error("{} (the routes that the file gave before keep running)", problem);
            removeRoutes(without(routes, before.routes()));
            restore(file, before, running);
        }
        sweep();
    }

    private static Set<String> without(Map<String, Integer> routes, Map<String, Integer> others) {
        Set<String> left = new LinkedHashSet<>(routes.keySet());
        left.removeAll(others.keySet());
        return left;
    }

    /** The line of the step that Camel says it cannot make, or else of its route; 0 when neither is known. */
    private static int lineOf(Throwable failure, Loaded file) {
        if (!(failure instanceof FailedToCreateRouteException created)) {
            return 0;
        }
        int line = file.routes().getOrDefault(created.getRouteId(), 0);
        Matcher step = FAILED_STEP.matcher(String.valueOf(failure.getMessage()));
        if (step.find() && lineWith(step.group(1), file.text(), line) != line) {
            return lineWith(step.group(1), file.text(), line);
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            Matcher sought = NOT_FOUND.matcher(String.valueOf(t.getMessage()));
            if (sought.find()) {
                String rest = sought.group(2) == null ? "" : ":" + sought.group(2);
                return lineWith(sought.group(1) + rest, file.text(), line);
            }
        }
        return line;
    }

    /** The first line from {@code line} on that holds a URI without its parameters; {@code line} if there is none. */
    private static int lineWith(String uri, String text, int line) {
        // Camel writes ref:name where the file says 'ref: name'.
        String base = uri.replaceFirst("\\?.*", "").replace(" ", "");
        String[] lines = text.split("\n");
        for (int i = Math.max(0, line - 1); i < lines.length; i++) {
            if (lines[i].replace(" ", "").contains(base)) {
                return i + 1;
            }
        }
        return line;
    }

    /** Which of the routes run; the others are off, or were stopped by somebody. */
    private Map<String, Boolean> running(Set<String> ids) {
        Map<String, Boolean> running = new TreeMap<>();
        ids.forEach(id -> running.put(
                id,
                context.getRoute(id) != null
                        && context.getRouteController().getRouteStatus(id) != ServiceStatus.Stopped));
        return running;
    }

    /** Camel takes a route away before it starts the new one, so one that cannot start leaves a gap. */
    private void restore(String file, Loaded before, Map<String, Boolean> running) {
        try {
            Set<String> ids = before.routes().keySet();
            if (ids.stream().anyMatch(id -> context.getRoute(id) == null)
                    || !running(ids).equals(running)) {
                update(file, before.text());
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

    private void remove(String file) {
        Loaded before = loaded.remove(file);
        if (before != null) {
            Set<String> subscribed = subscriptions(before.routes().keySet());
            removeRoutes(before.routes().keySet());
            sweep();
            LOG.info(
                    "{} is gone: its routes {} were removed",
                    file,
                    before.routes().keySet());
            tellOfWaiting(subscribed);
        }
    }

    /** The names of the subscriptions that the routes begin with. */
    private Set<String> subscriptions(Set<String> routes) {
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
    private static void tellOfWaiting(Set<String> subscriptions) {
        for (String name : subscriptions) {
            LOG.warn(
                    "No route takes the events of the subscription '{}' any more: they wait for one until the retention"
                            + " gives them up",
                    name);
        }
    }

    private void removeRoutes(Set<String> ids) {
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

    private void checkIdsAreFree(String file, Set<String> ids) {
        Map<String, String> owners = new LinkedHashMap<>();
        loaded.forEach((other, known) -> {
            if (!other.equals(file)) {
                known.routes().keySet().forEach(id -> owners.put(id, other));
            }
        });
        for (String id : ids) {
            if (owners.containsKey(id)) {
                throw new IllegalArgumentException(
                        "the route id '" + id + "' is used in " + owners.get(id) + " too; ids must differ");
            }
        }
    }

    private void update(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).updateRoutes(List.of(resource(file, text)));
    }

    /** The ids of the routes in a file with the lines where they begin; finds what is wrong with the file. */
    private Map<String, Integer> routesIn(String file, String text) throws Exception {
        List<RouteDefinition> routes = definitions(file, text);
        Map<String, Integer> ids = ids(routes);
        for (RouteDefinition route : routes) {
            checkComponents(route, text);
            checkKamelets(route, text);
        }
        return ids;
    }

    private Map<String, Integer> idsIn(String file, String text) throws Exception {
        return ids(definitions(file, text));
    }

    private List<RouteDefinition> definitions(String file, String text) throws Exception {
        return ((RouteBuilder) builder(file, text)).configureRoutes(context).getRoutes();
    }

    private static Map<String, Integer> ids(List<RouteDefinition> routes) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (RouteDefinition route : routes) {
            if (route.getId() == null) {
                throw new IllegalArgumentException("line " + Math.max(1, route.getLineNumber())
                        + ": the route has no 'id', which it needs to be found again when the file is saved");
            }
            if (ids.put(route.getId(), route.getLineNumber()) != null) {
                throw new IllegalArgumentException(
                        "line " + route.getLineNumber() + ": the route id '" + route.getId() + "' is used twice");
            }
        }
        return ids;
    }

    /** Found before the running route is touched, because Camel takes it away before it finds that the new one cannot be. */
    private void checkComponents(RouteDefinition route, String text) {
        for (ToDefinition step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            String scheme = String.valueOf(step.getUri()).replaceFirst(":.*", "");
            if (step.getUri() != null && !scheme.contains("{") && context.getComponent(scheme) == null) {
                throw new IllegalArgumentException("line " + lineWith(step.getUri(), text, step.getLineNumber())
                        + ": there is no component '" + scheme + "' for '" + step.getUri() + "'");
            }
        }
    }

    private void checkKamelets(RouteDefinition route, String text) {
        checkKamelet(route.getInput().getUri(), text, route.getLineNumber());
        for (ToDefinition step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            checkKamelet(step.getUri(), text, step.getLineNumber());
        }
    }

    private void checkKamelet(String uri, String text, int line) {
        try {
            kamelets.check(uri);
        } catch (Exception e) {
            throw new PlacedException(lineWith(uri, text, line), e.getMessage());
        }
    }

    private RoutesBuilder builder(String file, String text) throws Exception {
        return PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(resource(file, text))
                .iterator()
                .next();
    }

    private static Resource resource(String file, String text) {
        return ResourceHelper.fromString("file:" + file, text);
    }

    private Map<String, String> read() {
        try {
            return Files.isDirectory(directory) ? readDirectory() : readJar();
        } catch (Exception e) {
            throw new IllegalStateException("The route files cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, String> readDirectory() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Set<Path> files = new HashSet<>();
        try (Stream<Path> list = Files.list(directory)) {
            list.filter(p -> p.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(p))
                    .forEach(files::add);
        }
        for (Path file : files) {
            try {
                texts.put(file.toString(), Files.readString(file));
            } catch (java.nio.file.NoSuchFileException e) {
                // Deleted between the look into the directory and the look into the file.
                LOG.debug("{} was just deleted", file);
            } catch (java.nio.charset.MalformedInputException e) {
                throw new UncheckedIOException(file + " is not UTF-8", e);
            }
        }
        return texts;
    }

    private Map<String, String> readJar() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (Resource resource :
                PluginHelper.getPackageScanResourceResolver(context).findResources("classpath:routes/*" + SUFFIX)) {
            String name = resource.getLocation().replaceFirst("^classpath:", "");
            texts.put(name, new String(resource.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
