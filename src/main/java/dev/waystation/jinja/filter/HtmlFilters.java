package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Html;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyBytes;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Filters for HTML and URLs. */
final class HtmlFilters {
    private HtmlFilters() {}

    static void addTo(Registry registry) {
        registry.filter("escape(s)", (r, a) -> Markup.escape(r, a[0]))
                .filterAlias("e", "escape")
                .filter("forceescape(value)", (r, a) -> new Markup(Markup.escapeText(r, Softly.text(r, a[0]))))
                .filter("safe(value)", (r, a) -> new Markup(Softly.text(r, a[0])))
                .filter("striptags(value)", (r, a) -> Html.stripTags(r, Softly.text(r, a[0])))
                .filter("urlencode(value)", (r, a) -> urlEncode(r, a[0]))
                .filter("xmlattr(d, autospace=True)", HtmlFilters::xmlAttributes)
                .filter(
                        "urlize(value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None)",
                        Urlize::filter);
    }

    private static String urlEncode(Rendering r, Object value) {
        if (Values.isText(value) || !Values.iterable(value)) {
            return quote(r, value, false);
        }
        TextBuilder out = new TextBuilder(r);
        Iterator<Object> pairs = value instanceof PyDict dict ? dict.items(r) : Values.iterator(r, value);
        while (pairs.hasNext()) {
            Object pair = pairs.next();
            if (!Values.iterable(pair)) {
                throw PyError.type("cannot unpack non-iterable " + Values.typeName(pair) + " object");
            }
            Iterator<Object> both = Values.iterator(r, pair);
            Object key = both.hasNext() ? both.next() : null;
            Object item = both.hasNext() ? both.next() : null;
            if (item == null || both.hasNext()) {
                throw PyError.value("expected pairs of key and value");
            }
            if (out.length() > 0) {
                out.append('&');
            }
            out.append(quote(r, key, true)).append('=').append(quote(r, item, true));
        }
        return out.toString();
    }

    private static String quote(Rendering r, Object value, boolean inQuery) {
        byte[] bytes = value instanceof PyBytes b ? b.bytes() : utf8(Softly.text(r, value));
        TextBuilder out = new TextBuilder(r);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "_.-~".indexOf(c) >= 0 || c == '/' && !inQuery) {
                out.append(c);
            } else if (c == ' ' && inQuery) {
                out.append('+');
            } else {
                out.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return out.toString();
    }

    private static byte[] utf8(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw PyError.value("'utf-8' codec can't encode a lone surrogate");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }

    private static Object xmlAttributes(Rendering r, Object[] a) {
        if (a[0] instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(a[0] instanceof PyDict dict)) {
            throw PyError.type("'" + Values.typeName(a[0]) + "' object has no attribute 'items'");
        }
        TextBuilder out = new TextBuilder(r);
        dict.each(r, (key, value) -> {
            if (value == None.NONE || value instanceof Undefined) {
                return;
            }
            if (!Values.isText(key)) {
                throw PyError.type("expected a text as attribute name, not " + Values.typeName(key));
            }
            String name = Values.text(key);
            if (name.chars().anyMatch(c -> c == ' ' || c >= 9 && c <= 13 || c == '/' || c == '>' || c == '=')) {
                throw PyError.value("Invalid character in attribute name: '" + name + "'");
            }
            out.append(out.length() > 0 ? " " : "").append(Markup.escape(r, key).text());
            out.append("=\"").append(Markup.escape(r, value).text()).append('"');
        });
        String attributes = out.toString();
        return r.made(Values.truthy(a[1]) && !attributes.isEmpty() ? " " + attributes : attributes);
    }
}
