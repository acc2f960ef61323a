package dev.waystation.jinja.syntax;

import dev.waystation.jinja.syntax.Token.Kind;
import dev.waystation.jinja.tree.Arguments;
import dev.waystation.jinja.tree.Expr;
import dev.waystation.jinja.tree.Literals;
import dev.waystation.jinja.tree.Operators;
import dev.waystation.jinja.tree.Reach;
import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expressions, by climbing over the precedence of operators. */
final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARE = 4;
    private static final int SUM = 5;
    private static final int CONCAT = 6;
    private static final int PRODUCT = 7;
    private static final int POWER = 8;
    private static final int UNARY = 9;

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Map<String, Operators.Operation> OPERATIONS = Map.of(
            "+", Arithmetic::add,
            "-", Arithmetic::subtract,
            "*", Arithmetic::multiply,
            "/", Arithmetic::divide,
            "//", Arithmetic::floorDivide,
            "%", Arithmetic::modulo,
            "**", Arithmetic::power);
    private static final Operators.Operation NEGATE = (r, value, nothing) -> Arithmetic.negate(value);
    private static final Operators.Operation PLUS = (r, value, nothing) -> Arithmetic.plus(value);
    /** Filters that Jinja does not evaluate while compiling, because they need the context. */
    private static final Set<String> CONTEXT_FILTERS =
            Set.of("map", "select", "reject", "selectattr", "rejectattr", "random");

    private final TokenStream tokens;
    private final ParseState state;

    ExpressionParser(TokenStream tokens, ParseState state) {
        this.tokens = tokens;
        this.state = state;
    }

    /** An expression, with {@code if … else}. */
    Expr expression() {
        tokens.enter();
        Token start = tokens.current();
        boolean soft = state.soft();
        PyError assertion = state.assertion();
        Expr expr = operators(OR);
        while (tokens.isName("if")) {
            tokens.next();
            // What came before is a branch after all.
            state.assertion(assertion);
            state.soft(true);
            Expr test = operators(OR);
            Expr otherwise = tokens.skipName("else") ? expression() : null;
            expr = state.fold(new Operators.Conditional(test, expr, otherwise), start);
        }
        state.soft(soft);
        tokens.leave();
        return expr;
    }

    /** An expression without {@code if … else}. */
    Expr simple() {
        tokens.enter();
        Expr expr = operators(OR);
        tokens.leave();
        return expr;
    }

    private int level(Token token) {
        if (token.is(Kind.NAME)) {
            return switch (token.text()) {
                case "or" -> OR;
                case "and" -> AND;
                case "in" -> COMPARE;
                case "not" -> tokens.ahead().isName("in") ? COMPARE : 0;
                default -> 0;
            };
        }
        if (!token.is(Kind.OPERATOR)) {
            return 0;
        }
        return switch (token.text()) {
            case "+", "-" -> SUM;
            case "~" -> CONCAT;
            case "*", "/", "//", "%" -> PRODUCT;
            case "**" -> POWER;
            default -> COMPARISONS.contains(token.text()) ? COMPARE : 0;
        };
    }

    private Expr operators(int lowest) {
        Token start = tokens.current();
        Expr left;
        int highest = UNARY;
        if (lowest <= NOT && tokens.isName("not")) {
            tokens.next();
            tokens.enter();
            left = state.fold(new Operators.Not(operators(NOT)), start);
            tokens.leave();
            highest = AND;
        } else {
            left = unary(true);
        }
        for (int level = level(tokens.current());
                level >= lowest && level <= highest && level > 0;
                level = level(tokens.current())) {
            left = state.fold(operator(left, level), start);
            highest = level;
        }
        return left;
    }

    private Expr operator(Expr left, int level) {
        switch (level) {
            case OR:
                tokens.next();
                return new Operators.Logic(false, left, operators(AND));
            case AND:
                tokens.next();
                return new Operators.Logic(true, left, operators(NOT));
            case COMPARE:
                return comparison(left);
            case CONCAT:
                List<Expr> parts = new ArrayList<>(List.of(left));
                while (tokens.skipOperator("~")) {
                    parts.add(operators(PRODUCT));
                }
                return new Operators.Concat(parts, state.escaping());
            default:
                Operators.Operation operation = OPERATIONS.get(tokens.next().text());
                return new Operators.Arithmetic(operation, left, level == POWER ? unary(true) : operators(level + 1));
        }
    }

    private Expr comparison(Expr first) {
        List<String> operators = new ArrayList<>();
        List<Expr> operands = new ArrayList<>();
        while (level(tokens.current()) == COMPARE) {
            String operator = tokens.next().text();
            if (operator.equals("not")) {
                tokens.next();
                operator = "not in";
            }
            operators.add(operator);
            operands.add(operators(SUM));
        }
        return new Operators.Compare(first, operators, operands);
    }

    private Expr unary(boolean withFilters) {
        Token start = tokens.current();
        Expr expr;
        if (start.isOperator("-") || start.isOperator("+")) {
            tokens.next();
            tokens.enter();
            Expr operand = unary(false);
            tokens.leave();
            expr = state.fold(new Operators.Arithmetic(start.isOperator("-") ? NEGATE : PLUS, operand, null), start);
        } else {
            expr = primary();
        }
        expr = postfix(expr);
        return withFilters ? filters(expr) : expr;
    }

    /** A name, a literal, or something in brackets. */
    Expr primary() {
        Token token = tokens.current();
        switch (token.kind()) {
            case NAME:
                tokens.next();
                return name(token.text());
            case STRING:
                StringBuilder text = new StringBuilder();
                while (tokens.current().is(Kind.STRING)) {
                    text.append(tokens.next().text());
                }
                return new Literals.Const(text.toString());
            case INTEGER, FLOAT:
                tokens.next();
                return new Literals.Const(token.value());
            case OPERATOR:
                return bracketed(token);
            default:
                throw tokens.error(token, "unexpected '" + token.shown() + "'");
        }
    }

    private Expr name(String name) {
        switch (name) {
            case "true", "True":
                return new Literals.Const(true);
            case "false", "False":
                return new Literals.Const(false);
            case "none", "None":
                return new Literals.Const(None.NONE);
            default:
                state.used(name);
                return new Reach.Name(tokens.intern(name));
        }
    }

    private Expr bracketed(Token token) {
        tokens.enter();
        Expr expr;
        switch (token.text()) {
            case "(" -> {
                tokens.next();
                expr = tuple(true, true);
                tokens.expectOperator(")");
            }
            case "[" -> {
                tokens.next();
                List<Expr> items = new ArrayList<>();
                while (!tokens.isOperator("]")) {
                    if (!items.isEmpty()) {
                        tokens.expectOperator(",");
                    }
                    if (!tokens.isOperator("]")) {
                        items.add(expression());
                    }
                }
                tokens.next();
                expr = new Literals.Items(items, false);
            }
            case "{" -> expr = dict();
            default -> throw tokens.error(token, "unexpected '" + token.text() + "'");
        }
        tokens.leave();
        return state.fold(expr, token);
    }

    private Expr dict() {
        tokens.next();
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.isOperator("}")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
            }
            if (!tokens.isOperator("}")) {
                keys.add(expression());
                tokens.expectOperator(":");
                values.add(expression());
            }
        }
        tokens.next();
        return new Literals.Dict(keys, values);
    }

    /** One expression, or several with commas as a tuple; none only if brackets say so. */
    Expr tuple(boolean withConditional, boolean emptyAllowed) {
        return tuple(withConditional, emptyAllowed, "");
    }

    /** A tuple that also ends before a name. */
    Expr tuple(boolean withConditional, boolean emptyAllowed, String end) {
        Token start = tokens.current();
        List<Expr> items = new ArrayList<>();
        boolean isTuple = false;
        while (!endsTuple(end)) {
            items.add(withConditional ? expression() : simple());
            if (!tokens.isOperator(",")) {
                break;
            }
            isTuple = true;
            tokens.next();
        }
        if (!isTuple && !items.isEmpty()) {
            return items.get(0);
        }
        if (!isTuple && !emptyAllowed) {
            throw tokens.error(start, "Expected an expression, got '" + start.shown() + "'");
        }
        return state.fold(new Literals.Items(items, true), start);
    }

    private boolean endsTuple(String end) {
        Token token = tokens.current();
        return token.is(Kind.VARIABLE_END) || token.is(Kind.BLOCK_END) || token.isOperator(")") || token.isName(end);
    }

    /** Attributes, items and calls. */
    Expr postfix(Expr start) {
        Expr expr = start;
        while (true) {
            Token token = tokens.current();
            if (token.isOperator(".")) {
                tokens.next();
                expr = dotted(expr);
            } else if (token.isOperator("[")) {
                tokens.next();
                Expr key = subscript();
                if (expr.constant() && key instanceof Literals.Slice) {
                    state.slicedLiteral();
                }
                expr = new Reach.Item(expr, key);
            } else if (token.isOperator("(")) {
                expr = new Reach.Call(expr, arguments(), token.offset());
            } else {
                return expr;
            }
            expr = state.fold(expr, token);
        }
    }

    private Expr dotted(Expr owner) {
        Token token = tokens.next();
        if (token.is(Kind.NAME)) {
            return new Reach.Attribute(owner, tokens.intern(token.text()));
        }
        if (!token.is(Kind.INTEGER)) {
            throw tokens.error(token, "expected name or number");
        }
        return new Reach.Item(owner, new Literals.Const(token.value()));
    }

    private Expr subscript() {
        tokens.enter();
        Token start = tokens.current();
        List<Expr> keys = new ArrayList<>();
        boolean comma = false;
        while (!tokens.isOperator("]")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
                comma = true;
            }
            keys.add(slice());
        }
        tokens.next();
        tokens.leave();
        return keys.size() == 1 && !comma ? keys.get(0) : state.fold(new Literals.Items(keys, true), start);
    }

    private Expr slice() {
        Expr none = new Literals.Const(None.NONE);
        Expr from = none;
        if (!tokens.isOperator(":")) {
            from = expression();
            if (!tokens.isOperator(":")) {
                return from;
            }
        }
        tokens.next();
        Expr to = tokens.isOperator(":") || endsSlice() ? none : expression();
        Expr step = none;
        if (tokens.skipOperator(":") && !endsSlice()) {
            step = expression();
        }
        return new Literals.Slice(from, to, step);
    }

    private boolean endsSlice() {
        return tokens.isOperator("]") || tokens.isOperator(",");
    }

    /** Arguments in brackets. */
    Arguments arguments() {
        Token open = tokens.current();
        tokens.expectOperator("(");
        tokens.enter();
        List<Expr> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expr> named = new ArrayList<>();
        Expr star = null;
        Expr doubleStar = null;
        boolean comma = false;
        while (!tokens.isOperator(")")) {
            if (comma) {
                tokens.expectOperator(",");
                if (tokens.isOperator(")")) {
                    break;
                }
            }
            comma = true;
            Token token = tokens.current();
            boolean good = doubleStar == null;
            if (token.isOperator("*")) {
                good &= star == null;
                tokens.next();
                star = expression();
            } else if (token.isOperator("**")) {
                tokens.next();
                doubleStar = expression();
            } else if (token.is(Kind.NAME) && tokens.ahead().isOperator("=")) {
                names.add(tokens.name());
                tokens.next();
                named.add(expression());
            } else {
                good &= star == null && names.isEmpty();
                positional.add(expression());
            }
            if (!good) {
                throw tokens.error(open, "invalid syntax for function call expression");
            }
        }
        tokens.expectOperator(")");
        tokens.leave();
        return new Arguments(positional, names, named, star, doubleStar);
    }

    private Expr filters(Expr start) {
        Expr expr = start;
        while (true) {
            Token token = tokens.current();
            if (token.isOperator("|")) {
                tokens.next();
                expr = filter(expr);
            } else if (token.isName("is")) {
                tokens.next();
                expr = test(expr);
            } else if (token.isOperator("(")) {
                expr = new Reach.Call(expr, arguments(), token.offset());
            } else {
                return expr;
            }
            expr = state.fold(expr, token);
        }
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.name());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.name());
        }
        return name.toString();
    }

    /** A filter's name and arguments, applied to a value, or to a block's text if it is null. */
    private Reach.Filter filter(Expr value) {
        int offset = tokens.current().offset();
        String name = dottedName();
        Arguments arguments = tokens.isOperator("(") ? arguments() : Arguments.NONE;
        boolean pure = !CONTEXT_FILTERS.contains(name);
        return new Reach.Filter(value, name, state.filter(name, offset), arguments, pure, offset);
    }

    /** Filters for the text of a block; null if there are none. */
    Reach.Filter blockFilters(boolean startsWithName) {
        Reach.Filter filter = startsWithName ? state.check(filter(null), tokens.current()) : null;
        while (tokens.skipOperator("|")) {
            filter = state.check(filter(filter), tokens.current());
        }
        return filter;
    }

    private Expr test(Expr value) {
        Token start = tokens.current();
        boolean negated = tokens.skipName("not");
        int offset = tokens.current().offset();
        String name = dottedName();
        Arguments arguments = Arguments.NONE;
        Token token = tokens.current();
        if (token.isOperator("(")) {
            arguments = arguments();
        } else if (startsOperand(token)) {
            if (token.isName("is")) {
                throw tokens.error(token, "You cannot chain multiple tests with is");
            }
            tokens.enter();
            Expr argument = postfix(primary());
            tokens.leave();
            arguments = new Arguments(List.of(argument), List.of(), List.of(), null, null);
        }
        Expr test = state.fold(new Reach.Test(value, name, state.test(name, offset), arguments, offset), start);
        return negated ? state.fold(new Operators.Not(test), start) : test;
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case NAME ->
                !token.text().equals("else")
                        && !token.text().equals("or")
                        && !token.text().equals("and");
            case STRING, INTEGER, FLOAT -> true;
            default -> token.isOperator("[") || token.isOperator("{");
        };
    }
}
