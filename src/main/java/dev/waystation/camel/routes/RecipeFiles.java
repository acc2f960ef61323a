package dev.waystation.camel.routes;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.TemplateError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;

/**
 * The Kamelets and the templates beside the route files: which of them were saved, and what has to be made anew because
 * of it. Not safe for use by several threads.
 */
final class RecipeFiles {

    private static final String TEMPLATES = "templates";

    /**
     * A file that was saved, added or deleted.
     *
     * @param text its text now, or null when it is gone
     */
    record Change(Path file, String text) {

        private String name() {
            return file.getFileName().toString();
        }

        /** The name of the Kamelet that the file defines, or null when it is a template. */
        String kamelet() {
            return name().endsWith(KameletCheck.SUFFIX)
                    ? name().substring(0, name().length() - KameletCheck.SUFFIX.length())
                    : null;
        }
    }

    private final CamelContext context;
    private final Path routes;
    private final KameletCheck kamelets;
    private Map<Path, String> seen = Map.of();
    private final Map<Path, String> working = new TreeMap<>();

    RecipeFiles(CamelContext context, Path routes, KameletCheck kamelets) {
        this.context = context;
        this.routes = routes;
        this.kamelets = kamelets;
    }

    /** What changed since the last call. */
    List<Change> changes() throws IOException {
        Map<Path, String> now = new TreeMap<>();
        read(routes.resolve(KameletCheck.DIRECTORY), KameletCheck.SUFFIX, now);
        read(routes.resolve(TEMPLATES), "", now);
        List<Change> changes = new ArrayList<>();
        Set<Path> files = new TreeSet<>(seen.keySet());
        files.addAll(now.keySet());
        for (Path file : files) {
            if (!Objects.equals(seen.get(file), now.get(file))) {
                changes.add(new Change(file, now.get(file)));
            }
        }
        seen = now;
        return changes;
    }

    private static void read(Path directory, String suffix, Map<Path, String> texts) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
                    .toList();
        }
        for (Path file : files) {
            try {
                texts.put(file, Files.readString(file));
            } catch (java.nio.file.NoSuchFileException | java.nio.charset.MalformedInputException e) {
                // Just deleted, or no text and so no template.
                texts.remove(file);
            }
        }
    }

    /** Fails if a file cannot work as it is now, before anything that runs is touched. */
    void check(Change change) throws Exception {
        if (change.text() == null) {
            return;
        }
        if (change.kamelet() != null) {
            kamelets.definition(change.kamelet(), change.text());
            return;
        }
        try {
            new JinjaEngine().compile(change.text());
        } catch (TemplateError e) {
            throw new PlacedException(e.line(), e.detail());
        }
    }

    /** The Kamelets that are to be made anew: the one that changed, or those that may read the template that changed. */
    Set<String> affected(Change change) {
        if (change.kamelet() != null) {
            return Set.of(change.kamelet());
        }
        Set<String> names = new LinkedHashSet<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof KameletEndpoint kamelet && mayRead(kamelet, change)) {
                names.add(kamelet.getTemplateId());
            }
        }
        return names;
    }

    /** Those of which that is certain are left alone: each that is made anew has to wait for its messages in flight. */
    private boolean mayRead(KameletEndpoint endpoint, Change template) {
        String own = seen.get(
                routes.resolve(KameletCheck.DIRECTORY).resolve(endpoint.getTemplateId() + KameletCheck.SUFFIX));
        String prefix = "camel.kamelet." + endpoint.getTemplateId() + ".";
        return own == null
                || own.contains(template.name())
                || endpoint.getEndpointUri().contains(template.name())
                || String.valueOf(endpoint.getKameletProperties()).contains(template.name())
                || context.getPropertiesComponent()
                        .loadProperties(name -> name.startsWith(prefix))
                        .toString()
                        .contains(template.name());
    }

    /** Whether a route file calls one of the Kamelets or reads the file that changed. */
    static boolean uses(String text, Set<String> names, Change change) {
        return text.contains(change.name()) || names.stream().anyMatch(name -> text.contains("kamelet:" + name));
    }

    /** Takes away what Camel made of these Kamelets, so that it reads them again when a route calls them. */
    void forget(Set<String> names) throws Exception {
        for (Endpoint endpoint : new ArrayList<>(context.getEndpoints())) {
            if (endpoint instanceof KameletEndpoint kamelet && names.contains(kamelet.getTemplateId())) {
                context.removeEndpoint(kamelet);
            }
        }
        sweep();
        for (String name : new HashSet<>(names)) {
            ((ModelCamelContext) context).removeRouteTemplateDefinitions(name);
        }
    }

    /** Removes the routes of Kamelets that nobody calls any more: Camel keeps them when it removes the caller. */
    void sweep() throws Exception {
        Set<String> called = new HashSet<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            // The ends of the Kamelets' own routes are endpoints of this kind, too.
            if (endpoint instanceof KameletEndpoint kamelet
                    && !endpoint.getEndpointUri().matches("kamelet:(//)?(source|sink)\\b.*")) {
                called.add(kamelet.getRouteId());
            }
        }
        for (Route route : new ArrayList<>(context.getRoutes())) {
            if (route.isCreatedByKamelet() && !called.contains(route.getRouteId())) {
                context.getRouteController().stopRoute(route.getRouteId());
                context.removeRoute(route.getRouteId());
            }
        }
    }

    /** Remembers a version that works. */
    void works(Change change) {
        if (change.text() == null) {
            working.remove(change.file());
        } else {
            working.put(change.file(), change.text());
        }
    }

    /** Makes a Kamelet what it was when it worked last, although its file is another by now. */
    void bringBack(Change change) throws Exception {
        String before = working.get(change.file());
        if (change.kamelet() != null && before != null) {
            ((ModelCamelContext) context).addRouteTemplateDefinition(kamelets.definition(change.kamelet(), before));
        }
    }
}
