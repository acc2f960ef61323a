package dev.waystation.receive.signature;

import static dev.waystation.receive.Requests.post;
import static dev.waystation.receive.Requests.request;
import static dev.waystation.receive.Requests.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import dev.waystation.receive.signature.HmacFormat.Hash;
import dev.waystation.receive.signature.Verdict.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signatures that we did not make, so that a mistake of ours cannot agree with itself; and, where nobody publishes one, values
 * of another program. Each was computed a second time with openssl or Python before it was put here.
 *
 * <p>Published by others, secret and all: {@link #github_documentation github}, {@link #slack_documentation slack}, {@link
 * #standard_webhooks_reference_libraries standard} (also {@link #svix_libraries under Svix's names}), {@link
 * #stripe_dotnet_tests stripe} (Stripe's own library), {@link #hmac_rfc_4231_and_2202 hmac}, {@link #basic_rfc_7617 basic},
 * {@link #bearer_rfc_6750 bearer} (RFCs), and {@link #shopify_from_sqlpage_tests shopify}, though not by Shopify but in the tests
 * of a program that receives from it.
 *
 * <p>Computed by us, with Python: {@code dbt}. dbt publishes a body and its signature, but not the secret; {@link
 * #dbt_sample_validator_body} is the published body with a secret of ours, {@link #dbt_small_bodies} is ours altogether.
 *
 * <p>Not here: {@code gitlab}, which sends the secret itself and has nothing to compute; {@code SignatureVerifierTest} has it.
 */
class PublishedVectorsTest {

    /** GitHub's documentation, "Validating webhook deliveries", section "Testing the webhook payload validation". */
    @Test
    void github_documentation() {
        assertValid(
                verifier(Scheme.GITHUB, 0, "It's a Secret to Everybody"),
                post(
                        "Hello, World!",
                        "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));
    }

    /** The reference libraries of Standard Webhooks, their test of the sign function. */
    @Test
    void standard_webhooks_reference_libraries() {
        assertValid(
                verifier(Scheme.STANDARD, 1614265330L, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                post(
                        "{\"test\": 2432232314}",
                        "webhook-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    /** The same vector under the names that Svix's libraries publish it with. */
    @Test
    void svix_libraries() {
        assertValid(
                verifier(Scheme.STANDARD, 1614265330L, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                post(
                        "{\"test\": 2432232314}",
                        "svix-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "svix-timestamp",
                        "1614265330",
                        "svix-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    /** Slack's documentation, "Verifying requests from Slack", the worked example. */
    @Test
    void slack_documentation() {
        assertValid(
                verifier(Scheme.SLACK, 1531420618L, "8f742231b10e8888abcd99yyyzzz85a5"),
                post(
                        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect"
                                + "&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
                                + ".803a0bc887a14d10d2c447fce8b6703c",
                        "X-Slack-Request-Timestamp",
                        "1531420618",
                        "X-Slack-Signature",
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"));
    }

    /** stripe-dotnet, EventUtilityTest and its fixture event_test_signature.json. */
    @Test
    void stripe_dotnet_tests() {
        assertValid(
                verifier(Scheme.STRIPE, 1533204620L + 100, "webhook_secret"),
                request(
                        "POST",
                        resource("stripe-customer-created.json"),
                        "Stripe-Signature",
                        "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,"
                                + "v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef"));
    }

    /** SQLPage, its test of a Shopify webhook. Shopify itself publishes code, but no value. */
    @Test
    void shopify_from_sqlpage_tests() {
        assertValid(
                verifier(Scheme.SHOPIFY, 0, "test-webhook-secret"),
                post(
                        "{\"id\":1234567890,\"email\":\"customer@example.com\",\"total_price\":\"123.45\"}",
                        "X-Shopify-Hmac-SHA256",
                        "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw="));
    }

    /**
     * dbt publishes a body with a signature, but not the secret. The body is the one of dbt Labs' sample validator; the
     * signatures, with a secret of our own, were made with Python's hmac.
     */
    @ParameterizedTest
    @CsvSource({
        "8546707204ce10430195855acf3d04633a7c1677849c97dea65e457365e58abe, VALID",
        // The same JSON, written again by Python's json.dumps with its blanks: it says the same and is not the same.
        "e22b2cf55ccd38fa8e5920fffd7cb26af19b713713592dce4031d1378fa758f5, WRONG",
        // The signature published with the body, made with the secret that was not.
        "b9ca84306d58afd3d782094459d2eec9bb7309bf35f6cf1ebe3cfe26f1ee7e24, WRONG",
    })
    void dbt_sample_validator_body(String signature, Outcome outcome) {
        RawRequest request = request("POST", resource("dbt-run-completed.json"), "Authorization", signature);
        assertThat(request.body()).hasSize(624);
        assertThat(verifier(Scheme.DBT, 0, "dbt-webhook-test-secret")
                        .verify(request)
                        .outcome())
                .isEqualTo(outcome);
    }

    /** Python's hmac over a body with letters beyond ASCII, an empty object and no body at all. */
    @Test
    void dbt_small_bodies() {
        SignatureVerifier verifier = verifier(Scheme.DBT, 0, "dbt-webhook-test-secret");
        assertValid(
                verifier,
                post(
                        "{\"accountId\":1,\"eventId\":\"wev_2L6m5BggBw9uPNuSmtg4MUiW4Re\",\"timestamp\":"
                                + "\"2023-01-31T21:15:20.41971461Z\",\"eventType\":\"job.run.errored\",\"webhookId\":"
                                + "\"wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc\",\"webhookName\":\"Zażółć <&>\",\"data\":{\"jobId\":"
                                + "\"123\",\"jobName\":\"dbt Vault\",\"runId\":\"12345\",\"environmentId\":\"1234\","
                                + "\"environmentName\":\"Prod\",\"dbtVersion\":\"1.0.0\",\"projectName\":\"Demo\","
                                + "\"projectId\":\"167194\",\"runStatus\":\"Errored\",\"runStatusCode\":20,"
                                + "\"runStatusMessage\":\"None\",\"runReason\":\"Kicked off from the UI by test@test.com\","
                                + "\"runStartedAt\":\"2023-01-31T21:14:41Z\",\"runErroredAt\":\"2023-01-31T21:15:20Z\"}}",
                        "Authorization",
                        "8ca35e6d5d3f00751f2c599a2f268abedff287e11397040872b709524bacc7fb"));
        assertValid(
                verifier,
                post("{}", "Authorization", "153bc2ce2e207b36c1095b4935f3e51af83c296cbd8f7d766c1116355792e5b9"));
        assertValid(
                verifier,
                post("", "Authorization", "638910953f9c4335d7f7d253272c8774211fbe9107a043c8a1ca567a704d33eb"));
    }

    /** RFC 2202 section 3 test case 2 (SHA-1) and RFC 4231 section 4.3 (SHA-256, SHA-512): key "Jefe". */
    @ParameterizedTest
    @CsvSource({
        "SHA1,   effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a3"
                + "4d4a6b4b636e070a38bce737",
    })
    void hmac_rfc_4231_and_2202(Hash hash, String hex) {
        byte[] body = "what do ya want for nothing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        String base64 =
                java.util.Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        assertValid(
                hmac(new HmacFormat("X-Signature", hash, Encoding.HEX, "")), request("POST", body, "x-signature", hex));
        assertValid(
                hmac(new HmacFormat("X-Signature", hash, Encoding.BASE64, "v9:")),
                request("POST", body, "X-SIGNATURE", "v9:" + base64));
    }

    /** RFC 7617 section 2, and section 2.1 for UTF-8. */
    @Test
    void basic_rfc_7617() {
        assertValid(
                verifier(Scheme.BASIC, 0, "Aladdin:open sesame"),
                post("", "Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assertValid(verifier(Scheme.BASIC, 0, "test:123£"), post("", "Authorization", "Basic dGVzdDoxMjPCow=="));
    }

    /** RFC 6750 section 2.1. */
    @Test
    void bearer_rfc_6750() {
        assertValid(verifier(Scheme.BEARER, 0, "mF_9.B5f-4.1JqM"), post("", "Authorization", "Bearer mF_9.B5f-4.1JqM"));
    }

    private static SignatureVerifier hmac(HmacFormat format) {
        return SignatureVerifier.of(new VerificationConfig(Scheme.HMAC, List.of(Secret.of("Jefe")), null, format));
    }

    private static SignatureVerifier verifier(Scheme scheme, long now, String... secrets) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC);
        return SignatureVerifier.of(VerificationConfig.of(scheme, secrets), clock);
    }

    private static void assertValid(SignatureVerifier verifier, RawRequest request) {
        assertThat(verifier.verify(request))
                .satisfies(v -> assertThat(v.outcome()).as(v.reason()).isEqualTo(Outcome.VALID));
        if (request.body().length > 0 && request.header("X-Gitlab-Token").isEmpty()) {
            byte[] changed = request.body().clone();
            changed[changed.length - 1] ^= 1;
            RawRequest tampered = new RawRequest(request.method(), request.headers(), changed, null);
            assertThat(verifier.verify(tampered).outcome())
                    .as("one bit of the body changed")
                    .isEqualTo(Outcome.WRONG);
        }
    }
}
