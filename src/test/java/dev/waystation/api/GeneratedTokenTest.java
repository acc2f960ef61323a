package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GeneratedTokenTest {

    @TempDir
    Path data;

    private int statusWith(TestGateway gateway, String token) {
        GatewayClient client = new GatewayClient(gateway.client().uri("/").getPort(), token);
        return client.get(GatewayClient.WEBHOOKS + "/subscriptions").statusCode();
    }

    @Test
    void without_a_setting_a_token_is_made_once_readable_by_its_owner_alone() throws Exception {
        Path file = data.resolve("api-token");
        String token;
        try (TestGateway first =
                TestGateway.in(data).with("waystation.api-token", "").start()) {
            token = Files.readString(file).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(token).hasSizeGreaterThanOrEqualTo(40);
            assertThat(statusWith(first, token)).isEqualTo(200);
            assertThat(statusWith(first, token + "x")).isEqualTo(401);
        }
        try (TestGateway second =
                TestGateway.in(data).with("waystation.api-token", "").start()) {
            assertThat(file).hasContent(token);
            assertThat(statusWith(second, token)).isEqualTo(200);
        }
    }

    @Test
    void a_token_of_the_settings_is_not_written_anywhere() throws Exception {
        try (TestGateway gateway = TestGateway.in(data).start()) {
            assertThat(statusWith(gateway, TestGateway.TOKEN)).isEqualTo(200);
            assertThat(data.resolve("api-token")).doesNotExist();
        }
        try (var files = Files.list(data)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(TestGateway.TOKEN);
            }
        }
    }
}
