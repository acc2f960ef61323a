package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Values;

/** The global {@code lipsum}: paragraphs of words that mean nothing. */
final class Lipsum {
    private static final String[] WORDS =
            ("ac adipiscing aenean aliquam amet ante arcu at auctor augue bibendum blandit"
                            + " commodo congue consectetur cras cum curabitur cursus dapibus diam dictum dignissim dis dolor donec"
                            + " dui duis egestas eget eleifend elit enim erat eros est et etiam eu euismod facilisis fames felis"
                            + " fermentum feugiat fringilla fusce gravida habitant hendrerit iaculis id imperdiet in integer")
                    .split(" ");

    private Lipsum() {}

    static Object generate(Rendering r, Object[] a) {
        long paragraphs = Softly.integer(a[0], "n");
        boolean html = Values.truthy(a[1]);
        long least = Softly.integer(a[2], "min");
        long most = Softly.integer(a[3], "max");
        if (most <= least) {
            throw dev.waystation.jinja.value.PyError.value("empty range for the number of words");
        }
        TextBuilder out = new TextBuilder(r);
        for (long i = 0; i < paragraphs; i++) {
            r.step();
            if (i > 0) {
                out.append(html ? "\n" : "\n\n");
            }
            out.append(html ? "<p>" : "");
            paragraph(r, out, r.random().nextLong(least, most));
            out.append(html ? "</p>" : "");
        }
        return html ? new Markup(out.toString()) : out.toString();
    }

    private static void paragraph(Rendering r, TextBuilder out, long words) {
        boolean first = true;
        for (long i = 0; i < words; i++) {
            r.step();
            String word = WORDS[r.random().nextInt(WORDS.length)];
            out.append(first ? word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1) : word);
            boolean last = i == words - 1;
            first = !last && r.random().nextInt(12) == 0;
            out.append(last ? "." : first ? ". " : r.random().nextInt(8) == 0 ? ", " : " ");
        }
    }
}
