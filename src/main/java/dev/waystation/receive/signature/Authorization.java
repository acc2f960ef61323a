package dev.waystation.receive.signature;

/** Reads {@code Authorization: <scheme> <credentials>}, RFC 9110 section 11.4: the scheme in any case, then blanks. */
final class Authorization {

    private Authorization() {}

    static String credentials(String value, String scheme) throws Refusal {
        int blank = value.indexOf(' ');
        if (blank < 0 || !value.substring(0, blank).equalsIgnoreCase(scheme)) {
            throw Refusal.wrong("the header Authorization is not " + scheme + " and credentials");
        }
        String credentials = value.substring(blank).strip();
        if (credentials.isEmpty()) {
            throw Refusal.wrong("the header Authorization has nothing after " + scheme);
        }
        return credentials;
    }
}
