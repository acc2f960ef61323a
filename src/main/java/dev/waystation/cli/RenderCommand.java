package dev.waystation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.jinja.HeaderMap;
import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Json;
import dev.waystation.jinja.TemplateError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code render}: renders templates outside the gateway, so that users can test theirs.
 *
 * <p>{@code render TEMPLATE [REQUEST]} renders a file with a request: a file with a JSON object whose keys are the
 * template's variables, {@code method}, {@code headers} and {@code body}. {@code render --ndjson} reads
 * {@code {"template":…,"context":{…}}} a line and writes {@code {"rendered":…}} or {@code {"error":…}} a line.
 */
final class RenderCommand {

    /** Everything beyond ASCII is escaped: a rendered text can hold halves of characters that UTF-8 has no form for. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JinjaEngine engine = new JinjaEngine();
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RenderCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = err;
    }

    /** 0 when all went well, 1 when a template failed, 2 when the call was wrong. */
    int run(List<String> arguments) throws IOException {
        try {
            if (arguments.equals(List.of("--ndjson"))) {
                return renderLines();
            }
            if (arguments.isEmpty() || arguments.size() > 2 || arguments.get(0).startsWith("--")) {
                err.println("Usage: render TEMPLATE [REQUEST]   or   render --ndjson");
                return 2;
            }
            return renderFile(Path.of(arguments.get(0)), arguments.size() == 2 ? Path.of(arguments.get(1)) : null);
        } finally {
            out.flush();
        }
    }

    private int renderFile(Path template, Path request) throws IOException {
        for (Path file : request == null ? List.of(template) : List.of(template, request)) {
            if (!Files.isReadable(file)) {
                err.println("There is no readable file " + file);
                return 2;
            }
        }
        Map<String, Object> context = Map.of();
        if (request != null) {
            try {
                context = context(Json.parse(Files.readString(request)));
            } catch (IllegalArgumentException e) {
                err.println(request + ": " + e.getMessage());
                return 2;
            }
        }
        try {
            out.print(engine.compile(template.toString(), Files.readString(template))
                    .render(context));
            return 0;
        } catch (TemplateError e) {
            err.println(template + ":" + e.line() + ":" + e.column() + ": " + e.detail());
            return 1;
        }
    }

    private int renderLines() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        boolean failed = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            ObjectNode answer = renderLine(line);
            failed |= answer.has("error");
            out.println(text(answer));
        }
        return failed ? 1 : 0;
    }

    private ObjectNode renderLine(String line) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            if (!(Json.parse(line) instanceof Map<?, ?> job) || !(job.get("template") instanceof String template)) {
                return answer.put("error", "expected an object with 'template', a text, and 'context', an object");
            }
            return answer.put("rendered", engine.template(template).render(context(job.get("context"))));
        } catch (TemplateError e) {
            return answer.put("error", e.detail()).put("line", e.line()).put("column", e.column());
        } catch (IllegalArgumentException e) {
            return answer.put("error", e.getMessage());
        }
    }

    /** The variables of a template; {@code headers} ignores case. */
    private static Map<String, Object> context(Object json) {
        if (json == null) {
            return Map.of();
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("expected an object with method, headers and body");
        }
        Map<String, Object> context = new LinkedHashMap<>();
        object.forEach((name, value) -> context.put(String.valueOf(name), value));
        if (context.get("headers") instanceof Map<?, ?> headers) {
            Map<String, String> texts = new LinkedHashMap<>();
            headers.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            context.put("headers", HeaderMap.withNamesAsGiven(texts));
        }
        return context;
    }

    private static String text(ObjectNode answer) {
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON could not be written", e);
        }
    }
}
