package dev.waystation.jinja.filter;

import dev.waystation.jinja.humanize.Humanize;

/** Everything that templates can name: Jinja's filters and tests, humanize's and Prefect's filters. */
public final class Builtins {
    private Builtins() {}

    /** All of them; links to Prefect's UI start with this URL, without a slash at its end, or are None if it is null. */
    public static Registry registry(String uiUrl) {
        Registry registry = new Registry();
        TextFilters.addTo(registry);
        HtmlFilters.addTo(registry);
        SequenceFilters.addTo(registry);
        SelectFilters.addTo(registry);
        NumberFilters.addTo(registry);
        ValueFilters.addTo(registry);
        PrefectFilters.addTo(registry, uiUrl);
        Humanize.addTo(registry);
        TemplateTests.addTo(registry);
        return registry;
    }
}
