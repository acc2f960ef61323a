package dev.waystation.receive.preset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.Event;
import dev.waystation.event.RunEvent;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.receive.RawRequest;
import dev.waystation.receive.Receipt;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.Requests;
import dev.waystation.receive.Slug;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.WebhookEventMaker;
import dev.waystation.receive.WebhookTemplates;
import dev.waystation.receive.signature.Scheme;
import dev.waystation.receive.signature.VerificationConfig;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A webhook made of a preset takes what its sender sends, checks it, and makes an event that says what happened. */
class PresetsTest {

    private static final String SECRET = "the-secret-of-the-sender";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final WebhookTemplates templates = new WebhookTemplates();
    private final WebhookEventMaker maker = new WebhookEventMaker(EventLimits.DEFAULTS, CLOCK);

    private Receiver receiver(String name) {
        Preset preset = Presets.find(name).orElseThrow();
        return new Receiver(
                new Webhook(
                        new UUID(0, 9),
                        1,
                        preset.title(),
                        preset.description(),
                        true,
                        preset.template(),
                        Slug.random(),
                        preset.scheme() == null
                                ? VerificationConfig.NONE
                                : VerificationConfig.of(preset.scheme(), SECRET),
                        preset.deduplication(),
                        true,
                        NOW,
                        NOW),
                templates,
                maker,
                CLOCK);
    }

    private Receipt.Accepted accepted(String preset, RawRequest request) {
        Receiver receiver = receiver(preset);
        assertThat(receiver.verify(request).valid()).isTrue();
        Receipt receipt = receiver.receive(request, NOW);
        assertThat(receipt)
                .as(receipt instanceof Receipt.Failed f ? f.error() : "")
                .isInstanceOf(Receipt.Accepted.class);
        return (Receipt.Accepted) receipt;
    }

