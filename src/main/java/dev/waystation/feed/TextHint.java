package dev.waystation.feed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known beforehand about a text that is sought: either it is one of a set, or it begins in certain ways and not in
 * others. Case counts, and no character is a wildcard.
 *
 * @param anyOf the text is one of these, and the other three are empty; an empty set means that no text will do; null means
 *     that the other three tell
 * @param prefixes it begins with one of these; empty for no such condition
 * @param not it is none of these
 * @param notPrefixes it begins with none of these
 */
public record TextHint(Set<String> anyOf, List<String> prefixes, Set<String> not, List<String> notPrefixes) {

    /** Any text will do. */
    public static final TextHint ANY = new TextHint(null, List.of(), Set.of(), List.of());

    /** No text will do. */
    public static final TextHint NONE = oneOf(Set.of());

    /** How many texts and prefixes a hint has at most. */
    static final int LARGEST = 200;

    public TextHint {
        anyOf = anyOf == null ? null : Set.copyOf(anyOf);
        prefixes = List.copyOf(prefixes);
        not = Set.copyOf(not);
        notPrefixes = List.copyOf(notPrefixes);
    }

    static TextHint oneOf(Set<String> texts) {
        return new TextHint(texts, List.of(), Set.of(), List.of());
    }

    /** The conditions of a filter, each of which an empty list leaves out. */
    static TextHint of(List<String> names, List<String> prefixes, List<String> notNames, List<String> notPrefixes) {
        TextHint rest = new TextHint(null, prefixes, new LinkedHashSet<>(notNames), notPrefixes);
        if (names.isEmpty()) {
            return rest;
        }
        Set<String> left = new LinkedHashSet<>(names);
        left.removeIf(name -> !rest.admits(name));
        return oneOf(left);
    }

    /** Whether a text will do. */
    public boolean admits(String text) {
        if (anyOf != null) {
            return anyOf.contains(text);
        }
        return (prefixes.isEmpty() || prefixes.stream().anyMatch(text::startsWith))
                && !not.contains(text)
                && notPrefixes.stream().noneMatch(text::startsWith);
    }

    /** Whether no text will do. */
    public boolean isNone() {
        return anyOf != null && anyOf.isEmpty();
    }

    /** Whether any text will do. */
    public boolean isAny() {
        return equals(ANY);
    }

    /** The same for texts that have lost their beginning: what does not begin so can no longer be meant. */
    TextHint without(String beginning) {
        if (anyOf != null) {
            Set<String> left = new LinkedHashSet<>();
            anyOf.stream()
                    .filter(text -> text.startsWith(beginning))
                    .forEach(text -> left.add(text.substring(beginning.length())));
            return oneOf(left);
        }
        if (prefixes.isEmpty() || prefixes.stream().anyMatch(beginning::startsWith)) {
            return ANY;
        }
        List<String> left = prefixes.stream()
                .filter(prefix -> prefix.startsWith(beginning))
                .map(prefix -> prefix.substring(beginning.length()))
                .toList();
        return left.isEmpty() ? NONE : new TextHint(null, left, Set.of(), List.of());
    }

    /** Whether it has too many parts to be worth handing to a database. */
    boolean isLarge() {
        int inSet = anyOf == null ? 0 : anyOf.size();
        return Stream.of(inSet, prefixes.size(), not.size(), notPrefixes.size())
                        .mapToInt(Integer::intValue)
                        .sum()
                > LARGEST;
    }
}
