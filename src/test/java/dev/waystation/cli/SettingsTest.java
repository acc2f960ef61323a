package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waystation.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment, which a test cannot change in its own process, is tested with the jar in {@link StartIT}. */
class SettingsTest {

    @TempDir
    Path directory;

    private Settings with(String name, String value) {
        return Settings.load(directory, Map.of(name, value));
    }

    @Test
    void without_a_file_the_documented_defaults_hold() {
        Settings settings = Settings.load(directory, Map.of());
        assertThat(settings.number("waystation.port", 0, 65_535)).isEqualTo(8080);
        assertThat(settings.text("waystation.data-dir")).isEqualTo("data");
        assertThat(settings.text("waystation.store.url")).isEqualTo("jdbc:h2:file:data/waystation");
        assertThat(settings.text("waystation.api-token")).isEmpty();
        assertThat(settings.text("waystation.accounts")).isEqualTo("1");
        assertThat(settings.duration("waystation.delivery.timeout")).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.text("waystation.delivery.maximum-redeliveries")).isEqualTo("5");
        assertThat(settings.text("waystation.delivery.delay-pattern"))
                .isEqualTo("1:5000;2:30000;3:120000;4:600000;5:3600000");
        assertThat(settings.text("waystation.retention.days")).isEqualTo("30");
        assertThat(settings.text("waystation.routes")).isEqualTo("routes");
    }

    @Test
    void the_file_of_the_directory_wins_over_the_defaults_and_keeps_the_others() throws IOException {
        Files.writeString(
                directory.resolve("application.properties"), "waystation.port=9090\nwaystation.data-dir=żółw\n");
        Settings settings = Settings.load(directory, Map.of());
        assertThat(settings.text("waystation.port")).isEqualTo("9090");
        assertThat(settings.text("waystation.data-dir")).isEqualTo("żółw");
        assertThat(settings.text("waystation.store.url")).isEqualTo("jdbc:h2:file:żółw/waystation");
        assertThat(settings.text("waystation.accounts")).isEqualTo("1");
    }

    @Test
    void a_system_property_wins_over_the_file_and_a_test_over_all() throws IOException {
        Files.writeString(directory.resolve("application.properties"), "waystation.retention.days=7\n");
        System.setProperty("waystation.retention.days", "8");
        try {
            assertThat(Settings.load(directory, Map.of()).text("waystation.retention.days"))
                    .isEqualTo("8");
            assertThat(with("waystation.retention.days", "9").text("waystation.retention.days"))
                    .isEqualTo("9");
        } finally {
            System.clearProperty("waystation.retention.days");
        }
    }

    @Test
    void the_name_of_a_variable_of_the_environment_is_upper_case_with_underscores() {
        assertThat(Settings.environmentName("waystation.api-token")).isEqualTo("WAYSTATION_API_TOKEN");
        assertThat(Settings.environmentName("waystation.delivery.lane-concurrency"))
                .isEqualTo("WAYSTATION_DELIVERY_LANE_CONCURRENCY");
    }

    @Test
    void a_placeholder_is_filled_in_with_its_setting_or_its_default() {
        Settings settings = Settings.load(
                directory,
                Map.of("a", "[{{b}}]", "b", "{{c}}-{{c}}", "c", "x", "d", "{{nothing:y}}", "e", "{{nothing:}}"));
        assertThat(settings.text("a")).isEqualTo("[x-x]");
        assertThat(settings.text("d")).isEqualTo("y");
        assertThat(settings.text("e")).isEmpty();
    }

    @Test
    void a_placeholder_without_a_value_and_one_in_a_circle_are_named() {
        assertThatThrownBy(() -> with("a", "{{nothing}}").text("a"))
                .hasMessageContaining("The setting a ")
                .hasMessageContaining("{{nothing}}");
        assertThatThrownBy(() -> with("a", "{{a}}").text("a")).hasMessage("The setting a refers to itself");
    }

    @ParameterizedTest
    @CsvSource({"10s, 10000", "500ms, 500", "5m, 300000", "1h, 3600000", "7d, 604800000", "250, 250", "0, 0"})
    void a_time_has_a_unit_or_is_in_milliseconds(String text, long millis) {
        assertThat(with("a", text).duration("a")).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10 s", "-1s", "1.5s", "10S", "1w", "99999999999999999999"})
    void a_time_that_cannot_be_read_is_named_with_what_was_expected(String text) {
        assertThatThrownBy(() -> with("waystation.some-time", text).duration("waystation.some-time"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waystation.some-time")
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("such as 10s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "0", "11", "1.0", "99999999999"})
    void a_number_out_of_its_bounds_is_named_with_them(String text) {
        assertThatThrownBy(() -> with("waystation.some-number", text).number("waystation.some-number", 1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waystation.some-number")
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("from 1 to 10");
    }
}
