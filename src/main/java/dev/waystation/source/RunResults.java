package dev.waystation.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an artifact {@code run_results.json} of dbt Core tells about one invocation, as far as an event needs it. The
 * artifact is specified at <a href="https://schemas.getdbt.com">schemas.getdbt.com</a>, versions 4 to 6. Immutable.
 *
 * @param invocationId dbt's id of the invocation: 1 to 40 letters, digits and hyphens, a UUID as dbt makes it
 * @param dbtVersion for example {@code 1.9.11}; empty when the file does not tell
 * @param command what dbt was asked for, such as {@code build} or {@code test}; empty when the file does not tell
 * @param project the project that most of the nodes belong to; empty when there are none
 * @param startedAt when the first node began
 * @param generatedAt when the file was written, which is when the invocation ended
 * @param counts how many nodes ended with which status, in the order of their first appearance
 * @param failures the nodes that failed, in the order of the file
 */
public record RunResults(
        String invocationId,
        String dbtVersion,
        String command,
        String project,
        Instant startedAt,
        Instant generatedAt,
        Map<String, Integer> counts,
        List<Failure> failures) {

    /**
     * A node that failed.
     *
     * @param node its unique id, such as {@code model.shop.orders}
     * @param status {@code error}, {@code fail}, {@code runtime error} or {@code partial success}
     * @param message dbt's, on one line and perhaps cut; may be empty
     */
    public record Failure(String node, String status, String message) {}

    /** How many nodes the invocation had. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of them were skipped. */
    public int skipped() {
        return counts.getOrDefault("skipped", 0);
    }

    /** Whether dbt says so too, by its exit code: it counts a skipped node as one that failed. */
    public boolean failed() {
        return !failures.isEmpty() || skipped() > 0;
    }
}
