package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The {@code urlize} filter: turns what looks like a URL or mail address into a link. */
final class Urlize {
    private static final String[] OPENING = {"(", "<", "&lt;"};
    private static final String[] CLOSING = {")", ">", "&gt;"};
    private static final String[] ENDING = {")", ">", ".", ",", "\n", "&gt;"};

    private static final Pattern IPV6 = Pattern.compile("\\[([\\da-f]{0,4}:){2}([\\da-f]{0,4}:?){1,6}]");
    private static final Set<String> OLD_DOMAINS = Set.of("com", "net", "int", "edu", "gov", "org", "info", "mil");

    private final Rendering r;
    private final Object limit;
    private final String rel;
    private final String target;
    private final List<String> schemes;

    private Urlize(Rendering r, Object limit, String rel, String target, List<String> schemes) {
        this.r = r;
        this.limit = limit;
        this.rel = rel;
        this.target = target;
        this.schemes = schemes;
    }

    static Object filter(Rendering r, Object[] a) {
        TreeSet<String> rels = new TreeSet<>();
        if (a[4] != None.NONE) {
            for (String word : Softly.text(r, a[4]).split("\\s+")) {
                rels.add(word);
            }
            rels.remove("");
        }
        if (Values.truthy(a[2])) {
            rels.add("nofollow");
        }
        rels.add("noopener");
        List<String> schemes = new ArrayList<>();
        if (a[5] != None.NONE) {
            for (Object scheme : Values.list(r, a[5])) {
                String text = Softly.text(r, scheme);
                if (!isScheme(text)) {
                    throw PyError.argument("'" + text + "' is not a valid URI scheme prefix.");
                }
                schemes.add(text);
            }
        }
        Urlize urlize = new Urlize(
                r,
                a[1],
                attribute("rel", String.join(" ", rels)),
                a[3] == None.NONE
                        ? ""
                        : attribute("target", Markup.escape(r, a[3]).text()),
                schemes);
        return r.made(urlize.links(Markup.escape(r, a[0]).text()));
    }

    private static String attribute(String name, String value) {
        return value.isEmpty() ? "" : " " + name + "=\"" + value + "\"";
    }

