package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as Python reads it. */
class JsonTest {
    @Test
    void ints_are_exact_and_floats_are_doubles() {
        assertThat(Json.parse("[1, -0, 9223372036854775808, 1.0, 1e2, -1.5E-3]"))
                .isEqualTo(List.of(1L, 0L, new BigInteger("9223372036854775808"), 1.0, 100.0, -0.0015));
    }

    @Test
    void the_last_of_duplicate_keys_wins_and_order_is_kept() {
        Object parsed = Json.parse("{\"b\": 1, \"a\": 2, \"b\": 3}");
        assertThat(parsed).isEqualTo(Map.of("b", 3L, "a", 2L));
        assertThat(parsed).hasToString("{b=3, a=2}");
    }

    @Test
    void not_a_number_and_infinity_are_numbers() {
        assertThat(Json.parse(" [NaN, Infinity, -Infinity, 1e999] "))
                .isEqualTo(List.of(
                        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    @Test
    void scalars_and_escapes_are_read() {
        assertThat(Json.parse("null")).isNull();
        assertThat(Json.parse("[true, false, null]")).isEqualTo(Arrays.asList(true, false, null));
        assertThat(Json.parse("\"\\u00e9\\ud83d\\ude00\\n\\/\\\"\\\\☃\"")).isEqualTo("é😀\n/\"\\☃");
        assertThat(Json.parse("\"\\ud83d\"")).isEqualTo("\ud83d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a: 1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "nul",
                "\"a",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12G4\"",
                "[1] 2",
                "\ufeff[]",
                "-",
                "--1",
                "nan",
                "{\"a\" 1}"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line ");
    }

    @Test
    void deep_nesting_is_refused_and_not_a_stack_overflow() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Json.parse("[".repeat(500) + "]".repeat(500))).isNotNull();
    }
}
