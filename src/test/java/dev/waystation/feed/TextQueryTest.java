package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextQueryTest {

    /** Terms are separated by slashes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "late|late||",
                "late early  never|late/early/never||",
                "  late\t\tearly  |late/early||",
                "late     \"too early \"|late/too early ||",
                "-quiet||quiet|",
                "!quiet||quiet|",
                "late -quiet !calm|late|quiet/calm|",
                "--flag||-flag|",
                "!-flag||-flag|",
                "+-flag|||-flag",
                "dbt-core job!x a+b|dbt-core/job!x/a+b||",
                "end-|end-||",
                "+must|||must",
                "some +must -never|some|never|must",
                "\"out of memory\"|out of memory||",
                "\"one two\" \"three\"|one two/three||",
                "-\"no such\" +\"but this\" !\"nor that\"||no such/nor that|but this",
                "\"-not +signs\"|-not +signs||",
                "late \"never closed|late/never closed||",
                "\"a \"b\" c\"|a /b/ c||",
                "\"\"late\"\"|late||",
                "job\"a b\"|job/a b||",
                "'single quotes'|'single/quotes'||",
                "\"say \\\"hi\\\" twice\"|say \"hi\" twice||",
                "\"C:\\\\dir\"|C:\\dir||",
                "\"C:\\dir\\x\"|C:\\dir\\x||",
                "\"at end\\\"\"|at end\"||",
                "C:\\dir|C:\\dir||",
                "late - early|late/early||",
                "Größe 错误 -調試|Größe/错误|調試|",
                "🚫 -🐛|🚫|🐛|",
            })
    void a_query_is_taken_apart(String query, String include, String exclude, String required) {
        TextQuery parsed = TextQuery.of(query);
        assertThat(parsed.include()).isEqualTo(terms(include));
        assertThat(parsed.exclude()).isEqualTo(terms(exclude));
        assertThat(parsed.required()).isEqualTo(terms(required));
    }

    private static List<String> terms(String joined) {
        return joined == null || joined.isEmpty() ? List.of() : Arrays.asList(joined.split("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\n ", "-", "!", "+", "- ! +", "\"\"", "\"   \"", "-\"\"", "\""})
    void a_query_without_terms_asks_nothing(String query) {
        assertThat(TextQuery.of(query).isBlank()).isTrue();
        assertThat(TextQuery.of(query).matches(event("{}"))).isTrue();
    }

    private static ReceivedEvent event(String payload) {
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> parsed = (Map<String, Object>) PythonJson.parse(payload);
            return new ReceivedEvent(
                    new UUID(0, 1),
                    7,
                    "Model.Refreshed",
                    Map.of("prefect.resource.id", "dbt.model.orders", "owner", "Größe Ltd"),
                    List.of(Map.of("prefect.resource.id", "dbt.job.5", "prefect.resource.role", "job")),
                    parsed,
                    Instant.EPOCH,
                    null,
                    Instant.EPOCH);
        } catch (PythonJson.NotJson e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "refreshed|true",
                "MODEL.refr|true",
                "dbt.model.orders|true",
                "größe|true",
                "dbt.job.5|true",
                "job|true",
                "owner|false",
                "resource.role|false",
                "timeout|true",
                "error|true",
                "\"connection timeout\"|true",
                "\"timeout connection\"|false",
                "\"say \\\"hi\\\"\"|true",
                "42.5|true",
                "true|true",
                "null|true",
                "nothing refreshed|true",
                "nothing never|false",
                "refreshed -timeout|false",
                "refreshed -never|true",
                "-never|true",
                "-timeout|false",
                "+timeout +refreshed|true",
                "+timeout +never|false",
                "never +timeout|false",
                "refreshed +timeout !\"hi there\"|true",
            })
    void a_search_looks_at_the_name_at_values_of_labels_and_at_the_payload(String query, boolean found) {
        ReceivedEvent event =
                event("{\"error\":[\"Connection timeout\",42.5,true,null],\"deep\":{\"text\":\"say \\\"hi\\\"\"}}");
        assertThat(TextQuery.of(query).matches(event)).isEqualTo(found);
    }

    @Test
    void words_of_two_fields_are_not_one_phrase() {
        assertThat(TextQuery.of("\"refresheddbt\"").matches(event("{}"))).isFalse();
    }
}
