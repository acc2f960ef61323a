package dev.waystation.jinja;

import dev.waystation.jinja.filter.Builtins;
import dev.waystation.jinja.filter.Globals;
import dev.waystation.jinja.syntax.Parser;
import dev.waystation.jinja.syntax.Source;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renders Jinja2 templates as Prefect does: Jinja2 3.1.6 in an immutable sandbox with chainable undefined values,
 * autoescape off, the humanize filters, and {@code range} limited to 100 numbers. Templates see nothing of Java and
 * cannot take more than the {@link Limits} allow.
 *
 * <p>Immutable but for its cache; any number of threads can use one engine at once.
 */
public final class JinjaEngine {
    private static final String UNNAMED = "<template>";
    private static final int CACHED_TEMPLATES = 512;
    /** Longer templates are not worth the memory: they are compiled each time. */
    private static final int LONGEST_CACHED = 1 << 16;

    private static final int MAXIMUM_LOOPS = 10;
    private static final int MAXIMUM_LOOP_DEPTH = 2;

    private final Limits limits;
    private final Rendering.Library library;
    private final Map<String, Object> globals = Globals.all();
    private final ReentrantLock cacheLock = new ReentrantLock();
    private final Map<String, Template> cache = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Template> eldest) {
            return size() > CACHED_TEMPLATES;
        }
    };

    /** An engine with {@link Limits#DEFAULT} and no links to a Prefect UI. */
    public JinjaEngine() {
        this(Limits.DEFAULT, null);
    }

    /**
     * An engine.
     *
     * @param limits what one template may cost
     * @param uiUrl where a Prefect UI is, for the filters {@code ui_url} and {@code ui_resource_events_url}, such as
     *     {@code https://app.example.com}; null makes them give None
     */
    public JinjaEngine(Limits limits, String uiUrl) {
        this.limits = limits;
        this.library = Builtins.registry(uiUrl == null ? null : uiUrl.replaceAll("/+$", ""));
    }

    /**
     * Compiles a template. Filters, tests and variables are not looked up before it is rendered.
     *
     * @throws TemplateError if its syntax is wrong or it is nested too deep
     */
    public Template compile(String source) {
        return compile(UNNAMED, source);
    }

    /** Compiles a template whose errors show a name, such as a file's. */
    public Template compile(String name, String source) {
        if (source.length() > limits.maximumSource()) {
            throw new TemplateError(
                    TemplateError.Kind.LIMIT,
                    "the template is longer than " + limits.maximumSource() + " characters",
                    name,
                    source,
                    0,
                    0);
        }
        // Prefect's rule: such a text is not a template at all, so that even a comment stays.
        if (!source.contains("{{") && !source.contains("{%")) {
            return new Template(this, name, source, null, null);
        }
        Source normalised = new Source(source);
        try {
            Parser.Parsed parsed = Parser.parse(normalised, library, limits.maximumNesting());
            return new Template(this, name, source, normalised, parsed);
        } catch (PyError e) {
            throw error(e, name, source, normalised);
        } catch (StackOverflowError e) {
            throw error(
                    PyError.limit("the template is nested too deep for this thread's stack"), name, source, normalised);
        }
    }

    /**
     * The compiled template of a text, from a cache of the {@value #CACHED_TEMPLATES} used last.
     *
     * @throws TemplateError as {@link #compile(String)}
     */
    public Template template(String source) {
        Template template = cached(source);
        if (template == null) {
            template = compile(source);
            if (source.length() <= LONGEST_CACHED) {
                cacheLock.lock();
                try {
                    cache.put(source, template);
                } finally {
                    cacheLock.unlock();
                }
            }
        }
        return template;
    }

    private Template cached(String source) {
        if (source.length() > LONGEST_CACHED) {
            return null;
        }
        cacheLock.lock();
        try {
            return cache.get(source);
        } finally {
            cacheLock.unlock();
        }
    }

    /**
     * What Prefect checks before it saves a template: its syntax, at most {@value #MAXIMUM_LOOPS} for loops, and at
     * most {@value #MAXIMUM_LOOP_DEPTH} of them nested. Unknown filters and tests pass; they fail when rendered.
     *
     * @throws TemplateError with line, detail and source; line 0 if there are too many loops
     */
    public void validate(String source) {
        Parser.Parsed parsed = compile(source).parsed();
        if (parsed == null) {
            return;
        }
        if (parsed.deepestLoop() > MAXIMUM_LOOP_DEPTH) {
            throw tooManyLoops(
                    source,
                    "Contains nested for loops at a depth of " + parsed.deepestLoop()
                            + ". Templates can nest for loops no more than " + MAXIMUM_LOOP_DEPTH + " loops deep.");
        }
        if (parsed.loops() > MAXIMUM_LOOPS) {
            throw tooManyLoops(
                    source,
                    "Contains " + parsed.loops() + " for loops. Templates can contain no more than " + MAXIMUM_LOOPS
                            + " for loops.");
        }
    }

    private static TemplateError tooManyLoops(String source, String detail) {
        return new TemplateError(TemplateError.Kind.SECURITY, detail, UNNAMED, source, 0, 0);
    }

    /** What one template may cost. */
    public Limits limits() {
        return limits;
    }

    Rendering.Library library() {
        return library;
    }

    Map<String, Object> globals() {
        return globals;
    }

    TemplateError error(PyError e, String name, String source, Source normalised) {
        TemplateError.Kind kind =
                switch (e.type()) {
                    case SYNTAX -> TemplateError.Kind.SYNTAX;
                    case LIMIT, RECURSION -> TemplateError.Kind.LIMIT;
                    case SECURITY -> TemplateError.Kind.SECURITY;
                    default -> TemplateError.Kind.RENDER;
                };
        String detail =
                kind == TemplateError.Kind.SYNTAX ? e.getMessage() : e.type().python() + ": " + e.getMessage();
        boolean placed = e.offset() >= 0;
        return new TemplateError(
                kind,
                detail,
                name,
                source,
                placed ? normalised.line(e.offset()) : 0,
                placed ? normalised.column(e.offset()) : 0);
    }
}
