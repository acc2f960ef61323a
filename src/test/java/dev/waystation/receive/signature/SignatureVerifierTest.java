package dev.waystation.receive.signature;

import static dev.waystation.receive.Requests.get;
import static dev.waystation.receive.Requests.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import dev.waystation.receive.signature.HmacFormat.Hash;
import dev.waystation.receive.signature.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String STANDARD_KEY = "whsec_" + base64("0123456789abcdef0123456789abcdef");
    private static final String OTHER_STANDARD_KEY = "whsec_" + base64("another-key-of-thirty-two-bytes!");
    private static final String BODY = "{\"a\": 1.0}";

    @Test
    void no_scheme_lets_everything_in() {
        assertThat(SignatureVerifier.of(VerificationConfig.NONE).verify(get()).valid())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_right_proof_is_valid_whatever_the_case_of_the_header_names(Scheme scheme) {
        RawRequest right = signed(scheme, secret(scheme), NOW);
        assertThat(outcome(scheme, right)).isEqualTo(Outcome.VALID);
        assertThat(outcome(scheme, withHeaders(right, h -> List.of(new RawRequest.Header(upper(h.name()), h.value())))))
                .isEqualTo(Outcome.VALID);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void no_header_is_missing(Scheme scheme) {
        assertThat(outcome(scheme, post(BODY))).isEqualTo(Outcome.MISSING);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void an_empty_header_is_missing(Scheme scheme) {
        RawRequest empty =
                withHeaders(signed(scheme, secret(scheme), NOW), h -> List.of(new RawRequest.Header(h.name(), " ")));
        assertThat(outcome(scheme, empty)).isEqualTo(Outcome.MISSING);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void the_proof_of_another_secret_is_wrong(Scheme scheme) {
        assertThat(outcome(scheme, signed(scheme, otherSecret(scheme), NOW))).isEqualTo(Outcome.WRONG);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_header_sent_twice_is_wrong_even_when_both_are_right(Scheme scheme) {
        RawRequest twice = withHeaders(signed(scheme, secret(scheme), NOW), h -> List.of(h, h));
        assertThat(outcome(scheme, twice)).isEqualTo(Outcome.WRONG);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_header_that_a_proxy_joined_is_wrong(Scheme scheme) {
        RawRequest joined = withHeaders(
                signed(scheme, secret(scheme), NOW),
                h -> List.of(new RawRequest.Header(h.name(), h.value() + ", " + h.value())));
        assertThat(outcome(scheme, joined)).isEqualTo(Outcome.WRONG);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "GITLAB", "BEARER", "BASIC"})
    void the_same_json_written_otherwise_is_wrong(Scheme scheme) {
        RawRequest right = signed(scheme, secret(scheme), NOW);
        RawRequest rewritten =
                new RawRequest("POST", right.headers(), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), right.query());
        assertThat(outcome(scheme, rewritten)).isEqualTo(Outcome.WRONG);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void garbage_is_wrong_and_never_an_exception(Scheme scheme) {
        for (String garbage :
                List.of("x", "=", ",", "v1,", "t=,v1=", "Basic ", "Basic !!", "Bearer", "sha256=zz", "é")) {
            RawRequest request = withHeaders(
                    signed(scheme, secret(scheme), NOW), h -> List.of(new RawRequest.Header(h.name(), garbage)));
            assertThat(outcome(scheme, request)).as(garbage).isEqualTo(Outcome.WRONG);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_reason_never_tells_the_secret_or_what_was_expected(Scheme scheme) {
        String secret = secret(scheme);
        RawRequest right = signed(scheme, secret, NOW);
        RawRequest wrong = withHeaders(right, h -> List.of(new RawRequest.Header(h.name(), "1" + h.value())));
        RawRequest tampered = new RawRequest("POST", right.headers(), new byte[] {1}, null);
        for (RawRequest request : List.of(right, wrong, tampered, post(BODY))) {
            String reason = verifier(scheme).verify(request).reason();
            assertThat(reason).isNotBlank().doesNotContain(secret);
            for (RawRequest.Header header : right.headers()) {
                assertThat(reason).doesNotContain(header.value());
            }
        }
    }

    @Nested
    class Rotation {

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
        void every_live_secret_is_good(Scheme scheme) {
            VerificationConfig both = config(scheme, Secret.of(otherSecret(scheme)), Secret.of(secret(scheme)));
            SignatureVerifier verifier = SignatureVerifier.of(both, at(NOW));
            assertThat(verifier.verify(signed(scheme, secret(scheme), NOW)).valid())
                    .isTrue();
            assertThat(verifier.verify(signed(scheme, otherSecret(scheme), NOW)).valid())
                    .isTrue();
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
        void an_expired_secret_is_refused_from_its_moment_on(Scheme scheme) {
            VerificationConfig config = config(scheme, new Secret(secret(scheme), NOW), Secret.of(otherSecret(scheme)));
            RawRequest request = signed(scheme, secret(scheme), NOW);
            assertThat(SignatureVerifier.of(config, at(NOW.minusMillis(1)))
                            .verify(request)
                            .outcome())
                    .isEqualTo(Outcome.VALID);
            Verdict late = SignatureVerifier.of(config, at(NOW)).verify(request);
            assertThat(late.outcome()).isEqualTo(Outcome.EXPIRED);
            assertThat(late.reason()).contains("expired at 2026-03-01T12:00:00Z");
        }
    }

    @Nested
    class Tolerance {

        @ParameterizedTest
        @EnumSource(names = {"STANDARD", "STRIPE", "SLACK"})
        void is_five_minutes_either_way_to_the_second(Scheme scheme) {
            assertThat(outcome(scheme, signed(scheme, secret(scheme), NOW.minusSeconds(300))))
                    .isEqualTo(Outcome.VALID);
            assertThat(outcome(scheme, signed(scheme, secret(scheme), NOW.plusSeconds(300))))
                    .isEqualTo(Outcome.VALID);
            assertThat(outcome(scheme, signed(scheme, secret(scheme), NOW.minusSeconds(301))))
                    .isEqualTo(Outcome.EXPIRED);
            assertThat(outcome(scheme, signed(scheme, secret(scheme), NOW.plusSeconds(301))))
                    .isEqualTo(Outcome.EXPIRED);
        }

        @Test
        void can_be_set() {
            VerificationConfig config =
                    new VerificationConfig(Scheme.STRIPE, List.of(Secret.of("s")), Duration.ofSeconds(10), null);
            SignatureVerifier verifier = SignatureVerifier.of(config, at(NOW));
            assertThat(verifier.verify(signed(Scheme.STRIPE, "s", NOW.minusSeconds(10)))
                            .outcome())
                    .isEqualTo(Outcome.VALID);
            assertThat(verifier.verify(signed(Scheme.STRIPE, "s", NOW.minusSeconds(11)))
                            .outcome())
                    .isEqualTo(Outcome.EXPIRED);
        }

        @ParameterizedTest
        @EnumSource(names = {"STANDARD", "STRIPE", "SLACK"})
        void a_forged_old_request_is_called_wrong_not_expired(Scheme scheme) {
            assertThat(outcome(scheme, signed(scheme, otherSecret(scheme), NOW.minusSeconds(9999))))
                    .isEqualTo(Outcome.WRONG);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1772366400.0", "-1", "+1772366400", "1e9", "", "9999999999999", "١٧٧٢٣٦٦٤٠٠"})
        void a_time_that_is_not_plain_digits_is_refused(String time) {
            String mac = hex(Macs.hmacSha256(utf8("k"), utf8("v0:" + time + ":" + BODY)));
            Verdict verdict = verifierOf(VerificationConfig.of(Scheme.SLACK, "k"))
                    .verify(post(BODY, "X-Slack-Signature", "v0=" + mac, "X-Slack-Request-Timestamp", time));
            assertThat(verdict.outcome()).isEqualTo(time.isEmpty() ? Outcome.MISSING : Outcome.WRONG);
        }
    }

    @Nested
    class Dbt {

        @Test
        void a_bearer_token_proves_nothing() {
            String mac = hex(Macs.hmacSha256(utf8("k"), utf8(BODY)));
            for (String value : List.of("Bearer " + mac, "bearer anything", "sha256=" + mac)) {
                assertThat(verifierOf(VerificationConfig.of(Scheme.DBT, "k"))
                                .verify(post(BODY, "Authorization", value))
                                .outcome())
                        .as(value)
                        .isEqualTo(Outcome.WRONG);
            }
            assertThat(verifierOf(VerificationConfig.of(Scheme.DBT, "k"))
                            .verify(post(BODY, "Authorization", "Bearer x"))
                            .reason())
                    .contains("bearer token proves nothing");
        }

        @Test
        void a_secret_that_looks_like_base64_or_hex_is_used_as_text() {
            String secret = "whsec_" + base64("abcdefghijklmnopqrstuvwx");
            assertThat(outcome(
                            VerificationConfig.of(Scheme.DBT, secret),
                            post(BODY, "Authorization", hex(Macs.hmacSha256(utf8(secret), utf8(BODY))))))
                    .isEqualTo(Outcome.VALID);
        }
    }

    @Nested
    class Standard {

        private final VerificationConfig config = VerificationConfig.of(Scheme.STANDARD, STANDARD_KEY);

        @Test
        void one_right_entry_among_several_is_enough() {
            String list = "v1," + base64("x".repeat(32)) + " v1a,AAAA " + entry("msg_1", NOW, STANDARD_KEY);
            assertThat(outcome(config, standard("msg_1", NOW, list))).isEqualTo(Outcome.VALID);
        }

        @Test
        void entries_of_other_versions_alone_are_not_enough() {
            assertThat(outcome(
                            config,
                            standard(
                                    "msg_1",
                                    NOW,
                                    entry("msg_1", NOW, STANDARD_KEY).replace("v1,", "v1a,"))))
                    .isEqualTo(Outcome.WRONG);
        }

        @Test
        void id_and_time_are_signed_too() {
            assertThat(outcome(config, standard("msg_2", NOW, entry("msg_1", NOW, STANDARD_KEY))))
                    .isEqualTo(Outcome.WRONG);
            assertThat(outcome(config, standard("msg_1", NOW.plusSeconds(1), entry("msg_1", NOW, STANDARD_KEY))))
                    .isEqualTo(Outcome.WRONG);
        }

        @Test
        void an_id_with_a_full_stop_is_refused() {
            assertThat(outcome(config, standard("msg.1", NOW, entry("msg.1", NOW, STANDARD_KEY))))
                    .isEqualTo(Outcome.WRONG);
        }

        @Test
        void each_of_the_three_headers_is_needed() {
            RawRequest right = standard("msg_1", NOW, entry("msg_1", NOW, STANDARD_KEY));
            for (RawRequest.Header gone : right.headers()) {
                RawRequest request = withHeaders(right, h -> h.equals(gone) ? List.of() : List.of(h));
                Verdict verdict = verifierOf(config).verify(request);
                assertThat(verdict.outcome()).isEqualTo(Outcome.MISSING);
                assertThat(verdict.reason()).contains(gone.name());
            }
        }

        @Test
        void headers_of_svix_and_of_the_standard_are_not_mixed() {
            String seconds = Long.toString(NOW.getEpochSecond());
            RawRequest mixed = post(
                    BODY,
                    "webhook-id",
                    "msg_1",
                    "svix-timestamp",
                    seconds,
                    "svix-signature",
                    entry("msg_1", NOW, STANDARD_KEY));
            assertThat(outcome(config, mixed)).isEqualTo(Outcome.MISSING);
        }

        @Test
        void a_binary_body_is_signed_as_it_is() {
            byte[] body = {0, (byte) 0xff, (byte) 0xfe, 13, 10};
            byte[] mac =
                    Macs.hmacSha256(StandardSecret.key(STANDARD_KEY), utf8("m." + NOW.getEpochSecond() + "."), body);
            RawRequest request = dev.waystation.receive.Requests.request(
                    "POST",
                    body,
                    "webhook-id",
                    "m",
                    "webhook-timestamp",
                    Long.toString(NOW.getEpochSecond()),
                    "webhook-signature",
                    "v1," + Base64.getEncoder().encodeToString(mac));
            assertThat(outcome(config, request)).isEqualTo(Outcome.VALID);
        }
    }

    @Nested
    class Stripe {

        private final VerificationConfig config = VerificationConfig.of(Scheme.STRIPE, "whsec_test");
        private final String t = "t=" + NOW.getEpochSecond();
        private final String mac = hex(Macs.hmacSha256(utf8("whsec_test"), utf8(NOW.getEpochSecond() + "." + BODY)));

        @Test
        void the_secret_is_text_with_its_prefix_not_base64() {
            assertThat(outcome(config, post(BODY, "Stripe-Signature", t + ",v1=" + mac)))
                    .isEqualTo(Outcome.VALID);
        }

        @Test
        void one_right_v1_among_several_is_enough() {
            String rolled = t + ",v1=" + "0".repeat(64) + ",v1=" + mac + ",v0=" + "1".repeat(64);
            assertThat(outcome(config, post(BODY, "Stripe-Signature", rolled))).isEqualTo(Outcome.VALID);
        }

        @Test
        void v0_proves_nothing() {
            assertThat(outcome(config, post(BODY, "Stripe-Signature", t + ",v0=" + mac)))
                    .isEqualTo(Outcome.WRONG);
        }

        @Test
        void two_times_are_refused() {
            assertThat(outcome(config, post(BODY, "Stripe-Signature", "t=1," + t + ",v1=" + mac)))
                    .isEqualTo(Outcome.WRONG);
        }
    }

    @Nested
    class GitHub {

        @Test
        void the_old_sha1_header_alone_is_missing_and_says_so() {
            Verdict verdict = verifierOf(VerificationConfig.of(Scheme.GITHUB, "k"))
                    .verify(post(BODY, "X-Hub-Signature", "sha1=" + "0".repeat(40)));
            assertThat(verdict.outcome()).isEqualTo(Outcome.MISSING);
            assertThat(verdict.reason()).contains("SHA-1");
        }

        @Test
        void the_prefix_is_needed() {
            String mac = hex(Macs.hmacSha256(utf8("k"), utf8(BODY)));
            assertThat(outcome(VerificationConfig.of(Scheme.GITHUB, "k"), post(BODY, "X-Hub-Signature-256", mac)))
                    .isEqualTo(Outcome.WRONG);
        }
    }

    @Nested
    class Tokens {

        @Test
        void basic_is_split_at_the_first_colon() {
            VerificationConfig config = VerificationConfig.of(Scheme.BASIC, "user:pass:word");
            assertThat(outcome(config, post("", "Authorization", "basic  " + base64("user:pass:word"))))
                    .isEqualTo(Outcome.VALID);
            for (String other :
                    List.of("user:pass", "user", "userpass:word", "user:pass:wor", "user:pass:word:", ":")) {
                assertThat(outcome(config, post("", "Authorization", "Basic " + base64(other))))
                        .as(other)
                        .isEqualTo(Outcome.WRONG);
            }
        }

        @Test
        void the_word_bearer_is_in_any_case_and_the_token_is_exact() {
            VerificationConfig config = VerificationConfig.of(Scheme.BEARER, "Tok-1");
            assertThat(outcome(config, post("", "Authorization", "bearer Tok-1")))
                    .isEqualTo(Outcome.VALID);
            for (String other : List.of("Bearer tok-1", "Bearer Tok-", "Bearer Tok-11", "Tok-1", "Token Tok-1")) {
                assertThat(outcome(config, post("", "Authorization", other)))
                        .as(other)
                        .isEqualTo(Outcome.WRONG);
            }
        }

        @Test
        void gitlab_tokens_are_exact() {
            VerificationConfig config = VerificationConfig.of(Scheme.GITLAB, "Tok-1");
            for (String other : List.of("tok-1", "Tok-", "Tok-11", "Bearer Tok-1")) {
                assertThat(outcome(config, post("", "X-Gitlab-Token", other)))
                        .as(other)
                        .isEqualTo(Outcome.WRONG);
            }
        }
    }

    // ---- signing as the senders do

    private static RawRequest signed(Scheme scheme, String secret, Instant at) {
        long t = at.getEpochSecond();
        return switch (scheme) {
            case NONE -> post(BODY);
            case DBT -> post(BODY, "Authorization", hex(Macs.hmacSha256(utf8(secret), utf8(BODY))));
            case GITHUB ->
                post(BODY, "X-Hub-Signature-256", "sha256=" + hex(Macs.hmacSha256(utf8(secret), utf8(BODY))));
            case SHOPIFY ->
                post(
                        BODY,
                        "X-Shopify-Hmac-Sha256",
                        Base64.getEncoder().encodeToString(Macs.hmacSha256(utf8(secret), utf8(BODY))));
            case HMAC -> post(BODY, "X-Signature", "sha512:" + hex(Macs.hmac("HmacSHA512", utf8(secret), utf8(BODY))));
            case STANDARD -> standard("msg_1", at, entry("msg_1", at, secret));
            case STRIPE ->
                post(
                        BODY,
                        "Stripe-Signature",
                        "t=" + t + ",v1=" + hex(Macs.hmacSha256(utf8(secret), utf8(t + "." + BODY))));
            case SLACK ->
                post(
                        BODY,
                        "X-Slack-Signature",
                        "v0=" + hex(Macs.hmacSha256(utf8(secret), utf8("v0:" + t + ":" + BODY))),
                        "X-Slack-Request-Timestamp",
                        Long.toString(t));
            case GITLAB -> post(BODY, "X-Gitlab-Token", secret);
            case BEARER -> post(BODY, "Authorization", "Bearer " + secret);
            case BASIC -> post(BODY, "Authorization", "Basic " + base64(secret));
        };
    }

    private static RawRequest standard(String id, Instant at, String signature) {
        return post(
                BODY,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(at.getEpochSecond()),
                "webhook-signature",
                signature);
    }

    private static String entry(String id, Instant at, String secret) {
        byte[] mac = Macs.hmacSha256(StandardSecret.key(secret), utf8(id + "." + at.getEpochSecond() + "." + BODY));
        return "v1," + Base64.getEncoder().encodeToString(mac);
    }

    private static String secret(Scheme scheme) {
        return switch (scheme) {
            case STANDARD -> STANDARD_KEY;
            case BASIC -> "user:a-secret-password";
            default -> "a-secret-of-the-sender";
        };
    }

    private static String otherSecret(Scheme scheme) {
        return switch (scheme) {
            case STANDARD -> OTHER_STANDARD_KEY;
            case BASIC -> "user:another-password";
            default -> "another-secret";
        };
    }

    private static VerificationConfig config(Scheme scheme, Secret... secrets) {
        HmacFormat format =
                scheme == Scheme.HMAC ? new HmacFormat("X-Signature", Hash.SHA512, Encoding.HEX, "sha512:") : null;
        return new VerificationConfig(scheme, List.of(secrets), null, format);
    }

    private static SignatureVerifier verifier(Scheme scheme) {
        return verifierOf(config(scheme, Secret.of(secret(scheme))));
    }

    private static SignatureVerifier verifierOf(VerificationConfig config) {
        return SignatureVerifier.of(config, at(NOW));
    }

    private static Outcome outcome(Scheme scheme, RawRequest request) {
        return verifier(scheme).verify(request).outcome();
    }

    private static Outcome outcome(VerificationConfig config, RawRequest request) {
        return verifierOf(config).verify(request).outcome();
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static RawRequest withHeaders(
            RawRequest request, java.util.function.Function<RawRequest.Header, List<RawRequest.Header>> change) {
        List<RawRequest.Header> headers = new ArrayList<>();
        request.headers().forEach(header -> headers.addAll(change.apply(header)));
        return new RawRequest(request.method(), headers, request.body(), request.query());
    }

    private static String upper(String name) {
        return name.toUpperCase(java.util.Locale.ROOT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }
}
