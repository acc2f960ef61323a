package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Renders random templates with the real Jinja2 and with this engine, and compares. Needs a Python with Jinja2:
 *
 * <pre>
 * python3 -m venv venv
 * venv/bin/pip install jinja2==3.1.6 markupsafe==3.0.3 humanize==4.16.0 jinja2-humanize-extension==0.4.0
 * mvn test -Dtest=OracleTest -Djinja.python=venv/bin/python -Djinja.seed=7 -Djinja.cases=20000
 * </pre>
 *
 * <p>Without one it is skipped. What differs is printed, in the form of the corpus, so that it can be added there.
 */
class OracleTest {
    private static final Path SCRIPT = Path.of("src/test/python/jinja_cases.py");
    /** Corners that are known to differ, such as what Jinja evaluates while compiling: at most this share of random cases. */
    private static final double TOLERATED = 0.005;

    @Test
    void random_templates_render_as_in_python() throws IOException, InterruptedException {
        String python = System.getProperty("jinja.python", "python3");
        assumeTrue(
                hasJinja(python),
                "skipped: '" + python + "' has no Jinja2 3.1.6 with humanize; see OracleTest for how to get one");
        String seed = System.getProperty("jinja.seed", "1");
        String count = System.getProperty("jinja.cases", "2000");
        Path output = Files.createTempFile("jinja-cases", ".jsonl");
        try {
            Process process = new ProcessBuilder(python, "-W", "ignore", SCRIPT.toString(), seed, count)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor()).isZero();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            List<String> different = lines.stream()
                    .filter(line -> {
                        Case c = Case.of(line);
                        String rendered = c.render(Templates.ENGINE);
                        return c.error() == null ? !c.expected().equals(rendered) : rendered != null;
                    })
                    .toList();
            different.forEach(System.out::println);
            assertThat(lines).hasSize(Integer.parseInt(count));
            assertThat((double) different.size() / lines.size()).isLessThanOrEqualTo(TOLERATED);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean hasJinja(String python) throws InterruptedException {
        String check = "import jinja2, markupsafe, humanize, jinja2_humanize_extension as h, importlib.metadata as m;"
                + " assert (jinja2.__version__, m.version('humanize')) == ('3.1.6', '4.16.0')";
        try {
            Process process = new ProcessBuilder(python, "-c", check)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
