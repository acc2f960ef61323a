package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.List;

/** Expressions with operators. */
public final class Operators {
    private Operators() {}

    /** What an arithmetic operator does. */
    @FunctionalInterface
    public interface Operation {
        /** Computes it. */
        Object apply(Rendering r, Object left, Object right);
    }

    /** {@code left + right} and the like; with a null right side a sign. */
    public static final class Arithmetic extends Expr {
        private final Operation operation;
        private final Expr left;
        private final Expr right;

        /** An operation on one or two operands. */
        public Arithmetic(Operation operation, Expr left, Expr right) {
            super(above(left, right));
            this.operation = operation;
            this.left = left;
            this.right = right;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object first = left.eval(r, scope);
            return operation.apply(r, first, right == null ? null : right.eval(r, scope));
        }

        @Override
        public boolean constant() {
            return left.constant() && (right == null || right.constant());
        }
    }

    /** {@code and} and {@code or}: the value of the operand that decides. */
    public static final class Logic extends Expr {
        private final boolean and;
        private final Expr left;
        private final Expr right;

        /** An {@code and}, or else an {@code or}. */
        public Logic(boolean and, Expr left, Expr right) {
            super(above(left, right));
            this.and = and;
            this.left = left;
            this.right = right;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object first = left.eval(r, scope);
            return Values.truthy(first) == and ? right.eval(r, scope) : first;
        }

        @Override
        public boolean constant() {
            return left.constant() && right.constant();
        }
    }

    /** {@code not}. */
    public static final class Not extends Expr {
        private final Expr operand;

        /** The negation of an operand. */
        public Not(Expr operand) {
            super(above(operand));
            this.operand = operand;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return !Values.truthy(operand.eval(r, scope));
        }

        @Override
        public boolean constant() {
            return operand.constant();
        }
    }

    /** {@code a ~ b ~ c}. */
    public static final class Concat extends Expr {
        private final List<Expr> parts;
        private final Escaping escaping;
        /** Jinja joins literals while compiling, and then knows of no Markup. */
        private final boolean folded;

        /** The parts as texts in a row. */
        public Concat(List<Expr> parts, Escaping escaping) {
            super(above(parts));
            this.parts = List.copyOf(parts);
            this.escaping = escaping;
            this.folded = constant(parts);
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object[] values = new Object[parts.size()];
            boolean safe = false;
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).eval(r, scope);
                safe |= values[i] instanceof Markup;
            }
            // Where escaping depends on a value, Jinja joins texts without regard to it.
            boolean escape = safe && escaping == Escaping.ON && !folded;
            TextBuilder out = new TextBuilder(r);
            for (Object value : values) {
                out.append(escape ? Markup.escape(r, value).text() : Values.str(r, value));
            }
            String text = out.toString();
            return escape ? new Markup(text) : text;
        }

        @Override
        public boolean constant() {
            return constant(parts);
        }
    }

    /** {@code a < b <= c}: every neighbouring pair must hold. */
    public static final class Compare extends Expr {
        private final Expr first;
        private final List<String> operators;
        private final List<Expr> operands;

        /** A chain of comparisons. */
        public Compare(Expr first, List<String> operators, List<Expr> operands) {
            super(Math.max(above(operands), above(first)));
            this.first = first;
            this.operators = List.copyOf(operators);
            this.operands = List.copyOf(operands);
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object left = first.eval(r, scope);
            for (int i = 0; i < operands.size(); i++) {
                Object right = operands.get(i).eval(r, scope);
                if (!holds(r, operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }

        private static boolean holds(Rendering r, String operator, Object left, Object right) {
            return switch (operator) {
                case "==" -> Comparison.equal(r, left, right);
                case "!=" -> !Comparison.equal(r, left, right);
                case "in" -> Comparison.contains(r, right, left);
                case "not in" -> !Comparison.contains(r, right, left);
                default -> Comparison.ordered(r, operator, left, right);
            };
        }

        @Override
        public boolean constant() {
            return first.constant() && constant(operands);
        }
    }

    /** {@code a if test else b}. */
    public static final class Conditional extends Expr {
        private final Expr test;
        private final Expr then;
        private final Expr otherwise;

        /** A choice; without an else part the other value is undefined. */
        public Conditional(Expr test, Expr then, Expr otherwise) {
            super(above(test, then, otherwise));
            this.test = test;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            if (Values.truthy(test.eval(r, scope))) {
                return then.eval(r, scope);
            }
            return otherwise == null ? Undefined.noElse() : otherwise.eval(r, scope);
        }

        @Override
        public boolean constant() {
            return otherwise != null && test.constant() && then.constant() && otherwise.constant();
        }
    }
}
