package dev.waystation.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code run_results.json} in one pass, because that of a large project holds the compiled SQL of thousands of nodes.
 * Fields that are not needed are skipped, whatever they are. For one file.
 */
final class RunResultsReader {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Pattern SCHEMA = Pattern.compile("/run-results/v(\\d+)(?:\\.json)?$");
    private static final int OLDEST_SCHEMA = 4;
    private static final int NEWEST_SCHEMA = 6;

    private static final Pattern INVOCATION_ID = Pattern.compile("[0-9A-Za-z-]{1,40}");

    private static final Set<String> FAILED = Set.of("error", "fail", "runtime error", "partial success");

    /** A database's message may be pages long. */
    private static final int LONGEST_MESSAGE = 300;

    /** Enough to say more than fits into an event. */
    private static final int MOST_FAILURES = 10_000;

    private static final double LONGEST_SECONDS = 366 * 86_400.0;

    private final JsonParser json;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Integer> projects = new LinkedHashMap<>();
    private final List<RunResults.Failure> failures = new ArrayList<>();
    private String schema;
    private String invocationId;
    private String generatedAt;
    private String dbtVersion = "";
    private String command = "";
    private Instant firstStart;
    private BigDecimal elapsed;
    private boolean hasResults;

    private RunResultsReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableRunResultsException when it is no artifact that an event can be made of
     * @throws IOException when the stream itself fails
     */
    static RunResults read(InputStream in) throws UnreadableRunResultsException, IOException {
        try (JsonParser json = JSON.createParser(in)) {
            RunResultsReader reader = new RunResultsReader(json);
            reader.readFile();
            return reader.build();
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            // Without the parser's remarks about itself.
            String what = e.getOriginalMessage().replaceFirst("\\s*\\((?:start marker|code).*", "");
            throw new UnreadableRunResultsException("it is no complete JSON" + where + ": " + what);
        }
    }

    private void readFile() throws IOException, UnreadableRunResultsException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadableRunResultsException(
                    "expected an object with 'metadata' and 'results', as dbt writes it");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("metadata") && token == JsonToken.START_OBJECT) {
                readMetadata();
            } else if (name.equals("args") && token == JsonToken.START_OBJECT) {
                readArguments();
            } else if (name.equals("results") && token == JsonToken.START_ARRAY) {
                hasResults = true;
                readResults();
            } else if (name.equals("elapsed_time") && token.isNumeric()) {
                elapsed = json.getDecimalValue();
            } else {
                json.skipChildren();
            }
        }
    }

    private void readMetadata() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "dbt_schema_version" -> schema = text();
                case "invocation_id" -> invocationId = text();
                case "generated_at" -> generatedAt = text();
                case "dbt_version" -> dbtVersion = orEmpty(text());
                default -> json.skipChildren();
            }
        }
    }

    /** Not the whole command line: its variables may be secret. */
    private void readArguments() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("which")) {
                command = orEmpty(text());
            } else {
                json.skipChildren();
            }
        }
    }

    private void readResults() throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readResult();
            } else {
                json.skipChildren();
            }
        }
    }

    private void readResult() throws IOException {
        String node = "";
        String status = "";
        String message = "";
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (name) {
                case "unique_id" -> node = orEmpty(text());
                case "status" -> status = orEmpty(text());
                case "message" -> message = orEmpty(text());
                case "timing" -> {
                    if (token == JsonToken.START_ARRAY) {
                        readTiming();
                    } else {
                        json.skipChildren();
                    }
                }
                default -> json.skipChildren();
            }
        }
        counts.merge(status, 1, Integer::sum);
        String[] parts = node.split("\\.", 3);
        if (parts.length == 3) {
            projects.merge(parts[1], 1, Integer::sum);
        }
        if (FAILED.contains(status) && failures.size() < MOST_FAILURES) {
            failures.add(new RunResults.Failure(node, status, shortened(message)));
        }
    }

    private void readTiming() throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                Instant time = name.equals("started_at") ? time(text()) : null;
                json.skipChildren();
                if (time != null && (firstStart == null || time.isBefore(firstStart))) {
                    firstStart = time;
                }
            }
        }
    }

    /** The text of a scalar; null for null, and for an object or an array, which it skips. */
    private String text() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL || !json.currentToken().isScalarValue()) {
            json.skipChildren();
            return null;
        }
        return json.getText();
    }

    private RunResults build() throws UnreadableRunResultsException {
        checkSchema();
        if (invocationId == null || !INVOCATION_ID.matcher(invocationId).matches()) {
            throw new UnreadableRunResultsException("metadata.invocation_id is "
                    + (invocationId == null ? "missing" : "no id as dbt makes it (a UUID)")
                    + "; the run and its event are identified by it");
        }
        Instant end = time(generatedAt);
        if (end == null) {
            throw new UnreadableRunResultsException("metadata.generated_at is "
                    + (generatedAt == null ? "missing" : "no time")
                    + "; expected one such as 2026-11-21T05:45:31.934673Z");
        }
        if (!hasResults) {
            throw new UnreadableRunResultsException("'results' is missing; expected a list of nodes");
        }
        String project = projects.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .orElse("");
        return new RunResults(
                invocationId, dbtVersion, command, project, start(end), end, Map.copyOf(counts), List.copyOf(failures));
    }

    private void checkSchema() throws UnreadableRunResultsException {
        Matcher matcher = SCHEMA.matcher(orEmpty(schema));
        if (!matcher.find()) {
            throw new UnreadableRunResultsException(
                    "metadata.dbt_schema_version says nothing of run-results; expected dbt's artifact run_results.json");
        }
        int version = matcher.group(1).length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(1));
        if (version < OLDEST_SCHEMA || version > NEWEST_SCHEMA) {
            throw new UnreadableRunResultsException("its schema is run-results/v" + matcher.group(1) + "; known are v"
                    + OLDEST_SCHEMA + " to v" + NEWEST_SCHEMA + " (dbt Core 1.0 and later)");
        }
    }

    /** Nodes that never ran have no times; then what dbt measured tells. */
    private Instant start(Instant end) {
        if (firstStart != null && !firstStart.isAfter(end)) {
            return firstStart;
        }
        double seconds = elapsed == null ? 0 : elapsed.doubleValue();
        return seconds > 0 && seconds < LONGEST_SECONDS ? end.minus(Duration.ofMillis((long) (seconds * 1_000))) : end;
    }

    /** With a zone or, as older versions write it, without one in UTC; null if it is no time. */
    private static Instant time(String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException none) {
                return null;
            }
        }
    }

    private static String shortened(String message) {
        return Texts.cut(message.strip().replaceAll("\\s+", " "), LONGEST_MESSAGE);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
