package dev.waystation.jinja;

import dev.waystation.jinja.syntax.Parser;
import dev.waystation.jinja.syntax.Source;
import dev.waystation.jinja.tree.Scope;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import java.util.Map;

/** A compiled template. It never changes, and any number of threads can render it at once. */
public final class Template {
    private static final int LARGEST_GUESS = 1 << 16;

    private final JinjaEngine engine;
    private final String name;
    private final String raw;
    private final Source source;
    private final Parser.Parsed parsed;
    private volatile int expectedLength;

    Template(JinjaEngine engine, String name, String raw, Source source, Parser.Parsed parsed) {
        this.engine = engine;
        this.name = name;
        this.raw = raw;
        this.source = source;
        this.parsed = parsed;
        this.expectedLength = Math.min(LARGEST_GUESS, raw.length() + 64);
    }

    /** The text of the template. */
    public String source() {
        return raw;
    }

    /** The name that errors show. */
    public String name() {
        return name;
    }

    /**
     * Renders the template. Every key of the context is a variable. Values may be null, texts, booleans, numbers,
     * lists, other collections, and maps with texts as keys; a map keeps its own rules of look-up, so a
     * {@link HeaderMap} ignores case. They are read while rendering and never changed.
     *
     * @return the text, exactly as Python's Jinja2 renders it
     * @throws TemplateError if the template fails on these values or takes more than the engine's limits
     */
    public String render(Map<String, ?> context) {
        if (parsed == null) {
            return raw;
        }
        if (parsed.assertion() != null) {
            throw error(parsed.assertion());
        }
        Rendering rendering = new Rendering(engine.limits(), engine.library(), expectedLength);
        try {
            rendering.enter(parsed.body().height());
            parsed.body().run(rendering, new Scope(new Scope.Root(context, engine.globals(), parsed.blocks())));
            String output = rendering.output();
            if (output.length() > expectedLength) {
                expectedLength = Math.min(LARGEST_GUESS, output.length());
            }
            return output;
        } catch (PyError e) {
            throw error(e);
        } catch (StackOverflowError e) {
            // The bounds on depth fit an ordinary stack; on a smaller one this is the bound.
            throw error(PyError.limit("the template is nested too deep for this thread's stack"));
        } catch (RuntimeException e) {
            // A fault of the engine, or of a map that the caller gave: callers still get the one exception they expect.
            throw error(new PyError(
                    PyError.Type.INTERNAL, "the engine failed: " + e.getClass().getSimpleName()));
        }
    }

    private TemplateError error(PyError e) {
        return engine.error(e, name, raw, source);
    }

    Parser.Parsed parsed() {
        return parsed;
    }
}
