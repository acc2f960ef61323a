package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.receive.preset.Preset;
import dev.waystation.receive.preset.Presets;
import dev.waystation.receive.signature.Scheme;
import dev.waystation.receive.signature.Secret;
import dev.waystation.receive.signature.VerificationConfig;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/webhooks.md tells is so. */
@Timeout(180)
class WebhooksPageIT {

    private static final Path PAGE = Path.of("docs", "webhooks.md");

    @TempDir
    Path directory;

    @Test
    void its_four_steps_make_a_webhook_call_it_show_the_feed_and_send_the_next_event_on() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash and curl");
        List<String> steps = blocks("sh");
        assertThat(steps).hasSize(4);
        try (FaultyReceiver receiver = FaultyReceiver.start();
                GatewayProcess gateway = GatewayProcess.in(directory)
                        .with("waystation.api-token", "")
                        .start()) {
            String here = gateway.client().uri("").toString();
            String hook = receiver.uri("/hook").toString();
            List<String> replies = steps.stream()
                    .map(step -> bash(step.replaceAll("(?m)^   ", "")
                            .replace("http://localhost:8080", here)
                            .replace("http://localhost:9000/hook", hook)))
                    .toList();
            assertThat(replies.get(0)).contains("\"slug\"", "/hooks/");
            assertThat(replies.get(1)).contains("HTTP/1.1 204");
            assertThat(replies.get(2)).contains("\"prefect.resource.id\":\"models.recommendations\"");
            assertThat(replies.get(3)).contains("\"code\":201");
            assertThat(bash(steps.get(1).replaceAll("(?m)^   ", ""))).contains("HTTP/1.1 204");
            assertThat(receiver.awaitRequests("/hook", 1, Await.SOON).get(0).text())
                    .contains("models.recommendations");
        }
    }

    @Test
    void its_table_has_every_scheme_its_list_every_preset_and_its_example_is_valid() throws Exception {
        String page = Files.readString(PAGE);
        for (Scheme scheme : Scheme.values()) {
            assertThat(page).contains("`" + scheme.wireName() + "`");
        }
        for (Preset preset : Presets.all()) {
            assertThat(page.toLowerCase(java.util.Locale.ROOT)).contains(preset.name());
        }
        JsonNode example = JsonMapper.builder().build().readTree(blocks("json").get(0));
        assertThat(VerificationConfig.fromJson(example.get("verification")).secrets())
                .hasSize(2);
        assertThat(page).contains("`" + Secret.REDACTED + "`");
    }

    private static List<String> blocks(String language) throws java.io.IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    private String bash(String command) {
        try {
            Process process = new ProcessBuilder("/bin/bash", "-c", command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
