package dev.waystation.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The Kamelets that routes can use: those in {@code kamelets/} of the routes' directory, then those inside the jar. */
final class Kamelets {

    static final String SUFFIX = ".kamelet.yaml";

    /**
     * What a Kamelet asks its users for.
     *
     * @param parameters all that it knows, with their defaults; null where there is none
     * @param required those that its users must give
     */
    record Definition(Map<String, String> parameters, Set<String> required) {

        static Definition of(YamlTree tree) {
            Map<String, String> parameters = new LinkedHashMap<>();
            Node definition = YamlTree.at(tree.root(), "spec", "definition");
            if (YamlTree.value(definition, "properties") instanceof MappingNode properties) {
                YamlTree.entries(properties).forEach((name, property) -> {
                    Node otherwise = YamlTree.value(property, "default");
                    parameters.put(name, otherwise == null ? null : YamlTree.text(otherwise));
                });
            }
            Set<String> required = new LinkedHashSet<>();
            if (YamlTree.value(definition, "required") instanceof SequenceNode names) {
                names.getValue().stream()
                        .map(YamlTree::text)
                        .filter(name -> parameters.get(name) == null)
                        .forEach(required::add);
            }
            return new Definition(parameters, required);
        }
    }

    private final Path directory;
    private final Map<String, Optional<Definition>> known = new TreeMap<>();

    /** @param routes the routes' directory */
    Kamelets(Path routes) {
        this.directory = routes.resolve("kamelets");
    }

    /** The Kamelet of that name; empty when there is none. */
    Optional<Definition> find(String name) {
        return known.computeIfAbsent(name, n -> text(n).flatMap(YamlTree::of).map(Definition::of));
    }

    private Optional<String> text(String name) {
        Path file = directory.resolve(name + SUFFIX);
        try {
            if (Files.isRegularFile(file)) {
                return Optional.of(Files.readString(file));
            }
            for (String place : new String[] {"/routes/kamelets/", "/kamelets/"}) {
                try (InputStream in = Kamelets.class.getResourceAsStream(place + name + SUFFIX)) {
                    if (in != null) {
                        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in the directory with their texts. */
    Map<String, String> files() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> list = Files.list(directory)) {
                for (Path file : (Iterable<Path>) list::iterator) {
                    if (file.toString().endsWith(SUFFIX)) {
                        texts.put(file.toString(), Files.readString(file));
                    }
                }
            }
        }
        return texts;
    }

    /** The names of those in the directory. */
    Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : files().keySet()) {
            String name = Path.of(file).getFileName().toString();
            names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
        return names;
    }
}
