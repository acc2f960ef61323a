package dev.waystation.receive;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a request as a template sees them: found by a name in any case, listed by names in lower case in the order
 * of arrival, values unaltered. Immutable.
 *
 * <p>Of a header sent several times the first value counts, as in Starlette, on which Prefect's own server stands. Joining
 * with commas would make values that nobody sent, and breaks those that hold commas, such as cookies and dates.
 */
public final class HeaderMap extends AbstractMap<String, String> {

    private final Map<String, String> byLowerCaseName;

    private HeaderMap(Map<String, String> byLowerCaseName) {
        this.byLowerCaseName = Collections.unmodifiableMap(byLowerCaseName);
    }

    /** All headers but {@code Authorization}, which is checked before a template runs and never shown to one. */
    public static HeaderMap withoutAuthorization(List<RawRequest.Header> headers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (RawRequest.Header header : headers) {
            String name = lower(header.name());
            if (!name.equals("authorization")) {
                map.putIfAbsent(name, header.value());
            }
        }
        return new HeaderMap(map);
    }

    @Override
    public String get(Object name) {
        return name instanceof String text ? byLowerCaseName.get(lower(text)) : null;
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && byLowerCaseName.containsKey(lower(text));
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return byLowerCaseName.entrySet();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
