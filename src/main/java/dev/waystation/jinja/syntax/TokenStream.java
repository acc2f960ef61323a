package dev.waystation.jinja.syntax;

import dev.waystation.jinja.value.PyError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens one after the other, with the errors of a parser that expected something else. */
final class TokenStream {
    private final List<Token> tokens;
    private final int maximumDepth;
    /** One String object for each name, so that scopes can compare by identity. */
    private final Map<String, String> names = new HashMap<>();

    private int at;
    private int depth;

    TokenStream(Source source, int maximumDepth) {
        this.tokens = Lexer.tokens(source);
        this.maximumDepth = maximumDepth;
        for (String name : List.of("loop", "caller", "varargs", "kwargs", "self", "super")) {
            names.put(name, name);
        }
    }

    Token current() {
        Token token = tokens.get(at);
        if (token.is(Token.Kind.ERROR)) {
            throw (PyError) token.value();
        }
        return token;
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean isOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean isName(String name) {
        return current().isName(name);
    }

    boolean skipOperator(String operator) {
        boolean found = isOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipName(String name) {
        boolean found = isName(name);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Token.Kind kind) {
        if (!current().is(kind)) {
            throw expected("'" + kind.shown() + "'");
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!isOperator(operator)) {
            throw expected("'" + operator + "'");
        }
        next();
    }

    void expectName(String name) {
        if (!isName(name)) {
            throw expected("'" + name + "'");
        }
        next();
    }

    String name() {
        return intern(expect(Token.Kind.NAME).text());
    }

    String intern(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    private PyError expected(String what) {
        Token token = current();
        if (token.is(Token.Kind.END)) {
            return error(token, "unexpected end of template, expected " + what + ".");
        }
        return error(token, "expected token " + what + ", got '" + token.shown() + "'");
    }

    PyError error(Token token, String message) {
        return Source.error(token.offset(), message);
    }

    /** One level deeper in the template; {@link #leave} must follow. */
    void enter() {
        if (++depth > maximumDepth) {
            throw tooDeep(current());
        }
    }

    void leave() {
        depth--;
    }

    PyError tooDeep(Token token) {
        return Source.error(
                PyError.Type.LIMIT,
                token.offset(),
                "the template is nested more than " + maximumDepth + " levels deep");
    }
}
