package dev.waystation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final List<String> SAMPLES = List.of(
            "draft-2022-started",
            "draft-2022-canceled",
            "draft-2022-completed",
            "beta-2023-started",
            "beta-2023-completed",
            "beta-2023-errored",
            "ga-started",
            "ga-completed",
            "ga-errored",
            "capture-2023-05-29");

    @Test
    void each_sample_of_the_demo_is_the_real_payload_with_an_id_of_its_own() throws Exception {
        Set<String> ids = new HashSet<>();
        for (String name : SAMPLES) {
            RunEvent real = Payloads.read(Payloads.text(name));
            byte[] bytes;
            try (InputStream in =
                    SamplesTest.class.getResourceAsStream("/dev/waystation/cli/samples/" + name + ".json")) {
                bytes = in.readAllBytes();
            }
            RunEvent sample =
                    Payloads.reader().read(bytes, "application/json", 0, 1).get(0);
            assertThat(Payloads.stored(sample).replace(sample.eventId(), real.eventId()))
                    .as(name)
                    .isEqualTo(Payloads.stored(real));
            assertThat(ids.add(sample.eventId()))
                    .as("%s has an id of its own", name)
                    .isTrue();
        }
        assertThat(ids).hasSize(10);
    }
}
