package dev.waystation.jinja.syntax;

import dev.waystation.jinja.syntax.Token.Kind;
import dev.waystation.jinja.tree.Block;
import dev.waystation.jinja.tree.Body;
import dev.waystation.jinja.tree.Escaping;
import dev.waystation.jinja.tree.Expr;
import dev.waystation.jinja.tree.ForLoop;
import dev.waystation.jinja.tree.Literals;
import dev.waystation.jinja.tree.MacroStatements;
import dev.waystation.jinja.tree.Print;
import dev.waystation.jinja.tree.Reach;
import dev.waystation.jinja.tree.Statements;
import dev.waystation.jinja.tree.Stmt;
import dev.waystation.jinja.tree.Targets;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Templates and their statements. */
public final class Parser {
    private final TokenStream tokens;
    private final ParseState state;
    private final ExpressionParser expressions;
    /** What each open statement waits for, for the error that names it. */
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * A template that has been read.
     *
     * @param body what it does
     * @param blocks its blocks by name
     * @param assertion why it cannot be rendered although its syntax is right, or null
     * @param loops how many for loops it has
     * @param deepestLoop how deep they are nested
     */
    public record Parsed(Body body, Map<String, Block> blocks, PyError assertion, int loops, int deepestLoop) {}

    private Parser(Source source, Rendering.Library library, int maximumNesting) {
        this.tokens = new TokenStream(source, maximumNesting);
        this.state = new ParseState(library, maximumNesting);
        this.expressions = new ExpressionParser(tokens, state);
    }

    /** Reads a template; a syntax error, or a limit if it is nested too deep, with its offset. */
    public static Parsed parse(Source source, Rendering.Library library, int maximumNesting) {
        Parser parser = new Parser(source, library, maximumNesting);
        Body body = parser.body(Set.of());
        ParseState state = parser.state;
        return new Parsed(body, Map.copyOf(state.blocks()), state.assertion(), state.loops(), state.deepestLoop());
    }

