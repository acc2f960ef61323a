package dev.waystation.receive.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import dev.waystation.receive.signature.HmacFormat.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationConfigTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void reads_back_what_it_stores() throws Exception {
        VerificationConfig timed = new VerificationConfig(
                Scheme.SLACK,
                List.of(new Secret("one", Instant.parse("2030-01-01T00:00:00Z")), Secret.of("two")),
                Duration.ofSeconds(60),
                null);
        VerificationConfig hmac = new VerificationConfig(
                Scheme.HMAC,
                List.of(Secret.of("k")),
                null,
                new HmacFormat("X-Sig", Hash.SHA1, Encoding.BASE64, "sha1="));
        for (VerificationConfig config : List.of(timed, hmac, VerificationConfig.NONE)) {
            String stored = MAPPER.writeValueAsString(config.toStoredJson());
            assertThat(VerificationConfig.fromJson(MAPPER.readTree(stored))).isEqualTo(config);
        }
    }

    @Test
    void one_secret_can_be_given_in_short() {
        assertThat(read("{'scheme':'github','secret':'s'}")).isEqualTo(VerificationConfig.of(Scheme.GITHUB, "s"));
        assertThat(read("{'scheme':'github','secrets':['s','t']}"))
                .isEqualTo(VerificationConfig.of(Scheme.GITHUB, "s", "t"));
    }

    @Test
    void hmac_is_hex_sha256_without_prefix_unless_told_otherwise() {
        assertThat(read("{'scheme':'hmac','secret':'s','header':'X-Sig'}").hmac())
                .isEqualTo(new HmacFormat("X-Sig", Hash.SHA256, Encoding.HEX, ""));
    }

    @Test
    void schemes_that_sign_a_time_have_five_minutes() {
        assertThat(read("{'scheme':'stripe','secret':'s'}").tolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThat(read("{'scheme':'github','secret':'s'}").tolerance()).isNull();
    }

    @Test
    void secrets_show_in_no_text_and_no_answer() throws Exception {
        VerificationConfig config = VerificationConfig.of(Scheme.BEARER, "hush-hush");
        assertThat(config.toString()).doesNotContain("hush").contains("bearer");
        assertThat(config.secrets().toString()).doesNotContain("hush");
        assertThat(MAPPER.writeValueAsString(config))
                .isEqualTo("{\"scheme\":\"bearer\",\"secrets\":[{\"secret\":\"[redacted]\"}]}");
        assertThat(config.toStoredJson().toString()).contains("hush-hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|scheme|is needed",
                "[]|verification|object",
                "{'scheme':'hub'}|scheme|unknown, one of none, dbt, standard",
                "{'scheme':'GitHub','secret':'s'}|scheme|unknown",
                "{'scheme':7}|scheme|unknown",
                "{'scheme':'github'}|secrets|at least one",
                "{'scheme':'github','secrets':[]}|secrets|at least one",
                "{'scheme':'github','secrets':'s'}|secrets|list",
                "{'scheme':'github','secret':''}|secrets[0].secret|empty",
                "{'scheme':'github','secret':' s'}|secrets[0].secret|blank",
                "{'scheme':'github','secret':7}|secret|text",
                "{'scheme':'github','secret':'s','secrets':['t']}|secret|both",
                "{'scheme':'github','secrets':['s','s']}|secrets[1].secret|twice",
                "{'scheme':'github','secret':'[redacted]'}|secrets[0].secret|redacted",
                "{'scheme':'github','secrets':[{'secret':'s','expires':'soon'}]}|secrets[0].expires|RFC 3339",
                "{'scheme':'github','secrets':[{'secret':'s','expires':'2030-01-01T00:00:00'}]}|secrets[0].expires|offset",
                "{'scheme':'github','secrets':[{'secret':'s','until':'x'}]}|secrets[0].until|unknown",
                "{'scheme':'github','secret':'s','algorithm':'x'}|algorithm|unknown",
                "{'scheme':'github','secret':'s','header':'X'}|header|own header",
                "{'scheme':'github','secret':'s','tolerance_seconds':5}|tolerance_seconds|no time",
                "{'scheme':'slack','secret':'s','tolerance_seconds':0}|tolerance_seconds|from 1 to 86400",
                "{'scheme':'slack','secret':'s','tolerance_seconds':1.5}|tolerance_seconds|whole number",
                "{'scheme':'none','secret':'s'}|secrets|checks nothing",
                "{'scheme':'standard','secret':'plain text'}|secrets[0].secret|whsec_",
                "{'scheme':'standard','secret':'whsec_'}|secrets[0].secret|nothing after",
                "{'scheme':'standard','secret':'whsec_###'}|secrets[0].secret|base64",
                "{'scheme':'standard','secret':'whpk_abcd'}|secrets[0].secret|ed25519",
                "{'scheme':'basic','secret':'user'}|secrets[0].secret|user:password",
                "{'scheme':'bearer','secret':'Bearer x'}|secrets[0].secret|without the word Bearer",
                "{'scheme':'gitlab','secret':'zażółć'}|secrets[0].secret|ASCII",
                "{'scheme':'hmac','secret':'s'}|header|needs the name",
                "{'scheme':'hmac','secret':'s','header':'a b'}|header|not a header name",
                "{'scheme':'hmac','secret':'s','header':'X','hash':'md5'}|hash|sha1, sha256 or sha512",
                "{'scheme':'hmac','secret':'s','header':'X','encoding':'base32'}|encoding|hex or base64",
            })
    void a_field_that_is_wrong_is_named(String json, String field, String message) {
        InvalidVerificationException e = catchThrowableOfType(InvalidVerificationException.class, () -> read(json));
        assertThat(e).isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.message()).contains(message);
        });
        assertThat(e.getMessage()).contains(field + ": ");
    }

    @Test
    void all_problems_come_at_once() {
        assertThatThrownBy(() -> read("{'scheme':'hmac','extra':1,'secret':'','hash':'md5'}"))
                .hasMessageContainingAll("extra: ", "secrets[0].secret: ", "hash: ", "header: ");
    }

    @Test
    void more_than_ten_secrets_are_refused() {
        List<Secret> eleven = java.util.stream.IntStream.range(0, 11)
                .mapToObj(i -> Secret.of("s" + i))
                .toList();
        assertThatThrownBy(() -> new VerificationConfig(Scheme.DBT, eleven, null, null))
                .hasMessage("secrets: are 11, at most 10 are kept");
    }

    @Test
    void a_message_never_repeats_the_secret() {
        assertThatThrownBy(() -> read("{'scheme':'standard','secret':'hush hush'}"))
                .hasMessageNotContaining("hush");
    }

    private static VerificationConfig read(String json) {
        try {
            return VerificationConfig.fromJson(MAPPER.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
