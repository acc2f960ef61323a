package dev.waystation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @Test
    void is_sixteen_random_bytes_in_22_characters() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Slug slug = Slug.random();
            assertThat(slug.value()).matches("[A-Za-z0-9_-]{21}[AQgw]");
            assertThat(Base64.getUrlDecoder().decode(slug.value())).hasSize(16);
            assertThat(Slug.parse(slug.value())).contains(slug);
            assertThat(seen.add(slug.value())).isTrue();
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAA/AAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA\n",
                "../../etc/passwdAAAAAA"
            })
    void nothing_else_is_a_slug(String text) {
        assertThat(Slug.parse(text)).isEmpty();
    }

    /** SHA-256 computed with sha256sum. */
    @Test
    void is_looked_up_by_its_sha_256() {
        assertThat(Slug.parse("AAAAAAAAAAAAAAAAAAAAAA").orElseThrow().hash())
                .isEqualTo("8a5bdb4cc15164126c6ef2668de9dd240d299ce6397a42c95a9411b93d080ed8");
    }

    @Test
    void does_not_show_in_a_log() {
        Slug slug = Slug.random();
        assertThat(slug.toString()).doesNotContain(slug.value()).contains(slug.logId());
        assertThat(slug.hash()).startsWith(slug.logId());
        assertThat(slug.logId()).hasSize(12);
    }
}
