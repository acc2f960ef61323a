package dev.waystation.cli;

import dev.waystation.Settings;
import dev.waystation.camel.routes.RouteFileProblem;
import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.TemplateError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds in the text of a route file or a Kamelet what Camel would tell only one at a time, or without a line: properties
 * without a value, Kamelets and their parameters, templates. For one check.
 */
final class RouteFileScan {

    /** What the problem of a template begins with. */
    static final String JINJA = "Jinja, column ";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern UNQUOTED = Pattern.compile("^[^#]*?(?:\\w:|-)\\s+(\\{\\{[\\w.:-]*)");
    private static final Pattern PROPERTY_NAME = Pattern.compile("[?!]?[\\w.:\\-\\[\\]]+");

    private final CamelContext context;
    private final Path directory;
    private final Kamelets kamelets;
    private final JinjaEngine jinja = new JinjaEngine();
    private final Set<RouteFileProblem> problems = new LinkedHashSet<>();

    RouteFileScan(CamelContext context, Path directory) {
        this.context = context;
        this.directory = directory;
        this.kamelets = new Kamelets(directory);
    }

    /** What was found, each once. */
    Set<RouteFileProblem> problems() {
        return problems;
    }

    /** Looks at a route file; one that is no YAML is Camel's to tell about. */
    void routes(String file, String text) {
        unquoted(file, text);
        YamlTree.of(text).ifPresent(tree -> scan(file, text, tree, Map.of()));
    }

