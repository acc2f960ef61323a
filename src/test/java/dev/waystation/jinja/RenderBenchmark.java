package dev.waystation.jinja;

import com.hubspot.jinjava.Jinjava;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Renders a second of the dynamic template from Prefect's guide to webhooks, on one thread, beside Jinjava in the same
 * run. Jinjava has no compiled templates to keep, so its one rate is compared with ours twice: with the template
 * compiled once, and with it compiled for each render.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=dev.waystation.jinja.RenderBenchmark
 * </pre>
 *
 * <p>Method: every contender is warmed up for three seconds; then seven rounds, in each of which every contender runs
 * for one second in turn, so that a noisy second hits all alike; the median round counts. The sum of the rendered
 * lengths is used, so that nothing can be optimised away.
 */
public final class RenderBenchmark {
    private static final String TEMPLATE = """
            {
                "event": "model.refreshed",
                "resource": {
                    "prefect.resource.id": "product.models.{{ body.model }}",
                    "prefect.resource.name": "{{ body.friendly_name }}",
                    "producing-team": "Data Science"
                }
            }""";

    private static final Map<String, Object> CONTEXT = Map.of(
            "method",
            "POST",
            "headers",
            HeaderMap.of(Map.of("Content-Type", "application/x-www-form-urlencoded")),
            "body",
            Map.of("model", "recommendations", "friendly_name", "Recommendations [Products]"));

    private static final long SECOND = 1_000_000_000L;
    private static final int BATCH = 100;
    private static final int WARM_UP_SECONDS = 3;
    private static final int ROUNDS = 7;

    private record Contender(String name, IntSupplier render) {}

    private RenderBenchmark() {}

    /** Runs the benchmark and prints the rates. */
    public static void main(String[] args) {
        JinjaEngine engine = new JinjaEngine();
        Template compiled = engine.compile(TEMPLATE);
        Jinjava jinjava = new Jinjava();
        if (!compiled.render(CONTEXT).equals(jinjava.render(TEMPLATE, CONTEXT))) {
            throw new IllegalStateException("the engines do not render the same text");
        }
        List<Contender> contenders = List.of(
                new Contender("Jinjava", () -> jinjava.render(TEMPLATE, CONTEXT).length()),
                new Contender("Waystation, compiled once", () -> compiled.render(CONTEXT)
                        .length()),
                new Contender(
                        "Waystation, compiled each time",
                        () -> engine.compile(TEMPLATE).render(CONTEXT).length()),
                new Contender(
                        "Waystation, from its cache",
                        () -> engine.template(TEMPLATE).render(CONTEXT).length()));
        for (Contender contender : contenders) {
            rate(contender, WARM_UP_SECONDS);
        }
        double[][] rates = new double[contenders.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                rates[i][round] = rate(contenders.get(i), 1);
            }
        }
        double base = median(rates[0]);
        for (int i = 0; i < contenders.size(); i++) {
            double rate = median(rates[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %,12.0f renders/s %8.1f x%n",
                    contenders.get(i).name(),
                    rate,
                    rate / base);
        }
    }

    private static double rate(Contender contender, int seconds) {
        long start = System.nanoTime();
        long end = start + seconds * SECOND;
        long renders = 0;
        long length = 0;
        long now = start;
        while (now < end) {
            for (int i = 0; i < BATCH; i++) {
                length += contender.render().getAsInt();
            }
            renders += BATCH;
            now = System.nanoTime();
        }
        if (length <= 0) {
            throw new IllegalStateException("nothing was rendered");
        }
        return renders * (double) SECOND / (now - start);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
