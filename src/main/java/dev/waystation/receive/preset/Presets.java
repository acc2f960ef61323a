package dev.waystation.receive.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.signature.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The presets: {@code presets.json} beside this class, and a file for each template. Immutable. */
public final class Presets {

    private static final List<Preset> ALL = load();

    private Presets() {}

    /** All, in the order in which people should see them. */
    public static List<Preset> all() {
        return ALL;
    }

    /** Their names, in the same order. */
    public static List<String> names() {
        return ALL.stream().map(Preset::name).toList();
    }

    /** The preset with that name, in exactly that spelling. */
    public static Optional<Preset> find(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    private static List<Preset> load() {
        try {
            List<Preset> presets = new ArrayList<>();
            for (JsonNode json : JsonMapper.builder().build().readTree(text("presets.json"))) {
                presets.add(preset(json));
            }
            return List.copyOf(presets);
        } catch (IOException e) {
            throw new UncheckedIOException("the presets inside the jar cannot be read", e);
        }
    }

    private static Preset preset(JsonNode json) throws IOException {
        String name = json.get("name").asText();
        JsonNode scheme = json.get("scheme");
        JsonNode key = json.get("deduplication_key");
        return new Preset(
                name,
                json.get("title").asText(),
                json.get("description").asText(),
                text(name + ".jinja").strip(),
                scheme == null ? null : Scheme.ofWireName(scheme.asText()).orElseThrow(),
                key == null ? null : new Deduplication(key.asText(), Deduplication.DEFAULT_WINDOW));
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
