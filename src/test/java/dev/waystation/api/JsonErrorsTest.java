package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonErrorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1, {\"a\": [", "{\"a\" 1}", "{\"a\": nul}", "\"", "1 2"})
    void a_sentence_about_broken_json_names_no_part_of_jackson(String json) {
        JacksonException failure = catchThrowableOfType(JacksonException.class, () -> JsonMapper.builder()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(JsonErrors.sentence(failure)).doesNotContain("Source", "REDACTED", "StreamReadFeature");
    }
}
