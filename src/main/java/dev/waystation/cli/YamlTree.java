package dev.waystation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file as a tree that knows its lines, which Camel's own reading of it does not keep. Immutable. */
final class YamlTree {

    private final Node root;

    private YamlTree(Node root) {
        this.root = root;
    }

    /** The tree; empty when the text is no YAML, or has nothing in it. */
    static Optional<YamlTree> of(String text) {
        try {
            LoadSettings settings = LoadSettings.builder().build();
            return new Compose(settings).composeString(text).map(YamlTree::new);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** The line at which a text stops being YAML; 0 when it is YAML. */
    static int brokenLine(String text) {
        try {
            new Compose(LoadSettings.builder().build()).composeString(text);
            return 0;
        } catch (MarkedYamlEngineException e) {
            return e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
        } catch (YamlEngineException e) {
            return 0;
        }
    }

    /** The top of the tree. */
    Node root() {
        return root;
    }

    /** Calls for every mapping, from the outside to the inside. */
    void mappings(Consumer<MappingNode> found) {
        mappings(root, found);
    }

    private static void mappings(Node node, Consumer<MappingNode> found) {
        if (node instanceof MappingNode mapping) {
            found.accept(mapping);
            mapping.getValue().forEach(entry -> mappings(entry.getValueNode(), found));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> mappings(item, found));
        }
    }

    /** All values that are texts, numbers and so on; not those that are for people alone. */
    List<ScalarNode> scalars() {
        List<ScalarNode> scalars = new ArrayList<>();
        scalars(root, scalars);
        return scalars;
    }

    private static void scalars(Node node, List<ScalarNode> found) {
        if (node instanceof ScalarNode scalar) {
            found.add(scalar);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> scalars(item, found));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (!text(entry.getKeyNode()).equals("description")) {
                    scalars(entry.getValueNode(), found);
                }
            }
        }
    }

    /** The value under a key, or null. */
    static Node value(Node node, String key) {
        return node instanceof MappingNode mapping ? entries(mapping).get(key) : null;
    }

    /** The value at the end of a path of keys, or null. */
    static Node at(Node node, String... path) {
        Node found = node;
        for (String key : path) {
            found = value(found, key);
        }
        return found;
    }

    /** The entries of a mapping, in their order. */
    static Map<String, Node> entries(MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> entries.put(text(entry.getKeyNode()), entry.getValueNode()));
        return entries;
    }

    /** The text of a scalar; empty for anything else, also for null. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The line, counted from 1, of a part of a scalar's text. */
    static int lineOf(String part, ScalarNode scalar, String[] lines) {
        int first = line(scalar);
        int last = scalar.getEndMark().map(mark -> mark.getLine() + 1).orElse(first);
        for (int line = first; line <= last && line <= lines.length; line++) {
            if (line > 0 && lines[line - 1].contains(part)) {
                return line;
            }
        }
        return first;
    }

    /** The line, counted from 1, at which the node's content begins. */
    static int line(Node node) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        boolean below = node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED);
        return below ? line + 1 : line;
    }
}
