package dev.waystation.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a filter asks of a resource's labels: each label that it names must match one of the patterns given for it. In a
 * pattern {@code *}, {@code ?} and {@code […]} are wildcards and a {@code !} in front turns it round. A resource without the
 * label never matches, and neither does an empty list of patterns.
 */
final class LabelFilter {

    /** Asks nothing. */
    static final LabelFilter NONE = new LabelFilter(Map.of());

    private record Pattern(Glob glob, boolean negated) {

        static Pattern of(String text) {
            boolean negated = text.startsWith("!");
            return new Pattern(Glob.of(negated ? text.substring(1) : text), negated);
        }

        boolean matches(String value) {
            return glob.matches(value) != negated;
        }
    }

    private final Map<String, List<String>> json;
    private final Map<String, List<Pattern>> patterns = new LinkedHashMap<>();

    private LabelFilter(Map<String, List<String>> json) {
        this.json = json;
        json.forEach((label, texts) ->
                patterns.put(label, texts.stream().map(Pattern::of).toList()));
    }

    static LabelFilter of(Map<String, List<String>> labels) {
        return labels.isEmpty() ? NONE : new LabelFilter(new LinkedHashMap<>(labels));
    }

    /** Whether it asks nothing. */
    boolean isBlank() {
        return patterns.isEmpty();
    }

    boolean matches(Map<String, String> resource) {
        for (Map.Entry<String, List<Pattern>> label : patterns.entrySet()) {
            String value = resource.get(label.getKey());
            if (value == null || label.getValue().stream().noneMatch(pattern -> pattern.matches(value))) {
                return false;
            }
        }
        return true;
    }

    /** What the value of a label in every match begins with, one of these; empty when that cannot be said. */
    List<String> heads(String label) {
        List<String> heads = new ArrayList<>();
        for (Pattern pattern : patterns.getOrDefault(label, List.of())) {
            if (pattern.negated() || pattern.glob().head().isEmpty()) {
                return List.of();
            }
            heads.add(pattern.glob().head());
        }
        return heads;
    }

    /** The filter as it is written in JSON, lists throughout; null when it asks nothing. */
    Map<String, List<String>> toJson() {
        return isBlank() ? null : json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelFilter that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }
}
