package dev.waystation.receive;

import dev.waystation.event.received.PythonJson;
import dev.waystation.jinja.HeaderMap;
import dev.waystation.jinja.RequestBody;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a template may use of a request: {@code method}, {@code headers} and {@code body}, as Prefect Cloud documents them.
 *
 * <ul>
 *   <li>{@code method}: upper case.
 *   <li>{@code headers}: a {@link HeaderMap}; {@code Authorization} is not in it.
 *   <li>{@code body} of {@code application/x-www-form-urlencoded}: a flat map of texts.
 *   <li>{@code body} of every other type, and of none: the value if the text is JSON, however the type is called, else the
 *       text. So {@code text/plain} with {@code 123} is a number, and a broken {@code application/json} is a text.
 *   <li>An empty body is the empty text; an empty form is an empty map.
 * </ul>
 *
 * <p>Text is decoded by the charset parameter if it is known, else as UTF-8; bytes that do not fit become U+FFFD. All of
 * it is unmodifiable.
 */
public final class RequestContext {

    private RequestContext() {}

    /** The context of a request, in the order method, headers, body. Never throws for anything a caller can send. */
    public static Map<String, Object> of(RawRequest request) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("method", request.method());
        ContentType type = ContentType.of(request);
        Object body = body(request, type);
        context.put("headers", headers(request, new RequestBody(request.body(), type.charset(), body)));
        context.put("body", body);
        return Collections.unmodifiableMap(context);
    }

    /**
     * Found in any case, listed in lower case in the order of arrival. Of a header sent several times the first value
     * counts, as in Starlette, on which Prefect's own server stands: joining with commas would make values that nobody
     * sent, and breaks those that hold commas, such as cookies and dates. {@code Authorization} was checked before, and is
     * shown to no template.
     */
    private static HeaderMap headers(RawRequest request, RequestBody body) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (RawRequest.Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!name.equals("authorization")) {
                shown.putIfAbsent(name, header.value());
            }
        }
        return HeaderMap.of(shown, body);
    }

    /** The body as text by its charset, for showing it to people. */
    static String bodyText(RawRequest request) {
        return ContentType.of(request).decode(request.body());
    }

    private static Object body(RawRequest request, ContentType type) {
        if (type.isForm()) {
            return FormBody.parse(request.body(), type.charset());
        }
        String text = type.decode(request.body());
        if (text.isEmpty()) {
            return text;
        }
        try {
            // Python's json takes a byte order mark before bytes; it is no part of a text that is not JSON.
            return PythonJson.parse(text.charAt(0) == '\uFEFF' ? text.substring(1) : text);
        } catch (PythonJson.NotJson notJson) {
            return text;
        }
    }
}
