package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The arguments of a call as written: {@code (a, b, c=d, *e, **f)}. */
public final class Arguments {
    /** No arguments. */
    public static final Arguments NONE = new Arguments(List.of(), List.of(), List.of(), null, null);

    private final Expr[] positional;
    private final List<String> names;
    private final List<Expr> named;
    private final Expr star;
    private final Expr doubleStar;
    private final boolean repeated;

    /** Arguments; the starred ones may be null. */
    public Arguments(List<Expr> positional, List<String> names, List<Expr> named, Expr star, Expr doubleStar) {
        this.positional = positional.toArray(new Expr[0]);
        this.names = List.copyOf(names);
        this.named = List.copyOf(named);
        this.star = star;
        this.doubleStar = doubleStar;
        this.repeated = new HashSet<>(names).size() < names.size();
    }

    int height() {
        return Math.max(Math.max(Expr.above(positional), Expr.above(named)) - 1, Expr.above(star, doubleStar) - 1);
    }

    boolean constant() {
        return star == null && doubleStar == null && Expr.constant(List.of(positional)) && Expr.constant(named);
    }

    Args eval(Rendering r, Scope scope) {
        if (positional.length == 0 && names.isEmpty() && star == null && doubleStar == null) {
            return Args.NONE;
        }
        Object[] values = new Object[positional.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = positional[i].eval(r, scope);
        }
        if (star == null && doubleStar == null && names.isEmpty()) {
            return Args.of(values);
        }
        if (star != null) {
            List<Object> all = new ArrayList<>(List.of(values));
            all.addAll(Values.list(r, star.eval(r, scope)));
            values = all.toArray();
        }
        if (repeated) {
            throw new PyError(PyError.Type.SYNTAX, "keyword argument repeated");
        }
        List<String> allNames = new ArrayList<>(names);
        List<Object> allNamed = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            allNamed.add(named.get(i).eval(r, scope));
        }
        if (doubleStar != null) {
            Object more = doubleStar.eval(r, scope);
            if (!(more instanceof PyDict dict)) {
                throw PyError.type("argument after ** must be a mapping, not " + Values.typeName(more));
            }
            Set<String> seen = new HashSet<>(names);
            dict.each(r, (key, value) -> {
                if (!Values.isText(key)) {
                    throw PyError.type("keywords must be strings");
                }
                if (!seen.add(Values.text(key))) {
                    throw PyError.type("got multiple values for keyword argument '" + Values.text(key) + "'");
                }
                r.items(2);
                allNames.add(Values.text(key));
                allNamed.add(value);
            });
        }
        return new Args(values, allNames, allNamed.toArray());
    }

    static Args with(Args args, String name, Object value) {
        if (args.names().contains(name)) {
            throw new PyError(PyError.Type.SYNTAX, "keyword argument repeated: " + name);
        }
        List<String> names = new ArrayList<>(args.names());
        names.add(name);
        Object[] named = new Object[names.size()];
        for (int i = 0; i < args.names().size(); i++) {
            named[i] = args.named(i);
        }
        named[named.length - 1] = value;
        return new Args(args.positional(), names, named);
    }
}
