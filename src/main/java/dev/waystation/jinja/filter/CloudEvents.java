package dev.waystation.jinja.filter;

import dev.waystation.jinja.HeaderMap;
import dev.waystation.jinja.RequestBody;
import dev.waystation.jinja.value.JsonWriter;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The filter {@code from_cloud_event(headers)}: the JSON text of the Prefect event that a CloudEvent means, in the
 * binary or the structured mode of the CloudEvents HTTP binding 1.0. The event's id is left out, and its time if the
 * CloudEvent has none: whoever receives the event sets them.
 */
final class CloudEvents {
    private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");

    private CloudEvents() {}

    static Object filter(Rendering r, Object[] a) {
        if (!(a[1] instanceof PyDict headers)) {
            throw PyError.type(
                    "from_cloud_event needs the headers of the request: {{ body|from_cloud_event(headers) }}");
        }
        Map<String, String> byName = new LinkedHashMap<>();
        headers.each(r, (name, value) -> {
            r.items(1);
            byName.putIfAbsent(Text.lower(Values.str(r, name)), Values.str(r, value));
        });
        String contentType = Text.lower(byName.getOrDefault("content-type", "")).strip();
        if (contentType.startsWith("application/cloudevents-batch")) {
            throw PyError.value("a batch of CloudEvents cannot be one event: let the sender send them one by one");
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        Map<String, Object> payload = new LinkedHashMap<>();
        if (contentType.startsWith("application/cloudevents")) {
            structured(r, a[0], attributes, payload);
        } else {
            binary(byName, a[0], raw(headers, a[0]), attributes, payload);
        }
        payload.put("cloudevents", attributes);
        return new JsonWriter(r, false, null, false).write(PyDict.of(event(attributes, payload)));
    }

    private static Map<String, Object> event(Map<String, Object> attributes, Map<String, Object> payload) {
        for (String name : REQUIRED) {
            if (!(attributes.get(name) instanceof String text) || text.isEmpty()) {
                throw PyError.value("not a CloudEvent: the attribute '" + name + "' is missing");
            }
        }
        Object version = attributes.get("specversion");
        if (!version.equals("1.0") && !version.equals("0.3")) {
            throw PyError.value("CloudEvents of specversion '" + version + "' are not known, only 1.0 and 0.3");
        }
        boolean hasSubject = attributes.get("subject") instanceof String text && !text.isEmpty();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", attributes.get("type"));
        if (attributes.get("time") != null) {
            event.put("occurred", attributes.get("time"));
        }
        event.put("resource", Map.of("prefect.resource.id", attributes.get(hasSubject ? "subject" : "source")));
        event.put("payload", payload);
        return event;
    }

    private static void structured(
            Rendering r, Object body, Map<String, Object> attributes, Map<String, Object> payload) {
        if (!(body instanceof PyDict event)) {
            throw PyError.value("not a CloudEvent: the content type says one, but the body is not a JSON object");
        }
        boolean encoded = isSet(event.get("data_base64"));
        if (encoded && isSet(event.get("data"))) {
            throw PyError.value("not a CloudEvent: it has both data and data_base64");
        }
        event.each(r, (key, value) -> {
            String name = Values.str(r, key);
            if (name.equals("data") || name.equals("data_base64")) {
                if (name.equals("data_base64") == encoded) {
                    payload.put("data", value);
                }
            } else if (value != None.NONE) {
                attributes.put(name, value);
            }
        });
    }

    /** A member that is null counts as one that is not there. */
    private static boolean isSet(Object member) {
        return member != null && member != None.NONE;
    }

    /** The request's body as it came, if the filter was given what a template sees of it; else null. */
    private static RequestBody raw(PyDict headers, Object body) {
        HeaderMap map = headers.origin(HeaderMap.class);
        RequestBody raw = map == null ? null : map.body().orElse(null);
        if (raw == null) {
            return null;
        }
        Object seen = Values.of(raw.value());
        return Values.same(seen, body) || seen.equals(body) ? raw : null;
    }

    private static void binary(
            Map<String, String> headers,
            Object body,
            RequestBody raw,
            Map<String, Object> attributes,
            Map<String, Object> payload) {
        headers.forEach((name, value) -> {
            if (name.startsWith("ce-") && !name.equals("ce-datacontenttype")) {
                attributes.put(name.substring(3), decoded(name, value));
            }
        });
        String type = headers.get("content-type");
        if (type != null) {
            attributes.put("datacontenttype", type);
        }
        if (raw != null) {
            if (raw.bytes().length > 0) {
                payload.put("data", data(type, body, raw));
            }
            return;
        }
        boolean none = body instanceof Undefined
                || body == None.NONE && type == null
                || Values.isText(body) && Values.text(body).isEmpty();
        if (!none) {
            payload.put("data", isJson(type) ? body : asText(body));
        }
    }

    /** What says that it is JSON, or says nothing and is, is its value; other text stays as it came, and bytes are base64. */
    private static Object data(String type, Object body, RequestBody raw) {
        Optional<String> text = raw.text();
        if (type == null ? text.isPresent() : isJson(type)) {
            return body;
        }
        return text.orElseGet(() -> Base64.getEncoder().encodeToString(raw.bytes()));
    }

    private static boolean isJson(String type) {
        if (type == null) {
            return true;
        }
        int end = type.indexOf(';');
        String media = Text.lower(end < 0 ? type : type.substring(0, end)).strip();
        return media.endsWith("/json") || media.endsWith("+json");
    }

    /**
     * A text that looked like a JSON scalar was made one on the way; what is not JSON gets its text back, as well as that can
     * be done without the body as it came.
     */
    private static Object asText(Object body) {
        if (body instanceof Boolean b) {
            return b ? "true" : "false";
        }
        if (body == None.NONE) {
            return "null";
        }
        return Numbers.isReal(body) ? body.toString() : body;
    }

    /** The value of a header: without double quotes around it, and with percent-encoding resolved once. */
    private static String decoded(String name, String header) {
        String value = header.strip();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            value = unquoted(value.substring(1, value.length() - 1));
        }
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw PyError.value("not a CloudEvent: the header '" + name + "' is not UTF-8 after percent-decoding");
        }
    }

    private static String unquoted(String quoted) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            if (quoted.charAt(i) == '\\' && i + 1 < quoted.length()) {
                i++;
            }
            out.append(quoted.charAt(i));
        }
        return out.toString();
    }
}
