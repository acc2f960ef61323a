package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.waystation.receive.signature.Secret;
import dev.waystation.receive.signature.VerificationConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the stored secrets in the place of {@value Secret#REDACTED}, as answers show them, so that what was read can be
 * changed and sent back. If as many are redacted as are stored, they stand for them in order; else each is known by its
 * {@code expires}.
 */
final class KeptSecrets {

    private KeptSecrets() {}

    /**
     * The same configuration with secrets in it.
     *
     * @param before what is stored
     * @param place where the configuration is in the request
     * @throws InvalidRequestException when it cannot be told which secret is meant
     */
    static JsonNode fill(JsonNode given, VerificationConfig before, List<Object> place) {
        if (!given.isObject()) {
            return given;
        }
        ObjectNode filled = given.deepCopy();
        List<Secret> stored = before.secrets();
        if (isRedacted(filled.path("secret")) && stored.size() == 1) {
            filled.set("secret", TextNode.valueOf(stored.get(0).value()));
        }
        if (!(filled.get("secrets") instanceof ArrayNode entries)) {
            return filled;
        }
        List<Integer> redacted = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (isRedacted(secretOf(entries.get(i)))) {
                redacted.add(i);
            }
        }
        for (int i = 0; i < redacted.size() && !stored.isEmpty(); i++) {
            int index = redacted.get(i);
            Secret meant = redacted.size() == stored.size()
                    ? stored.get(i)
                    : byExpiry(entries.get(index), stored, index, place);
            if (entries.get(index) instanceof ObjectNode entry) {
                entry.put("secret", meant.value());
            } else {
                entries.set(index, TextNode.valueOf(meant.value()));
            }
        }
        return filled;
    }

    private static Secret byExpiry(JsonNode entry, List<Secret> stored, int index, List<Object> place) {
        String expires = entry.path("expires").asText("null");
        List<Secret> alike = stored.stream()
                .filter(secret -> String.valueOf(secret.expires()).equals(expires))
                .toList();
        if (alike.size() != 1) {
            throw new InvalidRequestException(FieldError.at(
                    place,
                    "secrets[" + index + "].secret",
                    "is redacted, and which of the " + stored.size()
                            + " stored secrets it stands for cannot be told; give the secret itself",
                    0));
        }
        return alike.get(0);
    }

    private static JsonNode secretOf(JsonNode entry) {
        return entry.isObject() ? entry.path("secret") : entry;
    }

    private static boolean isRedacted(JsonNode text) {
        return text.isTextual() && text.textValue().equals(Secret.REDACTED);
    }
}
