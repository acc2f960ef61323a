package dev.waystation.receive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code application/x-www-form-urlencoded}, read as the URL standard's parser does: fields by {@code &}, {@code +} is a
 * blank, {@code %XX} a byte, a stray {@code %} stays. The last of several equal names wins, a field without a value is
 * kept as an empty text.
 */
final class FormBody {

    private FormBody() {}

    static Map<String, String> parse(byte[] body, Charset charset) {
        // Split as bytes: in the text of a multi-byte charset a byte that only looks like '&' or '%' could hide.
        String latin = new String(body, StandardCharsets.ISO_8859_1);
        Map<String, String> fields = new LinkedHashMap<>();
        int start = 0;
        while (start <= latin.length()) {
            int end = latin.indexOf('&', start);
            end = end < 0 ? latin.length() : end;
            if (end > start) {
                int equals = latin.indexOf('=', start);
                boolean valued = equals >= 0 && equals < end;
                String name = decode(latin.substring(start, valued ? equals : end), charset);
                fields.put(name, valued ? decode(latin.substring(equals + 1, end), charset) : "");
            }
            start = end + 1;
        }
        return Collections.unmodifiableMap(fields);
    }

    private static String decode(String latin, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c == '%' && i + 2 < latin.length() && hex(latin, i + 1) && hex(latin, i + 2)) {
                bytes.write(Integer.parseInt(latin, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(charset);
    }

    private static boolean hex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
    }
}
