package dev.waystation.source;

/** Texts of a bounded length. */
final class Texts {

    private Texts() {}

    /** The text, or its beginning and an ellipsis, of at most so many characters; no character is cut in two. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
