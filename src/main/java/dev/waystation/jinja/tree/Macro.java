package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyTuple;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Undefined;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro, or the body of a call block, which is one without a name. */
final class Macro implements PyCallable {
    private final Definition definition;
    private final Scope scope;

    /**
     * What a macro is before it runs.
     *
     * @param defaults as many as there are parameters; null where there is none
     * @param catchesVarargs whether the body speaks of {@code varargs}, and so on
     */
    record Definition(
            String name,
            List<String> parameters,
            List<Expr> defaults,
            Body body,
            boolean catchesVarargs,
            boolean catchesKwargs,
            boolean usesCaller) {
        /** Height of the tree. */
        int height() {
            return Math.max(body.height(), Expr.above(defaults.toArray(new Expr[0]))) + 1;
        }
    }

    Macro(Definition definition, Scope scope) {
        this.definition = definition;
        this.scope = scope;
    }

    @Override
    public Object call(Rendering r, Args args) {
        r.step();
        r.enter(definition.height());
        Scope inner = new Scope(scope);
        bind(r, args, inner);
        String text = definition.body().collect(r, inner);
        r.leave(definition.height());
        return r.made(text);
    }

    private void bind(Rendering r, Args args, Scope inner) {
        List<String> parameters = definition.parameters();
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < args.names().size(); i++) {
            r.items(1);
            named.put(args.names().get(i), args.named(i));
        }
        int given = Math.min(args.size(), parameters.size());
        Object[] values = new Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < given ? args.get(i) : named.remove(parameters.get(i));
            if (values[i] != null) {
                inner.set(parameters.get(i), values[i]);
            }
        }
        if (definition.usesCaller() && !parameters.contains("caller")) {
            Object caller = named.remove("caller");
            inner.set("caller", caller == null ? Undefined.because("No caller defined") : caller);
        }
        if (definition.catchesKwargs()) {
            inner.set("kwargs", PyDict.of(named));
        } else if (!named.isEmpty()) {
            throw PyError.type("macro " + shownName() + " takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
        if (definition.catchesVarargs()) {
            Object[] rest = Arrays.copyOfRange(args.positional(), given, args.size());
            inner.set("varargs", new PyTuple(List.of(rest)));
        } else if (args.size() > parameters.size()) {
            throw PyError.type("macro " + shownName() + " takes not more than " + parameters.size() + " argument(s)");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                Expr otherwise = definition.defaults().get(i);
                inner.set(
                        parameters.get(i),
                        otherwise == null
                                ? Undefined.because("parameter '" + parameters.get(i) + "' was not provided")
                                : otherwise.eval(r, inner));
            }
        }
    }

    private String shownName() {
        return definition.name() == null ? "None" : "'" + definition.name() + "'";
    }

    @Override
    public Object attribute(Rendering r, String attribute) {
        return switch (attribute) {
            case "name" -> definition.name() == null ? dev.waystation.jinja.value.None.NONE : definition.name();
            case "arguments" -> new PyTuple(definition.parameters());
            case "catch_kwargs" -> definition.catchesKwargs();
            case "catch_varargs" -> definition.catchesVarargs();
            case "caller" -> definition.usesCaller();
            case "explicit_caller" -> definition.parameters().contains("caller");
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append(definition.name() == null ? "<Macro anonymous>" : "<Macro '" + definition.name() + "'>");
    }
}
