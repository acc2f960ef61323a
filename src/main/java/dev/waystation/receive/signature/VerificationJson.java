package dev.waystation.receive.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import dev.waystation.receive.signature.HmacFormat.Hash;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** JSON in and out, by hand: each field gets its own message, and a secret cannot slip out by an annotation. */
final class VerificationJson {

    private static final Set<String> FIELDS =
            Set.of("scheme", "secret", "secrets", "tolerance_seconds", "header", "hash", "encoding", "prefix");

    private final List<FieldProblem> problems = new ArrayList<>();

    private VerificationJson() {}

    static VerificationConfig read(JsonNode json) {
        return new VerificationJson().readConfig(json);
    }

    static ObjectNode write(VerificationConfig config, boolean withSecrets) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("scheme", config.scheme().wireName());
        if (!config.secrets().isEmpty()) {
            ArrayNode secrets = json.putArray("secrets");
            for (Secret secret : config.secrets()) {
                ObjectNode entry = secrets.addObject();
                entry.put("secret", withSecrets ? secret.value() : Secret.REDACTED);
                if (secret.expires() != null) {
                    entry.put("expires", secret.expires().toString());
                }
            }
        }
        if (config.tolerance() != null) {
            json.put("tolerance_seconds", config.tolerance().toSeconds());
        }
        if (config.hmac() != null) {
            json.put("header", config.hmac().header());
            json.put("hash", config.hmac().hash().wireName());
            json.put("encoding", config.hmac().encoding().wireName());
            json.put("prefix", config.hmac().prefix());
        }
        return json;
    }

    private VerificationConfig readConfig(JsonNode json) {
        if (json == null || !json.isObject()) {
            problem("verification", "must be an object with a scheme");
            throw new InvalidVerificationException(problems);
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                problem(name, "is unknown here");
            }
        }
        Scheme scheme = scheme(json.get("scheme"));
        List<Secret> secrets = secrets(json);
        Duration tolerance = tolerance(json.get("tolerance_seconds"));
        HmacFormat hmac = hmac(json, scheme);
        if (problems.isEmpty()) {
            return new VerificationConfig(scheme, secrets, tolerance, hmac);
        }
        if (scheme != null) {
            addWhatTheValuesShow(VerificationConfig.problems(scheme, secrets, tolerance, hmac));
        }
        throw new InvalidVerificationException(problems);
    }

    /** A field that could not be read has its complaint already; what its stand-in would lack is not worth a second one. */
    private void addWhatTheValuesShow(List<FieldProblem> found) {
        List<String> named = problems.stream().map(p -> firstWord(p.field())).toList();
        found.stream().filter(p -> !named.contains(firstWord(p.field()))).forEach(problems::add);
    }

    private static String firstWord(String field) {
        String word = field.split("[.\\[]", 2)[0];
        return word.equals("secret") ? "secrets" : word;
    }

    private Scheme scheme(JsonNode node) {
        Scheme scheme = node != null && node.isTextual()
                ? Scheme.ofWireName(node.textValue()).orElse(null)
                : null;
        if (scheme == null) {
            problem("scheme", (node == null ? "is needed" : "is unknown") + ", one of " + Scheme.wireNames());
        }
        return scheme;
    }

    private List<Secret> secrets(JsonNode json) {
        JsonNode one = json.get("secret");
        JsonNode many = json.get("secrets");
        if (one != null && many != null) {
            problem("secret", "and secrets cannot both be given");
            return List.of();
        }
        if (one != null) {
            Secret secret = secret(one, "secret");
            return secret == null ? List.of() : List.of(secret);
        }
        if (many == null || many.isNull()) {
            return List.of();
        }
        if (!many.isArray()) {
            problem("secrets", "must be a list");
            return List.of();
        }
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < many.size(); i++) {
            Secret secret = secret(many.get(i), "secrets[" + i + "]");
            if (secret != null) {
                secrets.add(secret);
            }
        }
        return secrets;
    }

    private Secret secret(JsonNode node, String field) {
        if (node.isTextual()) {
            return Secret.of(node.textValue());
        }
        if (!node.isObject()) {
            problem(field, "must be text, or an object with secret and expires");
            return null;
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("secret") && !name.equals("expires")) {
                problem(field + "." + name, "is unknown here");
            }
        }
        JsonNode value = node.get("secret");
        if (value == null || !value.isTextual()) {
            problem(field + ".secret", "must be text");
            return null;
        }
        JsonNode expires = node.get("expires");
        if (expires == null || expires.isNull()) {
            return Secret.of(value.textValue());
        }
        try {
            return new Secret(value.textValue(), instant(expires));
        } catch (DateTimeParseException notATime) {
            problem(field + ".expires", "must be an RFC 3339 time with an offset, such as 2030-01-31T12:00:00Z");
            return null;
        }
    }

    private static Instant instant(JsonNode node) {
        return OffsetDateTime.parse(node.isTextual() ? node.textValue() : "").toInstant();
    }

    private Duration tolerance(JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            problem("tolerance_seconds", "must be a whole number of seconds");
            return null;
        }
        return Duration.ofSeconds(node.intValue());
    }

    private HmacFormat hmac(JsonNode json, Scheme scheme) {
        String header = text(json, "header", "");
        String hash = text(json, "hash", Hash.SHA256.wireName());
        String encoding = text(json, "encoding", Encoding.HEX.wireName());
        String prefix = text(json, "prefix", "");
        boolean given = json.has("header") || json.has("hash") || json.has("encoding") || json.has("prefix");
        if (scheme != Scheme.HMAC && !given) {
            return null;
        }
        return new HmacFormat(
                header,
                Hash.ofWireName(hash).orElse(null),
                Encoding.ofWireName(encoding).orElse(null),
                prefix);
    }

    private String text(JsonNode json, String field, String otherwise) {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return otherwise;
        }
        if (!node.isTextual()) {
            problem(field, "must be text");
            return otherwise;
        }
        return node.textValue();
    }

    private void problem(String field, String message) {
        problems.add(new FieldProblem(field, message));
    }
}
