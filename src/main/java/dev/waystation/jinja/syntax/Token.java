package dev.waystation.jinja.syntax;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text its text: a name, an operator, template text, or the value of a string
 * @param value the value of a number, or the error of {@link Kind#ERROR}
 * @param offset where it starts in the normalised source
 */
record Token(Kind kind, String text, Object value, int offset) {
    /** Kinds of tokens. */
    enum Kind {
        DATA("template data"),
        VARIABLE_BEGIN("begin of print statement"),
        VARIABLE_END("end of print statement"),
        BLOCK_BEGIN("begin of statement block"),
        BLOCK_END("end of statement block"),
        NAME("name"),
        STRING("string"),
        INTEGER("integer"),
        FLOAT("float"),
        OPERATOR("operator"),
        /** The lexer could not go on; only an error if the parser gets here. */
        ERROR("error"),
        END("end of template");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        /** How an error names it. */
        String shown() {
            return shown;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How an error shows it: names and operators as written. */
    String shown() {
        return kind == Kind.NAME || kind == Kind.OPERATOR ? text : kind.shown();
    }
}
