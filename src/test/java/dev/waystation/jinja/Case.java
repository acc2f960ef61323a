package dev.waystation.jinja;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A template, its context, and what Python's Jinja2 made of them: a text, or an error. */
record Case(String id, String template, Map<String, Object> context, String expected, String error) {
    @SuppressWarnings("unchecked")
    static Case of(String line) {
        Map<String, Object> fields = (Map<String, Object>) Json.parse(line);
        Map<String, Object> context = new LinkedHashMap<>((Map<String, Object>) fields.get("context"));
        // Python's header mapping in the corpus shows names as they were sent.
        context.computeIfPresent(
                "headers", (name, headers) -> HeaderMap.withNamesAsGiven((Map<String, String>) headers));
        boolean fails = Boolean.TRUE.equals(fields.get("expect_error"));
        return new Case(
                (String) fields.get("id"),
                (String) fields.get("template"),
                context,
                fails ? null : (String) fields.get("expect"),
                fails ? String.valueOf(fields.get("error")) : null);
    }

    static List<Case> ofResource(String name) {
        try (InputStream in = Case.class.getResourceAsStream(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return ofLines(lines.lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Case> ofLines(Stream<String> lines) {
        return lines.filter(line -> !line.isBlank()).map(Case::of).toList();
    }

    /** What this engine makes of it: the text, or null for an error. */
    String render(JinjaEngine engine) {
        try {
            return engine.compile(template).render(context);
        } catch (TemplateError e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return id + " " + template;
    }
}
