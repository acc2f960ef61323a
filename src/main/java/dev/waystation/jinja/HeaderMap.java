package dev.waystation.jinja;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of a request for a template: found in any case, shown in lower case. Immutable. Of names that differ only
 * in case the first one counts.
 */
public final class HeaderMap extends AbstractMap<String, String> {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final RequestBody body;

    private HeaderMap(Map<String, String> headers, boolean keepNames, RequestBody body) {
        this.body = body;
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (values.putIfAbsent(lower, value) == null) {
                shown.put(keepNames ? name : lower, value);
            }
        });
    }

    /** Headers that show their names in lower case, as Prefect's do. */
    public static HeaderMap of(Map<String, String> headers) {
        return new HeaderMap(headers, false, null);
    }

    /** The same, of a request whose body is known as it came; {@code from_cloud_event} needs it. */
    public static HeaderMap of(Map<String, String> headers, RequestBody body) {
        return new HeaderMap(headers, false, body);
    }

    /** Headers that show their names as they were given, for tests of templates. */
    public static HeaderMap withNamesAsGiven(Map<String, String> headers) {
        return new HeaderMap(headers, true, null);
    }

    /** The body that came with these headers; nothing when it is not known. No template sees it. */
    public Optional<RequestBody> body() {
        return Optional.ofNullable(body);
    }

    @Override
    public String get(Object name) {
        return name instanceof String text ? values.get(text.toLowerCase(Locale.ROOT)) : null;
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && values.containsKey(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return Collections.unmodifiableMap(shown).entrySet();
    }
}
