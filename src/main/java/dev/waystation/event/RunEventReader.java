package dev.waystation.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads run events in any of dbt Cloud's three generations of payload: the 2022 draft with its snake_case names, the 2023
 * beta, and the one that is generally available. What comes out has the last one's form, whatever came in:
 *
 * <ul>
 *   <li>names are the last generation's, in its order, and JSON is compact; fields that are not known are kept at the end,
 *       with their values as they came, to the last digit;
 *   <li>the sender's own {@code webhookId} (also as {@code webhooksID}) and {@code webhookName} are dropped;
 *   <li>a missing {@code eventId} becomes a new one, a missing {@code timestamp} the present time, and {@code null} in an
 *       optional field is the same as no field;
 *   <li>a time without a zone is UTC and is given RFC 3339's form; any other is kept as written;
 *   <li>in the two older generations {@code runStatus} and {@code runStatusCode} are filled in where they are certain;
 *   <li>ids in {@code data} may be integers, and become strings.
 * </ul>
 *
 * <p>Bounds: an event id has at most 64 characters, a job id 20 digits, other ids and the status 64 characters, names 1,000
 * characters. Values are nested at most 100 deep, counted from the outermost bracket of the body, and a number has at most
 * 1,000 characters. An event has at most 1 MiB; the size of the body is for the caller to bound.
 *
 * <p>Safe for use by any number of threads.
 */
public final class RunEventReader {

    /** How deep a body may be nested. */
    public static final int MAX_DEPTH = 100;

    /** How many bytes an event may have in the form in which it is stored. The store keeps no more. */
    public static final int MAX_SIZE = 1 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // Names come from outside: they would stay in the JVM's table of interned strings for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Clock clock;

    /** @param clock gives the time of events that have none */
    public RunEventReader(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Reads an object, an array of objects, or NDJSON (an object on each line, blank lines are skipped). NDJSON is for
     * {@code application/x-ndjson}, {@code application/ndjson}, {@code application/jsonl}, and for bodies whose type is not
     * given or {@code text/plain}; any other type means JSON proper. It is all or nothing: one bad event rejects the body.
     *
     * @param body JSON in UTF-8
     * @param contentType the value of the header, with or without parameters; may be null
     * @param pathAccountId the account that the sender named beside the body, which the body must not contradict; 0 for none
     * @param defaultAccountId the account of events for which none was named
     * @return at least one event, in the order of the body
     * @throws InvalidEventException if anything is wrong with the body; it names each problem
     */
    public List<RunEvent> read(byte[] body, String contentType, long pathAccountId, long defaultAccountId)
            throws InvalidEventException {
        return read(body, contentType, new RunEventParser.Accounts(pathAccountId, defaultAccountId, 0));
    }

    /**
     * Reads events that dbt Cloud sent to an account of Waystation: they belong to that account, and their bodies keep the
     * account that dbt Cloud names.
     *
     * @param account whose events they are
     * @throws InvalidEventException if anything is wrong with the body; it names each problem
     * @see #read(byte[], String, long, long)
     */
    public List<RunEvent> relayed(byte[] body, String contentType, long account) throws InvalidEventException {
        return read(body, contentType, new RunEventParser.Accounts(0, account, account));
    }

    private List<RunEvent> read(byte[] body, String contentType, RunEventParser.Accounts accounts)
            throws InvalidEventException {
        Problems problems = new Problems();
        RunEventParser events = new RunEventParser(clock, accounts, problems);
        List<RunEvent> read = new BodyReader(JSON, body, Framing.of(contentType), events, problems).read();
        problems.throwIfAny();
        return read;
    }

    /**
     * Reads a value that a Camel route may have at hand: bytes, text, or parsed JSON as a {@link Map}, an {@link Iterable}
     * or a {@link JsonNode}, with the same rules.
     *
     * @param contentType counts for bytes and text only
     * @throws InvalidEventException also if a value has no form in JSON
     * @see #read(byte[], String, long, long)
     */
    public List<RunEvent> readValue(Object body, String contentType, long pathAccountId, long defaultAccountId)
            throws InvalidEventException {
        if (body instanceof byte[] bytes) {
            return read(bytes, contentType, pathAccountId, defaultAccountId);
        }
        if (body instanceof CharSequence text) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return read(bytes, contentType, pathAccountId, defaultAccountId);
        }
        byte[] json = body == null ? new byte[0] : PlainValues.toJson(body);
        return read(json, "application/json", pathAccountId, defaultAccountId);
    }

    /** How the events of a body are put together. */
    enum Framing {
        /** One JSON value: an object or an array. */
        JSON,
        /** One object on each line. */
        LINES,
        /** The sender has not said: lines, if more follows after the first object. */
        UNKNOWN;

        static Framing of(String contentType) {
            if (contentType == null) {
                return UNKNOWN;
            }
            int end = contentType.indexOf(';');
            String type = end < 0 ? contentType : contentType.substring(0, end);
            return switch (type.trim().toLowerCase(Locale.ROOT)) {
                case "application/x-ndjson", "application/ndjson", "application/jsonl" -> LINES;
                case "", "text/plain" -> UNKNOWN;
                default -> JSON;
            };
        }
    }
}
