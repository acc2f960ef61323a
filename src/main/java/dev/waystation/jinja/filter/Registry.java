package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Builtin;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.Rendering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The filters and tests of an engine by name. Filled once, then only read. */
public final class Registry implements Rendering.Library {
    private final Map<String, PyCallable> filters = new HashMap<>();
    private final Map<String, PyCallable> tests = new HashMap<>();

    /** Adds a filter, with a signature such as {@code "center(value, width=80)"}. */
    public Registry filter(String signature, Builtin.Body body) {
        Builtin filter = new Builtin(signature, body);
        filters.put(filter.name(), filter);
        return this;
    }

    /** Gives a filter another name. */
    public Registry filterAlias(String alias, String name) {
        filters.put(alias, filters.get(name));
        return this;
    }

    /** Adds a test. */
    public Registry test(String signature, Builtin.Body body) {
        Builtin test = new Builtin(signature, body);
        tests.put(test.name(), test);
        return this;
    }

    /** Gives a test other names. */
    public Registry testAlias(String name, String... aliases) {
        for (String alias : aliases) {
            tests.put(alias, tests.get(name));
        }
        return this;
    }

    @Override
    public PyCallable filter(String name) {
        return filters.get(name);
    }

    @Override
    public PyCallable test(String name) {
        return tests.get(name);
    }

    @Override
    public List<String> filterNames() {
        return filters.keySet().stream().sorted().toList();
    }

    @Override
    public List<String> testNames() {
        return tests.keySet().stream().sorted().toList();
    }
}
