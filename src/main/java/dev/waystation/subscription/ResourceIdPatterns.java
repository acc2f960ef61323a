package dev.waystation.subscription;

/**
 * What a subscription can say about the resources whose events it wants: an id, or the beginning of ids with {@code *} at
 * the end. Pure functions; safe for use by several threads.
 */
public final class ResourceIdPatterns {

    /** Characters of a pattern. */
    public static final int LONGEST = 1_000;

    /** How many a subscription can have. */
    public static final int MOST = 1_000;

    private ResourceIdPatterns() {}

    /** What would have been right, or null when the pattern is. */
    public static String expectedInsteadOf(String pattern) {
        if (pattern.isBlank()
                || pattern.length() > LONGEST
                || pattern.codePoints().anyMatch(Character::isISOControl)) {
            return "a resource id: 1 to " + LONGEST + " characters on one line";
        }
        int star = pattern.indexOf('*');
        return star >= 0 && star < pattern.length() - 1
                ? "'*' at the end only, where it stands for the rest of the id"
                : null;
    }
}
