package dev.waystation.jinja.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of a built-in function, written as in Python: {@code "truncate(s, length=255, end='...')"}. A bare
 * {@code /} ends the parameters that cannot be named; {@code *x} takes further positional and {@code **x} further named
 * arguments. The default {@code ?} means absent, given to the function as null.
 */
public final class Signature {
    private static final Object REQUIRED = new Object();

    private final String function;
    private final List<String> names = new ArrayList<>();
    private final List<Object> defaults = new ArrayList<>();
    private int positionalOnly;
    private boolean varargs;
    private boolean kwargs;

    private Signature(String function) {
        this.function = function;
    }

    /** Reads a signature. */
    public static Signature of(String text) {
        int open = text.indexOf('(');
        Signature signature = new Signature(text.substring(0, open));
        String inner = text.substring(open + 1, text.length() - 1);
        for (String part : inner.isBlank() ? new String[0] : inner.split(", ")) {
            if (part.equals("/")) {
                signature.positionalOnly = signature.names.size();
            } else if (part.startsWith("**")) {
                signature.kwargs = true;
            } else if (part.startsWith("*")) {
                signature.varargs = true;
            } else {
                int equals = part.indexOf('=');
                signature.names.add(equals < 0 ? part : part.substring(0, equals));
                signature.defaults.add(equals < 0 ? REQUIRED : literal(part.substring(equals + 1)));
            }
        }
        return signature;
    }

    private static Object literal(String text) {
        switch (text) {
            case "?":
                return null;
            case "None":
                return None.NONE;
            case "True":
                return true;
            case "False":
                return false;
            case "()":
                return PyTuple.EMPTY;
            default:
                if (text.charAt(0) == '\'') {
                    return text.substring(1, text.length() - 1);
                }
                return text.indexOf('.') < 0 ? (Object) Long.valueOf(text) : Double.valueOf(text);
        }
    }

    /** The name of the function. */
    public String function() {
        return function;
    }

    /**
     * Puts arguments in the order of the parameters, then a tuple of further positional and a dict of further named
     * ones if the function takes them.
     */
    public Object[] bind(Rendering r, Args args) {
        int fixed = names.size();
        int given = args.size();
        Object[] bound = new Object[fixed + (varargs ? 1 : 0) + (kwargs ? 1 : 0)];
        if (given > fixed && !varargs) {
            throw PyError.type(function + "() takes " + fixed + " positional argument" + (fixed == 1 ? "" : "s")
                    + " but " + given + " were given");
        }
        System.arraycopy(args.positional(), 0, bound, 0, Math.min(given, fixed));
        for (int i = given; i < fixed; i++) {
            bound[i] = REQUIRED;
        }
        if (varargs) {
            bound[fixed] = given <= fixed
                    ? PyTuple.EMPTY
                    : new PyTuple(Arrays.asList(args.positional()).subList(fixed, given));
        }
        if (kwargs || !args.names().isEmpty()) {
            bindNamed(r, args, bound);
        }
        for (int i = given; i < fixed; i++) {
            if (bound[i] == REQUIRED) {
                bound[i] = defaults.get(i);
                if (bound[i] == REQUIRED) {
                    throw PyError.type(function + "() missing a required argument: '" + names.get(i) + "'");
                }
            }
        }
        return bound;
    }

    private void bindNamed(Rendering r, Args args, Object[] bound) {
        PyDict.Builder rest = kwargs ? new PyDict.Builder(r) : null;
        for (int i = 0; i < args.names().size(); i++) {
            String name = args.names().get(i);
            int at = names.indexOf(name);
            if (at < positionalOnly || at < 0) {
                if (rest == null) {
                    throw PyError.type(function + "() got an unexpected keyword argument '" + name + "'");
                }
                rest.put(name, args.named(i));
            } else if (at < args.size()) {
                throw PyError.type(function + "() got multiple values for argument '" + name + "'");
            } else {
                bound[at] = args.named(i);
            }
        }
        if (rest != null) {
            bound[bound.length - 1] = rest.build();
        }
    }
}
