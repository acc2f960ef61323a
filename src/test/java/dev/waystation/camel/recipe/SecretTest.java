package dev.waystation.camel.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.camel.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

    @TempDir
    Path directory;

    @Test
    void the_token_in_an_address_is_hidden_where_it_stands_without_the_rest_of_the_address() throws Exception {
        Path file = Files.writeString(
                directory.resolve("url"),
                "https://hooks.example.com/services/T012/abcdefghijklmnopqrst?sig=ABCDEFGHIJKLMNOPQRST");
        DefaultCamelContext context = new DefaultCamelContext();
        Secret secret = new Secret();
        secret.setCamelContext(context);
        secret.setReference("file:" + file);
        secret.setAddress(true);
        secret.check();
        assertThat(Secrets.of(context).hide("no /services/T012/abcdefghijklmnopqrst, no ABCDEFGHIJKLMNOPQRST"))
                .isEqualTo("no /services/T012/(redacted), no (redacted)");
    }
}