    /** Statements up to one of the tags, which is left standing, or to the end. */
    private Body body(Set<String> ends) {
        tokens.enter();
        Token start = tokens.current();
        List<Stmt> statements = new ArrayList<>();
        while (!tokens.current().is(Kind.END)) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> statements.add(new Print.Text(token.text()));
                case VARIABLE_BEGIN -> {
                    Expr expr = expressions.tuple(true, false);
                    tokens.expect(Kind.VARIABLE_END);
                    statements.add(state.check(new Print.Value(expr, state.escaping(), token.offset()), token));
                }
                case BLOCK_BEGIN -> {
                    Token tag = tokens.current();
                    if (tag.is(Kind.NAME) && ends.contains(tag.text())) {
                        tokens.leave();
                        return state.check(new Body(statements), start);
                    }
                    statement(tag, statements);
                    tokens.expect(Kind.BLOCK_END);
                }
                default -> throw tokens.error(token, "unexpected '" + token.shown() + "'");
            }
        }
        if (!ends.isEmpty()) {
            throw unclosed(tokens.current(), ends, true);
        }
        tokens.leave();
        return state.check(new Body(statements), start);
    }

    /** The body of a statement: closes its tag, then statements; a colon before is allowed as in Python. */
    private Body inner(String tag, Set<String> ends) {
        tokens.skipOperator(":");
        tokens.expect(Kind.BLOCK_END);
        open.push(tag);
        boolean soft = state.soft();
        if (!tag.equals("if")) {
            state.soft(false);
        }
        Body body = body(ends);
        state.soft(soft);
        open.pop();
        return body;
    }

    private Body innerTo(String tag, String end) {
        Body body = inner(tag, Set.of(end));
        tokens.next();
        return body;
    }

    private PyError unclosed(Token token, Set<String> ends, boolean ended) {
        String waits = ends.stream()
                .sorted()
                .map(end -> "'" + end + "'")
                .reduce((a, b) -> a + " or " + b)
                .orElse("");
        String what = ended ? "Unexpected end of template." : "Encountered unknown tag '" + token.text() + "'.";
        if (!waits.isEmpty()) {
            what += " Jinja was looking for the following tags: " + waits + ".";
        }
        if (!open.isEmpty()) {
            what += " The innermost block that needs to be closed is '" + open.peek() + "'.";
        }
        return tokens.error(token, what);
    }

    private void statement(Token tag, List<Stmt> statements) {
        if (!tag.is(Kind.NAME)) {
            throw tokens.error(tag, "tag name expected");
        }
        tokens.next();
        Stmt statement =
                switch (tag.text()) {
                    case "for" -> forLoop(tag);
                    case "if" -> ifStatement(tag);
                    case "set" -> set(tag);
                    case "block" -> block(tag);
                    case "macro" -> macro();
                    case "call" -> call(tag);
                    case "filter" -> filter();
                    case "with" -> with(tag);
                    case "autoescape" -> autoescape(tag);
                    case "print" -> {
                        print(tag, statements);
                        yield null;
                    }
                    case "include" -> include(tag);
                    case "extends" -> {
                        expressions.expression();
                        yield new Statements.OtherTemplate(tag.offset());
                    }
                    case "import" -> importAs(tag);
                    case "from" -> fromImport(tag);
                    default -> throw unclosed(tag, Set.of(), false);
                };
        if (statement != null) {
            statements.add(state.check(statement, tag));
        }
    }

    private void print(Token tag, List<Stmt> statements) {
        boolean first = true;
        while (!tokens.current().is(Kind.BLOCK_END)) {
            if (!first) {
                tokens.expectOperator(",");
            }
            first = false;
            Expr expr = expressions.expression();
            statements.add(state.check(new Print.Value(expr, state.escaping(), tag.offset()), tag));
        }
    }

    private Stmt forLoop(Token tag) {
        Targets.Target target = target(false);
        failOnLoopName(target, tag);
        tokens.expectName("in");
        Expr items = expressions.tuple(false, false, "recursive");
        Expr test = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        state.enterLoop();
        int uses = state.uses("loop");
        Body body = inner("for", Set.of("endfor", "else"));
        boolean usesLoop = state.uses("loop") > uses;
        Body otherwise = new Body(List.of());
        if (tokens.next().text().equals("else")) {
            otherwise = innerTo("for", "endfor");
        }
        state.leaveLoop();
        return new ForLoop(target, items, test, recursive, body, otherwise, usesLoop, state.escaping(), tag.offset());
    }

    private void failOnLoopName(Targets.Target target, Token tag) {
        boolean loop =
                target instanceof Targets.Variable variable && variable.name().equals("loop")
                        || target instanceof Targets.Several several
                                && several.targets().contains(new Targets.Variable("loop"));
        if (loop) {
            state.fail(Source.error(
                    PyError.Type.ASSERTION, tag.offset(), "Can't assign to special loop variable in for-loop target"));
        }
    }

    private Stmt ifStatement(Token tag) {
        boolean soft = state.soft();
        state.soft(true);
        List<Expr> tests = new ArrayList<>();
        List<Body> bodies = new ArrayList<>();
        Body otherwise = new Body(List.of());
        while (true) {
            tests.add(expressions.tuple(false, false));
            bodies.add(inner("if", Set.of("elif", "else", "endif")));
            String next = tokens.next().text();
            if (next.equals("else")) {
                otherwise = innerTo("if", "endif");
            }
            if (!next.equals("elif")) {
                break;
            }
        }
        state.soft(soft);
        return new Statements.If(tests, bodies, otherwise, tag.offset());
    }

    private Stmt set(Token tag) {
        Targets.Target target = target(true);
        if (tokens.skipOperator("=")) {
            return new Statements.Assign(target, expressions.tuple(true, false), tag.offset());
        }
        boolean soft = state.soft();
        state.soft(false);
        Reach.Filter filter = expressions.blockFilters(false);
        state.soft(soft);
        Body body = innerTo("set", "endset");
        return new Statements.AssignBlock(target, filter, body, state.escaping(), tag.offset());
    }

    /** Something to assign to: with commas a tuple; attributes of namespaces only where allowed. */
    private Targets.Target target(boolean namespaces) {
        Token start = tokens.current();
        List<Targets.Target> targets = new ArrayList<>();
        boolean tuple = false;
        while (!tokens.current().is(Kind.BLOCK_END) && !tokens.isOperator(")") && !tokens.isName("in")) {
            targets.add(oneTarget(namespaces));
            if (!tokens.isOperator(",")) {
                break;
            }
            tuple = true;
            tokens.next();
        }
        if (targets.isEmpty()) {
            throw tokens.error(start, "Expected an expression, got '" + start.shown() + "'");
        }
        return tuple ? new Targets.Several(targets) : targets.get(0);
    }

    private Targets.Target oneTarget(boolean namespaces) {
        Token token = tokens.current();
        if (namespaces && token.is(Kind.NAME) && tokens.ahead().isOperator(".")) {
            String name = tokens.name();
            tokens.next();
            return new Targets.NamespaceAttribute(name, tokens.name());
        }
        return assignable(expressions.primary(), token);
    }

    private Targets.Target assignable(Expr expr, Token token) {
        if (expr instanceof Reach.Name name) {
            return new Targets.Variable(name.name());
        }
        if (expr instanceof Literals.Items items && items.tuple()) {
            List<Targets.Target> targets = new ArrayList<>();
            items.items().forEach(item -> targets.add(assignable(item, token)));
            return new Targets.Several(targets);
        }
        String what = expr instanceof Literals.Const
                ? "const"
                : expr.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        throw tokens.error(token, "can't assign to '" + what + "'");
    }

    private String variable() {
        Token token = tokens.current();
        String name = tokens.name();
        if (Set.of("true", "True", "false", "False", "none", "None").contains(name)) {
            throw tokens.error(token, "can't assign to 'const'");
        }
        return name;
    }

    private Stmt block(Token tag) {
        String name = tokens.name();
        boolean scoped = tokens.skipName("scoped");
        boolean required = tokens.skipName("required");
        if (tokens.isOperator("-")) {
            throw tokens.error(
                    tokens.current(),
                    "Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
                            + " use an underscore instead.");
        }
        if (scoped) {
            state.used("loop");
        }
        Token start = tokens.ahead();
        Escaping escaping = state.escaping();
        // A block is compiled apart, without regard to an autoescape around it.
        state.escaping(Escaping.OFF);
        Body body = innerTo("block", "endblock");
        state.escaping(escaping);
        tokens.skipName(name);
        boolean blank =
                !start.is(Kind.DATA) || start.text().chars().allMatch(c -> dev.waystation.jinja.value.Text.isSpace(c));
        if (required && (!start.is(Kind.BLOCK_BEGIN) && !start.is(Kind.DATA) || !blank)) {
            throw tokens.error(tag, "Required blocks can only contain comments or whitespace");
        }
        Block block = new Block(name, body, scoped, required, tag.offset());
        if (state.blocks().putIfAbsent(name, block) != null) {
            state.fail(Source.error(PyError.Type.ASSERTION, tag.offset(), "block '" + name + "' defined twice"));
        }
        return block;
    }

    private record Parameters(List<String> names, List<Expr> defaults) {}

    private Parameters parameters() {
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        tokens.expectOperator("(");
        while (!tokens.isOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token token = tokens.current();
            String name = variable();
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty() && defaults.get(defaults.size() - 1) != null) {
                throw tokens.error(token, "non-default argument follows default argument");
            } else {
                defaults.add(null);
            }
            if (!seen.add(name)) {
                state.fail(Source.error(token.offset(), "duplicate argument '" + name + "' in macro definition"));
            }
            if (name.equals("caller") && defaults.get(defaults.size() - 1) == null) {
                state.fail(Source.error(
                        PyError.Type.ASSERTION,
                        token.offset(),
                        "the special \"caller\" argument must be omitted or be given a default."));
            }
            names.add(name);
        }
        tokens.expectOperator(")");
        return new Parameters(names, defaults);
    }

    private MacroStatements.Uses usesSince(int varargs, int kwargs, int caller) {
        return new MacroStatements.Uses(
                state.uses("varargs") > varargs, state.uses("kwargs") > kwargs, state.uses("caller") > caller);
    }

    private Stmt macro() {
        String name = variable();
        int varargs = state.uses("varargs");
        int kwargs = state.uses("kwargs");
        int caller = state.uses("caller");
        boolean soft = state.soft();
        state.soft(false);
        Parameters parameters = parameters();
        state.soft(soft);
        Body body = innerTo("macro", "endmacro");
        return new MacroStatements.Define(
                name, parameters.names(), parameters.defaults(), body, usesSince(varargs, kwargs, caller));
    }

    private Stmt call(Token tag) {
        Parameters parameters = tokens.isOperator("(") ? parameters() : new Parameters(List.of(), List.of());
        Token start = tokens.current();
        if (!(expressions.expression() instanceof Reach.Call call)) {
            throw tokens.error(start, "expected call");
        }
        int varargs = state.uses("varargs");
        int kwargs = state.uses("kwargs");
        int caller = state.uses("caller");
        Body body = innerTo("call", "endcall");
        return new MacroStatements.CallBlock(
                call,
                parameters.names(),
                parameters.defaults(),
                body,
                usesSince(varargs, kwargs, caller),
                state.escaping(),
                tag.offset());
    }

    private Stmt filter() {
        boolean soft = state.soft();
        state.soft(false);
        Reach.Filter filter = expressions.blockFilters(true);
        state.soft(soft);
        Body body = innerTo("filter", "endfilter");
        return new Statements.FilterBlock(filter, body, state.escaping());
    }

    private Stmt with(Token tag) {
        List<Targets.Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        boolean soft = state.soft();
        state.soft(false);
        while (!tokens.current().is(Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(target(false));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        state.soft(soft);
        return new Statements.With(targets, values, innerTo("with", "endwith"), tag.offset());
    }

    private Stmt autoescape(Token tag) {
        Expr on = expressions.expression();
        Escaping before = state.escaping();
        boolean known = on instanceof Literals.Const;
        state.escaping(
                !known ? Escaping.ASK : Values.truthy(((Literals.Const) on).value()) ? Escaping.ON : Escaping.OFF);
        Body body = innerTo("autoescape", "endautoescape");
        state.escaping(before);
        return new Statements.Autoescape(on, body, tag.offset());
    }

    private Stmt include(Token tag) {
        expressions.expression();
        if (tokens.isName("ignore") && tokens.ahead().isName("missing")) {
            tokens.next();
            tokens.next();
        }
        importContext();
        return new Statements.OtherTemplate(tag.offset());
    }

    private boolean importContext() {
        boolean found = (tokens.isName("with") || tokens.isName("without"))
                && tokens.ahead().isName("context");
        if (found) {
            tokens.next();
            tokens.next();
        }
        return found;
    }

    private Stmt importAs(Token tag) {
        expressions.expression();
        tokens.expectName("as");
        variable();
        importContext();
        return new Statements.OtherTemplate(tag.offset());
    }

    private Stmt fromImport(Token tag) {
        expressions.expression();
        tokens.expectName("import");
        boolean any = false;
        while (!importContext()) {
            if (any) {
                tokens.expectOperator(",");
            }
            if (!tokens.current().is(Kind.NAME)) {
                tokens.expect(Kind.NAME);
            }
            if (importContext()) {
                break;
            }
            Token token = tokens.current();
            if (variable().startsWith("_")) {
                state.fail(Source.error(
                        PyError.Type.ASSERTION,
                        token.offset(),
                        "names starting with an underline can not be imported"));
            }
            if (tokens.skipName("as")) {
                variable();
            }
            any = true;
            if (!tokens.isOperator(",") && !importContext()) {
                break;
            }
        }
        return new Statements.OtherTemplate(tag.offset());
    }
}
