package dev.waystation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users test their templates in their own CI with {@code render}. */
class RenderCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private int render(String input, String... arguments) throws IOException {
        return new RenderCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    @Test
    void each_line_gives_a_line_rendered_or_with_its_error() throws IOException {
        int code = render("""
                {"template":"{{ method }} {{ headers['X-A'] }} {{ body.n + 1 }}","context":{"method":"POST","headers":{"x-a":"1"},"body":{"n":2}}}
                {"template":"{{ body|nope }}","context":{"body":1}}

                not json
                {"template":"{{ extra }} ☃","context":{"extra":9223372036854775808}}
                """, "--ndjson");

        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("{\"rendered\":\"POST 1 3\"}"),
                        line -> assertThat(line).startsWith("{\"error\":\"").contains("nope", "\"line\":1"),
                        line -> assertThat(line).startsWith("{\"error\":\""),
                        line -> assertThat(line).isEqualTo("{\"rendered\":\"9223372036854775808 \\u2603\"}"));
        assertThat(code).as("some failed").isEqualTo(1);
    }

    @Test
    void a_file_is_rendered_with_a_request_file() throws IOException {
        Path template = Files.writeString(directory.resolve("t.j2"), "{{ body.model }} by {{ method }}");
        Path request = Files.writeString(
                directory.resolve("r.json"), "{\"method\":\"PUT\",\"headers\":{},\"body\":{\"model\":\"m\"}}");

        assertThat(render("", template.toString(), request.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("m by PUT");
    }

    @Test
    void an_error_is_told_with_file_line_and_column() throws IOException {
        Path template = Files.writeString(directory.resolve("t.j2"), "one\n{{ body | }}");

        assertThat(render("", template.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(template + ":2:");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_wrong_call_is_told() throws IOException {
        assertThat(render("")).isEqualTo(2);
        assertThat(render("", directory.resolve("missing").toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage", "missing");
    }
}
