package dev.waystation.receive.signature;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the requests of one webhook are verified. Every instance is usable: the constructor refuses what a verifier could
 * not work with, and names the field.
 *
 * @param scheme the scheme
 * @param secrets the secrets, any live one of which will do; empty exactly for {@link Scheme#NONE}, at most {@value
 *     #MOST_SECRETS}
 * @param tolerance how far the signed time may be from now, either way, in whole seconds from 1 s to 24 h; null for
 *     schemes that sign no time
 * @param hmac where the HMAC is; null for all schemes but {@link Scheme#HMAC}
 */
public record VerificationConfig(Scheme scheme, List<Secret> secrets, Duration tolerance, HmacFormat hmac) {

    /** What Standard Webhooks' libraries, Stripe and Slack use. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    /** The most secrets that can be kept at a time. */
    public static final int MOST_SECRETS = 10;

    private static final Duration LONGEST_TOLERANCE = Duration.ofHours(24);

    /** RFC 9110 section 5.6.2: the characters of a header's name. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** What a header's value can carry without guessing at a charset. */
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");

    /** Nothing is verified. */
    public static final VerificationConfig NONE = new VerificationConfig(Scheme.NONE, List.of(), null, null);

    /** @throws InvalidVerificationException naming every field that is wrong */
    public VerificationConfig {
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        if (scheme != null && scheme.timed() && tolerance == null) {
            tolerance = DEFAULT_TOLERANCE;
        }
        List<FieldProblem> problems = problems(scheme, secrets, tolerance, hmac);
        if (!problems.isEmpty()) {
            throw new InvalidVerificationException(problems);
        }
    }

    /**
     * A configuration with secrets that do not expire, for every scheme but {@link Scheme#HMAC}.
     *
     * @throws InvalidVerificationException naming every field that is wrong
     */
    public static VerificationConfig of(Scheme scheme, String... secrets) {
        return new VerificationConfig(
                scheme, List.of(secrets).stream().map(Secret::of).toList(), null, null);
    }

    /**
     * Reads the form that {@link #toStoredJson()} writes. {@code "secret": "…"} is short for a list of one, and an entry of
     * {@code secrets} may be a bare string.
     *
     * @throws InvalidVerificationException naming every field that is wrong, unknown ones included
     */
    public static VerificationConfig fromJson(JsonNode json) {
        return VerificationJson.read(json);
    }

    /** The whole configuration <em>with its secrets</em>, for the store alone. */
    public ObjectNode toStoredJson() {
        return VerificationJson.write(this, true);
    }

    /** The configuration for people and API answers: each secret reads {@value Secret#REDACTED}. What Jackson writes, too. */
    @JsonValue
    public ObjectNode toPublicJson() {
        return VerificationJson.write(this, false);
    }

    /** Redacted, since records end up in logs. */
    @Override
    public String toString() {
        return "VerificationConfig" + toPublicJson();
    }

    static List<FieldProblem> problems(Scheme scheme, List<Secret> secrets, Duration tolerance, HmacFormat hmac) {
        List<FieldProblem> problems = new ArrayList<>();
        if (scheme == null) {
            problems.add(new FieldProblem("scheme", "is needed, one of " + Scheme.wireNames()));
            return problems;
        }
        checkSecrets(scheme, secrets, problems);
        checkTolerance(scheme, tolerance, problems);
        checkHmac(scheme, hmac, problems);
        return problems;
    }

    private static void checkSecrets(Scheme scheme, List<Secret> secrets, List<FieldProblem> problems) {
        if (scheme == Scheme.NONE) {
            if (!secrets.isEmpty()) {
                problems.add(new FieldProblem(
                        "secrets", "scheme none checks nothing; choose a scheme, or leave the secrets out"));
            }
            return;
        }
        if (secrets.isEmpty()) {
            problems.add(new FieldProblem("secrets", "scheme " + scheme.wireName() + " needs at least one secret"));
        }
        if (secrets.size() > MOST_SECRETS) {
            problems.add(
                    new FieldProblem("secrets", "are " + secrets.size() + ", at most " + MOST_SECRETS + " are kept"));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < secrets.size(); i++) {
            String field = "secrets[" + i + "].secret";
            String value = secrets.get(i).value();
            String complaint = complaintAbout(scheme, value);
            if (complaint != null) {
                problems.add(new FieldProblem(field, complaint));
            } else if (!seen.add(value)) {
                problems.add(new FieldProblem(field, "is listed twice"));
            }
        }
    }

    private static String complaintAbout(Scheme scheme, String value) {
        if (value.isBlank()) {
            return "is empty";
        }
        if (value.equals(Secret.REDACTED)) {
            return "is the redacted form that answers show; give the secret itself";
        }
        if (!value.equals(value.strip())) {
            return "begins or ends with a blank, most likely from copying; remove it";
        }
        return switch (scheme) {
            case STANDARD -> StandardSecret.complaintAbout(value);
            case GITLAB ->
                VISIBLE_ASCII.matcher(value).matches()
                        ? null
                        : "goes over the wire in a header, so it must be visible ASCII without blanks";
            case BEARER ->
                VISIBLE_ASCII.matcher(value).matches()
                        ? null
                        : "is the token alone, visible ASCII without blanks and without the word Bearer";
            case BASIC -> value.indexOf(':') >= 0 ? null : "must be user:password, split at the first colon";
            default -> null;
        };
    }

    private static void checkTolerance(Scheme scheme, Duration tolerance, List<FieldProblem> problems) {
        if (tolerance == null) {
            return;
        }
        if (!scheme.timed()) {
            problems.add(new FieldProblem(
                    "tolerance_seconds", "scheme " + scheme.wireName() + " signs no time; leave it out"));
        } else if (tolerance.compareTo(Duration.ofSeconds(1)) < 0
                || tolerance.compareTo(LONGEST_TOLERANCE) > 0
                || tolerance.getNano() != 0) {
            problems.add(new FieldProblem(
                    "tolerance_seconds", "must be whole seconds from 1 to " + LONGEST_TOLERANCE.toSeconds()));
        }
    }

    private static void checkHmac(Scheme scheme, HmacFormat hmac, List<FieldProblem> problems) {
        if (scheme != Scheme.HMAC) {
            if (hmac != null) {
                problems.add(new FieldProblem(
                        "header",
                        "scheme " + scheme.wireName() + " has its own header; use scheme hmac to choose one"));
            }
            return;
        }
        if (hmac == null || hmac.header() == null || hmac.header().isEmpty()) {
            problems.add(new FieldProblem("header", "scheme hmac needs the name of the header that holds the HMAC"));
        } else if (!HEADER_NAME.matcher(hmac.header()).matches()) {
            problems.add(new FieldProblem("header", "is not a header name"));
        }
        if (hmac != null && hmac.hash() == null) {
            problems.add(new FieldProblem("hash", "must be sha1, sha256 or sha512"));
        }
        if (hmac != null && hmac.encoding() == null) {
            problems.add(new FieldProblem("encoding", "must be hex or base64"));
        }
        if (hmac != null && (hmac.prefix() == null || hmac.prefix().length() > 128)) {
            problems.add(new FieldProblem("prefix", "must be text of at most 128 characters, empty for none"));
        }
    }
}