    /** To YAML such a value is a mapping in a mapping, and its own complaint has no line. */
    private void unquoted(String file, String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher matcher = UNQUOTED.matcher(lines[i]);
            if (matcher.find()) {
                add(file, i + 1, "a value that begins with {{ needs quotes in YAML: \"" + matcher.group(1) + "…\"");
            }
        }
    }

    /** Looks at all templates in the directory, used or not, as a gateway does when one is saved. */
    void templates() throws IOException {
        Path templates = directory.resolve("templates");
        if (!Files.isDirectory(templates)) {
            return;
        }
        try (Stream<Path> files = Files.list(templates)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                compile(file.toString(), 0, Files.readString(file));
            }
        } catch (java.nio.charset.MalformedInputException e) {
            // A file that is no text is no template.
        }
    }

    /** Looks at all Kamelets in the directory, used or not. */
    void kamelets() throws IOException {
        for (Map.Entry<String, String> file : kamelets.files().entrySet()) {
            Optional<YamlTree> tree = YamlTree.of(file.getValue());
            if (tree.isEmpty()) {
                add(file.getKey(), YamlTree.brokenLine(file.getValue()), "it is no YAML, or there is nothing in it");
                continue;
            }
            Node template = YamlTree.at(tree.get().root(), "spec", "template");
            if (template == null) {
                add(file.getKey(), 1, "a Kamelet has its route under spec.template, which is missing");
                continue;
            }
            scan(
                    file.getKey(),
                    file.getValue(),
                    tree.get(),
                    Kamelets.Definition.of(tree.get()).parameters());
        }
    }

    /** @param parameters what placeholders can name beside properties, with defaults; null where there is none */
    private void scan(String file, String text, YamlTree tree, Map<String, String> parameters) {
        Set<String> local = new TreeSet<>(parameters.keySet());
        tree.mappings(mapping -> local.addAll(namesIn(mapping)));
        for (ScalarNode scalar : tree.scalars()) {
            placeholders(file, text.split("\n", -1), scalar, local);
        }
        tree.mappings(mapping -> {
            kamelet(file, mapping);
            template(file, mapping, parameters);
        });
    }

    /** A Kamelet's and a route template's beans and parameters are placeholders too. */
    private static Set<String> namesIn(MappingNode mapping) {
        Set<String> names = new TreeSet<>();
        for (String list : List.of("beans", "parameters")) {
            if (YamlTree.value(mapping, list) instanceof org.snakeyaml.engine.v2.nodes.SequenceNode items) {
                items.getValue().forEach(item -> names.add(YamlTree.text(YamlTree.value(item, "name"))));
            }
        }
        return names;
    }

    private void placeholders(String file, String[] lines, ScalarNode scalar, Set<String> local) {
        Matcher matcher = PLACEHOLDER.matcher(scalar.getValue());
        while (matcher.find()) {
            String name = matcher.group(1);
            int line = YamlTree.lineOf(matcher.group(), scalar, lines);
            if (!PROPERTY_NAME.matcher(name.replaceFirst(":.*", "")).matches()) {
                add(
                        file,
                        line,
                        "'" + matcher.group() + "' is taken for a property, and no property has such a name; put a"
                                + " Jinja template into a file of its own and write resource:file:…");
            } else if (!local.contains(name.replaceFirst("^[?!]", "").replaceFirst(":.*", ""))
                    && !hasValue(matcher.group())) {
                add(
                        file,
                        line,
                        "the property '" + name + "' has no value; set it in application.properties or as "
                                + Settings.environmentName(name.replaceFirst("^env:", ""))
                                + ", or give it a default: {{" + name + ":…}}");
            }
        }
    }

    private boolean hasValue(String placeholder) {
        try {
            context.resolvePropertyPlaceholders(placeholder);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void kamelet(String file, MappingNode mapping) {
        Map<String, Node> entries = YamlTree.entries(mapping);
        Node uri = entries.get("uri");
        if (YamlTree.text(uri).startsWith("kamelet:")) {
            kamelet(file, uri, YamlTree.text(uri).substring("kamelet:".length()), entries.get("parameters"));
        }
        for (String step : List.of("to", "from")) {
            // The short form: to: "kamelet:name?a=b"
            if (YamlTree.text(entries.get(step)).startsWith("kamelet:")) {
                String text = YamlTree.text(entries.get(step));
                kamelet(file, entries.get(step), text.substring("kamelet:".length()), null);
            }
        }
        Node name = YamlTree.at(mapping, "kamelet", "name");
        if (name != null) {
            kamelet(file, name, YamlTree.text(name), YamlTree.at(mapping, "kamelet", "parameters"));
        }
    }

    private void kamelet(String file, Node where, String uri, Node parameters) {
        String name = uri.replaceFirst("[/?].*", "");
        // Inside a Kamelet these are its own ends.
        if (name.equals("source") || name.equals("sink") || name.contains("{{")) {
            return;
        }
        Optional<Kamelets.Definition> definition = kamelets.find(name);
        if (definition.isEmpty()) {
            add(
                    file,
                    YamlTree.line(where),
                    "there is no Kamelet '" + name + "' in " + directory.resolve("kamelets") + "; " + thoseThereAre());
            return;
        }
        Map<String, Node> given = new LinkedHashMap<>();
        if (uri.contains("?")) {
            for (String pair : uri.substring(uri.indexOf('?') + 1).split("&")) {
                given.put(pair.replaceFirst("=.*", ""), where);
            }
        }
        if (parameters instanceof MappingNode more) {
            given.putAll(YamlTree.entries(more));
        }
        for (String required : definition.get().required()) {
            if (!given.containsKey(required)) {
                add(
                        file,
                        YamlTree.line(where),
                        "the Kamelet '" + name + "' needs the parameter '" + required + "'; add it under 'parameters'");
            }
        }
        given.forEach((parameter, node) -> {
            if (!definition.get().parameters().containsKey(parameter)) {
                add(
                        file,
                        YamlTree.line(node),
                        "the Kamelet '" + name + "' has no parameter '" + parameter + "'; it has "
                                + String.join(
                                        ", ", definition.get().parameters().keySet()));
            }
        });
    }

    private String thoseThereAre() {
        try {
            Set<String> names = kamelets.names();
            return names.isEmpty() ? "there are none" : "there are " + String.join(", ", names);
        } catch (IOException e) {
            return "the directory cannot be read";
        }
    }

    private void template(String file, MappingNode mapping, Map<String, String> parameters) {
        Map<String, Node> entries = YamlTree.entries(mapping);
        Node expression = entries.get("expression");
        if (!YamlTree.text(entries.get("language")).equals("jinja") || expression == null) {
            return;
        }
        String text = resolved(YamlTree.text(expression), parameters);
        int line = YamlTree.line(expression);
        if (text == null) {
            return;
        }
        if (!text.startsWith("resource:")) {
            compile(file, line - 1, text);
            return;
        }
        String resource = text.substring("resource:".length()).trim();
        try {
            String place = resource.startsWith("routes:")
                    ? directory.resolve(resource.substring("routes:".length())).toString()
                    : resource.replaceFirst("^file:", "");
            compile(place, 0, read(resource));
        } catch (IOException | RuntimeException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            add(file, line, "the template '" + resource + "' cannot be read: " + why);
        }
    }

    /** With its placeholders filled in; null when one has no value, which is told of elsewhere. */
    private String resolved(String text, Map<String, String> parameters) {
        String filled = text;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String placeholder = "{{" + parameter.getKey() + "}}";
            if (filled.contains(placeholder)) {
                if (parameter.getValue() == null) {
                    return null;
                }
                filled = filled.replace(placeholder, parameter.getValue());
            }
        }
        try {
            return context.resolvePropertyPlaceholders(filled);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private String read(String resource) throws IOException {
        if (resource.startsWith("file:")) {
            return Files.readString(Path.of(resource.substring("file:".length())));
        }
        if (resource.startsWith("routes:") && Files.isDirectory(directory)) {
            Path file = directory.resolve(resource.substring("routes:".length()));
            if (Files.isRegularFile(file)) {
                return Files.readString(file);
            }
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void compile(String file, int linesBefore, String text) {
        try {
            jinja.compile(file, text);
        } catch (TemplateError e) {
            add(file, linesBefore + e.line(), JINJA + e.column() + ": " + e.detail());
        }
    }

    private void add(String file, int line, String what) {
        problems.add(new RouteFileProblem(file, line, what));
    }
}