    private ReceivedEvent event(String preset, RawRequest request) {
        return (ReceivedEvent) accepted(preset, request).event();
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static RawRequest github(String event, String body) {
        return Requests.post(
                body,
                "Content-Type",
                "application/json",
                "User-Agent",
                "GitHub-Hookshot/044aadd",
                "X-GitHub-Delivery",
                "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                "X-GitHub-Event",
                event,
                "X-GitHub-Hook-ID",
                "292430182",
                "X-Hub-Signature-256",
                "sha256=" + hmac(body));
    }

    private static RawRequest stripe(String body) {
        long second = NOW.getEpochSecond();
        return Requests.post(
                body,
                "Content-Type",
                "application/json; charset=utf-8",
                "Stripe-Signature",
                "t=" + second + ",v1=" + hmac(second + "." + body));
    }

    private static RawRequest slack(String type, String body) {
        long second = NOW.getEpochSecond();
        return Requests.post(
                body,
                "Content-Type",
                type,
                "X-Slack-Request-Timestamp",
                Long.toString(second),
                "X-Slack-Signature",
                "v0=" + hmac("v0:" + second + ":" + body));
    }

    @Test
    void every_preset_has_a_template_that_can_be_saved() throws Exception {
        assertThat(Presets.names())
                .containsExactly("static", "dynamic", "pass-through", "cloudevent", "dbt", "github", "stripe", "slack");
        for (Preset preset : Presets.all()) {
            templates.check("template", preset.template());
            if (preset.deduplication() != null) {
                templates.check("deduplication.key", preset.deduplication().key());
            }
            assertThat(preset.title()).isNotBlank();
            assertThat(preset.description()).isNotBlank();
            assertThat(preset.template().codePointCount(0, preset.template().length()))
                    .isLessThanOrEqualTo(30_000);
        }
        assertThat(Presets.find("GitHub")).isEmpty();
    }

    @Test
    void whose_sender_signs_checks_that() {
        assertThat(Presets.all().stream().filter(p -> p.scheme() != null).map(Preset::scheme))
                .containsExactly(Scheme.DBT, Scheme.GITHUB, Scheme.STRIPE, Scheme.SLACK);
        RawRequest forged = Requests.post("{}", "X-Hub-Signature-256", "sha256=" + "0".repeat(64));
        assertThat(receiver("github").verify(forged).valid()).isFalse();
    }

    @Test
    void static_takes_a_bare_get() {
        assertThat(event("static", Requests.get()).eventType()).isEqualTo("report.finished");
    }

    @Test
    void dynamic_takes_json_and_forms_and_values_that_are_no_plain_texts() {
        ReceivedEvent json =
                event("dynamic", Requests.post("{\"event\":\"e\",\"id\":7,\"name\":\"say \\\"hi\\\"\\n\"}"));
        assertThat(json.eventType()).isEqualTo("e");
        assertThat(json.resource())
                .containsEntry("prefect.resource.id", "reports.7")
                .containsEntry("prefect.resource.name", "say \"hi\"\n");
        ReceivedEvent form =
                event("dynamic", Requests.post("id=a%20b", "Content-Type", "application/x-www-form-urlencoded"));
        assertThat(form.subject()).isEqualTo("reports.a b");
        assertThat(event("dynamic", Requests.get()).subject()).isEqualTo("reports.unknown");
    }

    @Test
    void pass_through_takes_prefects_events() {
        ReceivedEvent event = event("pass-through", Requests.post("""
                {"event":"model.refreshed","resource":{"prefect.resource.id":"m"},"payload":{"rows":3}}"""));
        assertThat(event.eventType()).isEqualTo("model.refreshed");
        assertThat(event.payload()).isEqualTo(Map.of("rows", 3L));
    }

    @Test
    void cloudevent_takes_both_modes_and_knows_a_repetition() {
        Receipt.Accepted structured =
                accepted("cloudevent", Requests.post("""
                {"specversion":"1.0","id":"A-1","source":"/s","type":"com.example.made","subject":"x","data":{"a":1}}""", "Content-Type", "application/cloudevents+json"));
        Receipt.Accepted binary = accepted(
                "cloudevent",
                Requests.post(
                        "{\"a\":1}",
                        "Content-Type",
                        "application/json",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "A-1",
                        "ce-source",
                        "/s",
                        "ce-type",
                        "com.example.made",
                        "ce-subject",
                        "x"));
        for (Receipt.Accepted receipt : List.of(structured, binary)) {
            ReceivedEvent event = (ReceivedEvent) receipt.event();
            assertThat(event.eventType()).isEqualTo("com.example.made");
            assertThat(event.subject()).isEqualTo("x");
            assertThat(event.payload()).containsEntry("data", Map.of("a", 1L));
        }
        assertThat(structured.once()).isNotNull().isEqualTo(binary.once());
    }

    @Test
    void dbt_makes_a_run_event() {
        byte[] body = Requests.resource("dbt-run-completed.json");
        Receipt.Accepted receipt = accepted(
                "dbt",
                Requests.request(
                        "POST",
                        body,
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        hmac(new String(body, StandardCharsets.UTF_8))));
        Event event = receipt.event();
        assertThat(event).isInstanceOf(RunEvent.class);
        assertThat(event.eventType()).isEqualTo("job.run.completed");
        assertThat(event.subject()).isEqualTo("278164");
        assertThat(receipt.once()).isNotNull();
    }

    @Test
    void github_tells_event_action_repository_and_who_did_it() {
        RawRequest request = github("issues", """
                {"action":"opened","issue":{"number":1347,"title":"Found a \\"bug\\"","body":null,"labels":[]},
                 "repository":{"id":1296269,"name":"Hello-World","full_name":"octocat/Hello-World","private":false},
                 "sender":{"login":"octocat","id":1,"type":"User"}}""");
        Receipt.Accepted receipt = accepted("github", request);
        ReceivedEvent event = (ReceivedEvent) receipt.event();
        assertThat(event.eventType()).isEqualTo("github.issues.opened");
        assertThat(event.subject()).isEqualTo("github.repository.octocat/Hello-World");
        assertThat(event.related().get(0))
                .containsEntry("prefect.resource.id", "github.user.octocat")
                .containsEntry("prefect.resource.role", "actor");
        assertThat(event.payload()).containsEntry("action", "opened");
        assertThat(receipt.once())
                .isNotNull()
                .isEqualTo(accepted("github", request).once());
    }

    @Test
    void github_tells_the_ref_of_a_push_and_of_a_workflow() {
        assertThat(event("github", github("push", """
                {"ref":"refs/heads/main","before":"6113728f27","after":"0000000000","commits":[],"pusher":{"name":"o"},
                 "repository":{"full_name":"o/r"},"sender":{"login":"o"}}""")).resource()).containsEntry("github.ref", "refs/heads/main");
        ReceivedEvent workflow = event("github", github("workflow_run", """
                {"action":"completed","workflow_run":{"head_branch":"fix","conclusion":"success"},
                 "repository":{"full_name":"o/r"},"sender":{"login":"o"}}"""));
        assertThat(workflow.eventType()).isEqualTo("github.workflow_run.completed");
        assertThat(workflow.resource()).containsEntry("github.ref", "fix");
    }

    @Test
    void github_of_an_organization_and_the_ping_of_a_new_webhook_are_events_too() {
        ReceivedEvent member = event("github", github("organization", """
                {"action":"member_added","organization":{"login":"acme"},"sender":{"login":"o"}}"""));
        assertThat(member.subject()).isEqualTo("github.account.acme");
        ReceivedEvent ping = event("github", github("ping", "{\"zen\":\"Keep it logically awesome.\",\"hook_id\":1}"));
        assertThat(ping.eventType()).isEqualTo("github.ping");
        assertThat(ping.subject()).isEqualTo("github.account.292430182");
    }

    @Test
    void stripe_tells_type_object_and_when_it_happened() {
        String body = new String(Requests.resource("stripe-customer-created.json"), StandardCharsets.UTF_8);
        Receipt.Accepted receipt = accepted("stripe", stripe(body));
        ReceivedEvent event = (ReceivedEvent) receipt.event();
        assertThat(event.eventType()).isEqualTo("stripe.customer.created");
        assertThat(event.subject()).isEqualTo("stripe.customer.cus_123");
        assertThat(event.resource()).containsEntry("stripe.livemode", "false");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1533204620));
        assertThat(receipt.once()).isNotNull();
    }

    @Test
    void stripe_of_an_object_without_an_id_is_named_by_the_event() {
        ReceivedEvent event = event("stripe", stripe("""
                {"id":"evt_9","object":"event","created":1533204620,"livemode":true,"type":"balance.available",
                 "data":{"object":{"object":"balance","available":[]}}}"""));
        assertThat(event.subject()).isEqualTo("stripe.balance.evt_9");
        assertThat(event.resource()).containsEntry("stripe.livemode", "true");
    }

    @Test
    void slack_tells_event_channel_and_user_and_keeps_no_token() {
        Receipt.Accepted receipt = accepted("slack", slack("application/json", """
                {"token":"XXYYZZ-legacy","team_id":"T123","api_app_id":"A1","event":{"type":"app_mention","user":"U1",
                 "text":"<@U0> is it \\"up\\"?","ts":"1515449522.000016","channel":"C9","event_ts":"1515449522000016"},
                 "type":"event_callback","event_id":"Ev0MDYGDKJ","event_time":1515449522}"""));
        ReceivedEvent event = (ReceivedEvent) receipt.event();
        assertThat(event.eventType()).isEqualTo("slack.app_mention");
        assertThat(event.subject()).isEqualTo("slack.channel.C9");
        assertThat(event.related().get(0)).containsEntry("prefect.resource.id", "slack.user.U1");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1515449522));
        assertThat(event.body().toString() + event.payload()).doesNotContain("XXYYZZ-legacy");
        assertThat(receipt.once()).isNotNull();
    }

    @Test
    void slack_without_a_channel_is_the_teams_and_a_reaction_is_its_messages_channels() {
        assertThat(event("slack", slack("application/json", """
                {"token":"t","team_id":"T1","event":{"type":"team_join","user":{"id":"U7"}},"type":"event_callback",
                 "event_id":"Ev1","event_time":1}""")).subject()).isEqualTo("slack.team.T1");
        assertThat(event("slack", slack("application/json", """
                {"token":"t","team_id":"T1","event":{"type":"reaction_added","user":"U1","item":{"channel":"C4"}},
                 "type":"event_callback","event_id":"Ev2","event_time":1}""")).subject()).isEqualTo("slack.channel.C4");
    }

    @Test
    void slack_commands_come_as_forms() {
        Receipt.Accepted receipt = accepted(
                "slack",
                slack(
                        "application/x-www-form-urlencoded",
                        "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&channel_id=C2147483705&user_id=U2147483697"
                                + "&command=%2Frerun&text=nightly+%22now%22&trigger_id=13345224609.738474920.8088930838d88f008e0"));
        ReceivedEvent event = (ReceivedEvent) receipt.event();
        assertThat(event.eventType()).isEqualTo("slack.command");
        assertThat(event.subject()).isEqualTo("slack.channel.C2147483705");
        assertThat(event.payload()).containsEntry("command", "/rerun").containsEntry("token", "[redacted]");
        assertThat(receipt.once()).isNotNull();
    }
}
