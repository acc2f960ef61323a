package dev.waystation.receive;

import dev.waystation.receive.signature.HmacFormat;
import dev.waystation.receive.signature.Scheme;
import dev.waystation.receive.signature.SignatureVerifier;
import dev.waystation.receive.signature.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Answers the requests of one webhook, as it was when this was made. Immutable; many threads use one at once. */
public final class Receiver {

    private final Webhook webhook;
    private final SignatureVerifier verifier;
    private final WebhookTemplate template;
    private final WebhookEventMaker maker;

    /**
     * Compiles the webhook's templates.
     *
     * @param clock what the tolerances of signatures are measured by
     * @throws dev.waystation.jinja.TemplateError when a template was not checked, and is wrong
     */
    public Receiver(Webhook webhook, WebhookTemplates templates, WebhookEventMaker maker, Clock clock) {
        this.webhook = webhook;
        this.verifier = SignatureVerifier.of(webhook.verification(), clock);
        this.maker = maker;
        Deduplication deduplication = webhook.deduplication();
        this.template = new WebhookTemplate(
                webhook.id(),
                webhook.name(),
                webhook.accountId(),
                WebhookTemplates.isDbt(webhook.template()) ? null : templates.compile(webhook.template()),
                redaction(webhook),
                deduplication == null ? null : templates.compile(deduplication.key()),
                deduplication == null ? null : deduplication.window());
    }

    private static HeaderRedaction redaction(Webhook webhook) {
        if (!webhook.redactHeaders()) {
            return HeaderRedaction.NONE;
        }
        HmacFormat hmac = webhook.verification().hmac();
        return hmac == null ? HeaderRedaction.DEFAULTS : HeaderRedaction.DEFAULTS.and(List.of(hmac.header()));
    }

    /** The webhook. */
    public Webhook webhook() {
        return webhook;
    }

    /** Whether the request is from whom it should be. The first thing to ask. */
    public Verdict verify(RawRequest request) {
        return verifier.verify(request);
    }

    /** The answer to a verified request by which the sender only asks whether its events are wanted. */
    public Optional<Handshake.Answer> handshake(RawRequest request) {
        Optional<Handshake.Answer> answer = Handshake.eventGrid(request);
        if (answer.isEmpty() && webhook.verification().scheme() == Scheme.SLACK) {
            answer = Handshake.slack(request);
        }
        return answer;
    }

    /** Makes the event of a verified request. Keeps nothing. */
    public Receipt receive(RawRequest request, Instant now) {
        return maker.make(request, template, now);
    }

    /**
     * Makes the event of a request that failed before. It has the failed event among its causes ({@code follows}), and
     * unless the template gives an id the same one each time, so that a request is replayed once.
     */
    public Receipt replay(RawRequest request, UUID failed, Instant now) {
        UUID id = UUID.nameUUIDFromBytes(("replay of " + failed).getBytes(StandardCharsets.US_ASCII));
        return maker.make(request, template, now, id, failed);
    }
}