    private static boolean isScheme(String text) {
        int colon = text.indexOf(':');
        if (colon < 2 && colon != 1) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            if (!(Text.isWord(c) || i > 0 && (c == '.' || c == '+' || c == '-'))) {
                return false;
            }
        }
        String rest = text.substring(colon + 1);
        return rest.isEmpty() || rest.equals("/") || rest.equals("//");
    }

    private String links(String text) {
        TextBuilder out = new TextBuilder(r);
        int at = 0;
        while (at < text.length()) {
            int start = at;
            boolean space = Text.isSpace(text.charAt(at));
            while (at < text.length() && Text.isSpace(text.charAt(at)) == space) {
                at++;
            }
            String word = text.substring(start, at);
            r.step();
            if (space) {
                out.append(word);
            } else {
                word(word, out);
            }
        }
        return out.toString();
    }

    private void word(String word, TextBuilder out) {
        int from = 0;
        for (boolean found = true; found; ) {
            found = false;
            for (String opening : OPENING) {
                if (word.startsWith(opening, from)) {
                    from += opening.length();
                    found = true;
                }
            }
        }
        String head = word.substring(0, from);
        String middle = word.substring(from);
        String tail = "";
        if (endsWithAny(middle)) {
            int end = middle.length();
            for (boolean found = true; found; ) {
                found = false;
                for (String ending : ENDING) {
                    if (end >= ending.length() && middle.startsWith(ending, end - ending.length())) {
                        end -= ending.length();
                        found = true;
                        break;
                    }
                }
            }
            tail = middle.substring(end);
            middle = middle.substring(0, end);
        }
        // Brackets that are opened inside belong inside, as in .../wiki/Java_(island).
        for (int i = 0; i < OPENING.length; i++) {
            int opened = count(middle, OPENING[i]);
            if (opened <= count(middle, CLOSING[i])) {
                continue;
            }
            for (int n = Math.min(opened, count(tail, CLOSING[i])); n > 0; n--) {
                r.text(middle.length());
                int end = tail.indexOf(CLOSING[i]) + CLOSING[i].length();
                middle += tail.substring(0, end);
                tail = tail.substring(end);
            }
        }
        out.append(head).append(link(middle)).append(tail);
    }

    private static boolean endsWithAny(String word) {
        for (String ending : ENDING) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private String link(String word) {
        if (isWebAddress(word)) {
            boolean complete = word.startsWith("https://") || word.startsWith("http://");
            return anchor(complete ? word : "https://" + word, rel, trimmed(word));
        }
        if (word.startsWith("mailto:") && isMail(word.substring(7))) {
            return "<a href=\"" + word + "\">" + word.substring(7) + "</a>";
        }
        if (word.contains("@")
                && !word.startsWith("www.")
                && word.charAt(0) != '@'
                && !word.contains(":")
                && isMail(word)) {
            return "<a href=\"mailto:" + word + "\">" + word + "</a>";
        }
        for (String scheme : schemes) {
            if (!word.equals(scheme) && word.startsWith(scheme)) {
                return anchor(word, rel, word);
            }
        }
        return word;
    }

    private String anchor(String href, String relation, String shown) {
        return "<a href=\"" + href + "\"" + relation + target + ">" + shown + "</a>";
    }

    private String trimmed(String word) {
        int length = Text.length(word);
        if (limit == None.NONE || length <= Softly.real(limit, "trim_url_limit")) {
            return word;
        }
        long end = Softly.integer(limit, "trim_url_limit");
        return Text.between(word, 0, (int) Math.max(0, end < 0 ? length + end : end)) + "...";
    }

    /** Whether it is a URL: with a scheme or www. and a host, or a host in one of the old top domains. */
    private static boolean isWebAddress(String word) {
        String lower = Text.lower(word);
        int scheme = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : 0;
        int from = scheme > 0 ? scheme : lower.startsWith("www.") ? 4 : 0;
        if (scheme > 0 && lower.startsWith("[", scheme)) {
            int close = lower.indexOf(']', scheme);
            return close > 0
                    && close - scheme < 64
                    && IPV6.matcher(lower.substring(scheme, close + 1)).matches()
                    && endsAddress(lower, close + 1);
        }
        int end = hostEnd(lower, from);
        if (!endsAddress(lower, end)) {
            return false;
        }
        return from > 0 && isHost(lower.substring(from, end), scheme > 0)
                || isOldHost(lower.substring(0, hostEnd(lower, 0)), end);
    }

    private static int hostEnd(String word, int from) {
        int end = from;
        while (end < word.length() && (Text.isWord(word.charAt(end)) || ".%-".indexOf(word.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean isHost(String host, boolean withScheme) {
        String[] labels = host.split("\\.", -1);
        if (withScheme && labels.length == 4 && isAll(labels, 1, 3, c -> c >= '0' && c <= '9')) {
            return true;
        }
        String top = labels[labels.length - 1];
        boolean named = top.length() >= 2 && top.length() <= 63 && top.chars().allMatch(c -> c >= 'a' && c <= 'z');
        boolean coded = top.startsWith("xn--") && top.length() >= 6 && top.length() <= 63 && top.indexOf('-', 4) < 0;
        return (named || coded) && isAll(labels, 1, Integer.MAX_VALUE, c -> true);
    }

    private static boolean isOldHost(String host, int end) {
        String[] labels = host.split("\\.", -1);
        String top = labels[labels.length - 1];
        if (host.length() != end || labels.length < 2 || !OLD_DOMAINS.contains(top)) {
            return false;
        }
        return isAll(java.util.Arrays.copyOf(labels, labels.length - 1), 2, 63, c -> true);
    }

    private static boolean isAll(String[] labels, int shortest, int longest, java.util.function.IntPredicate every) {
        for (String label : labels) {
            if (label.length() < shortest
                    || label.length() > longest
                    || !label.chars().allMatch(every)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing follows but perhaps a port, and a path, query or fragment. */
    private static boolean endsAddress(String word, int from) {
        int at = from;
        if (at < word.length() && word.charAt(at) == ':') {
            int start = ++at;
            while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 5) {
                return false;
            }
        }
        return at == word.length() || "/?#".indexOf(word.charAt(at)) >= 0;
    }

    /** Whether it is a mail address: something, an at sign, and a host with a dot. */
    private static boolean isMail(String word) {
        int at = word.lastIndexOf('@');
        int dot = word.lastIndexOf('.');
        if (at < 1 || dot <= at + 1 || dot == word.length() - 1) {
            return false;
        }
        boolean domain = word.substring(at + 1).chars().allMatch(c -> Text.isWord(c) || c == '.' || c == '-');
        return domain
                && Text.isWord(word.charAt(at + 1))
                && word.substring(dot + 1).chars().allMatch(Text::isWord);
    }
}
