package dev.waystation.jinja.syntax;

import dev.waystation.jinja.Limits;
import dev.waystation.jinja.tree.Block;
import dev.waystation.jinja.tree.Escaping;
import dev.waystation.jinja.tree.Expr;
import dev.waystation.jinja.tree.Literals;
import dev.waystation.jinja.tree.Stmt;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the parser knows beside the tokens: where it is, and what it has seen. */
final class ParseState {
    /** Enough for what an author writes as literals. */
    private static final Limits FOLDING = new Limits(1, 1, 100_000, 1 << 20, 10_000, Duration.ofMillis(100), 1, 200);

    private final Rendering.Library library;
    private final int maximumHeight;
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private Escaping escaping = Escaping.OFF;
    private boolean soft;
    private boolean slicedLiterals;
    private PyError assertion;
    private int loops;
    private int loopDepth;
    private int deepestLoop;

    ParseState(Rendering.Library library, int maximumHeight) {
        this.library = library;
        this.maximumHeight = maximumHeight;
    }

    Map<String, Block> blocks() {
        return blocks;
    }

    Escaping escaping() {
        return escaping;
    }

    void escaping(Escaping now) {
        escaping = now;
    }

    /** Whether an unknown filter fails only if it is reached: in a branch of an if. */
    boolean soft() {
        return soft;
    }

    void soft(boolean on) {
        soft = on;
    }

    /** An error that does not keep a template from being saved, but from being rendered. The first one counts. */
    void fail(PyError error) {
        if (assertion == null) {
            assertion = error;
        }
    }

    PyError assertion() {
        return assertion;
    }

    /** Goes back to what was known before, as the place turned out to be a branch. */
    void assertion(PyError before) {
        assertion = before;
    }

    PyCallable filter(String name, int offset) {
        PyCallable filter = library.filter(name);
        if (filter == null && !soft) {
            fail(Source.error(PyError.Type.ASSERTION, offset, "No filter named '" + name + "'."));
        }
        return filter;
    }

    PyCallable test(String name, int offset) {
        PyCallable test = library.test(name);
        if (test == null && !soft) {
            fail(Source.error(PyError.Type.ASSERTION, offset, "No test named '" + name + "'."));
        }
        return test;
    }

    void used(String name) {
        uses.merge(name, 1, Integer::sum);
    }

    int uses(String name) {
        return uses.getOrDefault(name, 0);
    }

    void enterLoop() {
        loops++;
        deepestLoop = Math.max(deepestLoop, ++loopDepth);
    }

    void leaveLoop() {
        loopDepth--;
    }

    int loops() {
        return loops;
    }

    int deepestLoop() {
        return deepestLoop;
    }

    <E extends Expr> E check(E expr, Token token) {
        checkHeight(expr.height(), token);
        return expr;
    }

    /** Notes that a literal is sliced. */
    void slicedLiteral() {
        slicedLiterals = true;
    }

    /**
     * Checks an expression, and evaluates it if Jinja does so while compiling and that makes a difference: a slice of a
     * literal that cannot be sliced is undefined then, and an error later.
     */
    Expr fold(Expr expr, Token token) {
        checkHeight(expr.height(), token);
        if (!slicedLiterals || escaping == Escaping.ASK || !expr.constant() || expr instanceof Literals.Const) {
            return expr;
        }
        try {
            Rendering rendering = new Rendering(FOLDING, library, 0);
            rendering.folding(true);
            Object value = expr.eval(rendering, null);
            return Literals.isLiteral(rendering, value) ? new Literals.Const(value) : expr;
        } catch (PyError e) {
            return expr;
        }
    }

    <S extends Stmt> S check(S stmt, Token token) {
        checkHeight(stmt.height(), token);
        return stmt;
    }

    private void checkHeight(int height, Token token) {
        if (height > maximumHeight) {
            throw Source.error(
                    PyError.Type.LIMIT,
                    token.offset(),
                    "the template is nested more than " + maximumHeight + " levels deep");
        }
    }
}
