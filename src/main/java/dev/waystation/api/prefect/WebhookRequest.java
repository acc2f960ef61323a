package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.Replies;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.Webhooks;
import dev.waystation.receive.preset.Preset;
import dev.waystation.receive.preset.Presets;
import dev.waystation.receive.signature.InvalidVerificationException;
import dev.waystation.receive.signature.VerificationConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request that describes a webhook. What is null was not in it.
 *
 * @param verification as it came; a JSON null means that nothing is verified
 * @param deduplication empty for a null, which means that repetitions are not recognised
 */
record WebhookRequest(
        String name,
        String description,
        Boolean enabled,
        String template,
        JsonNode verification,
        Optional<Deduplication> deduplication,
        Boolean redactHeaders) {

    private static final int LONGEST_NAME = 5_000;
    private static final int LONGEST_DESCRIPTION = 5_000;
    static final int LONGEST_TEMPLATE = 30_000;
    private static final List<Object> VERIFICATION = List.of("body", "verification");

    /** Of a new webhook; what its preset says holds where the body says nothing. */
    static WebhookRequest forCreation(JsonNode body) {
        Fields fields = Fields.of(body);
        Preset preset = preset(fields);
        WebhookRequest request = read(fields, preset != null);
        return preset == null ? request : request.filledBy(preset);
    }

    /** Of what a webhook shall be from now on. */
    static WebhookRequest forReplacement(JsonNode body) {
        return read(Fields.of(body), false);
    }

    private static WebhookRequest read(Fields fields, boolean mayLackTemplate) {
        boolean lacksTemplate = mayLackTemplate && !fields.has("template");
        WebhookRequest request = new WebhookRequest(
                fields.text("name", LONGEST_NAME),
                fields.text("description", LONGEST_DESCRIPTION, null),
                fields.flag("enabled"),
                lacksTemplate ? null : fields.text("template", LONGEST_TEMPLATE),
                fields.raw("verification"),
                deduplication(fields),
                fields.flag("redact_headers"));
        if (fields.isSet("service_account_id")) {
            fields.wrong(
                    "service_account_id",
                    "value_error",
                    "There are no service accounts here. Leave it out, and give verification"
                            + " {\"scheme\": \"bearer\", \"secret\": \"…\"} so that callers show that token");
        }
        fields.refuseOthers();
        fields.check();
        return request;
    }

    private static Preset preset(Fields fields) {
        if (!fields.isSet("preset")) {
            return null;
        }
        String name = fields.text("preset", 100, "");
        Optional<Preset> preset = Presets.find(name);
        if (preset.isEmpty()) {
            fields.wrong("preset", "enum", "One of " + String.join(", ", Presets.names()) + " was expected");
        }
        return preset.orElse(null);
    }

    /** Null when the field is not there, empty when it is null. */
    static Optional<Deduplication> deduplication(Fields fields) {
        if (!fields.has("deduplication")) {
            return null;
        }
        Fields inside = fields.inside("deduplication");
        if (inside == null) {
            return Optional.empty();
        }
        String key = inside.text("key", LONGEST_TEMPLATE);
        int seconds = inside.number("window_seconds", 1, (int) Deduplication.LONGEST_WINDOW.toSeconds(), (int)
                Deduplication.DEFAULT_WINDOW.toSeconds());
        inside.refuseOthers();
        return Optional.of(new Deduplication(key, Duration.ofSeconds(seconds)));
    }

    private WebhookRequest filledBy(Preset preset) {
        return new WebhookRequest(
                name,
                description == null ? preset.description() : description,
                enabled,
                template == null ? preset.template() : template,
                verification(preset),
                deduplication == null ? Optional.ofNullable(preset.deduplication()) : deduplication,
                redactHeaders);
    }

    /** A preset knows the scheme and never the secret. */
    private JsonNode verification(Preset preset) {
        if (preset.scheme() == null || verification != null && !verification.isObject()) {
            return verification;
        }
        ObjectNode filled = verification == null ? Replies.JSON.createObjectNode() : verification.deepCopy();
        if (!filled.has("scheme")) {
            filled.put("scheme", preset.scheme().wireName());
            if (!filled.has("secret") && !filled.has("secrets")) {
                throw new InvalidRequestException(
                        new FieldError(
                                VERIFICATION,
                                "missing",
                                "The preset " + preset.name()
                                        + " verifies signatures: give verification {\"secret\": \"…\"}"
                                        + " with the sender's secret, or {\"scheme\": \"none\"} to take requests from anybody"));
            }
        }
        return filled;
    }

    /** A new webhook. */
    Webhooks.Draft create(long account) {
        return new Webhooks.Draft(
                account,
                name,
                description == null ? "" : description,
                enabled == null || enabled,
                template,
                config(VerificationConfig.NONE),
                deduplication == null ? null : deduplication.orElse(null),
                redactHeaders == null || redactHeaders);
    }

    /**
     * What the webhook is from now on. What Prefect's clients may not know of stays when it is not there: an update by the
     * command line must neither switch a check of signatures off nor a webhook on.
     */
    Webhooks.Draft replace(Webhook before) {
        return new Webhooks.Draft(
                before.accountId(),
                name,
                description == null ? "" : description,
                enabled == null ? before.enabled() : enabled,
                template,
                verification == null ? before.verification() : config(before.verification()),
                deduplication == null ? before.deduplication() : deduplication.orElse(null),
                redactHeaders == null ? before.redactHeaders() : redactHeaders);
    }

    private VerificationConfig config(VerificationConfig before) {
        if (verification == null || verification.isNull()) {
            return VerificationConfig.NONE;
        }
        try {
            return VerificationConfig.fromJson(KeptSecrets.fill(verification, before, VERIFICATION));
        } catch (InvalidVerificationException e) {
            throw new InvalidRequestException(e.problems().stream()
                    .map(problem -> problem.field().equals("verification")
                            ? new FieldError(VERIFICATION, "dict_type", problem.message())
                            : FieldError.at(VERIFICATION, problem.field(), problem.message(), 0))
                    .toList());
        }
    }
}
