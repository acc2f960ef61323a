package dev.waystation.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one run event after the other from a JSON parser, in one pass, and writes each in the form that is sent. Each field
 * is known by any of its names, so a payload that mixes generations is read too.
 */
final class RunEventParser {
    private static final int MAX_EVENT_ID = 64;
    private static final String EVENT_TYPES =
            String.join(", ", EventTypes.STARTED, EventTypes.COMPLETED, EventTypes.ERRORED, EventTypes.CANCELED);
    private static final byte[] ACCOUNT_ID = ascii("{\"accountId\":");
    private static final byte[] EVENT_ID = ascii(",\"eventId\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] EVENT_TYPE = ascii(",\"eventType\":");
    private static final byte[] DATA = ascii("\"data\":{");
    private static final DataField[] DATA_FIELDS = DataField.values();

    /** Who wrote the payload: some fields are filled in for the older ones, and a draft's status has other words. */
    private enum Generation {
        DRAFT_2022,
        BETA_2023,
        GA
    }

    private final Clock clock;
    private final long pathAccountId;
    private final long defaultAccountId;
    private final long owner;
    private final Problems problems;

    // What has been read of the event at hand.
    private final String[] data = new String[DATA_FIELDS.length];
    private JsonParser json;
    private int index;
    private int envelopeSeen;
    private int dataSeen;
    private boolean draftNames;
    private boolean draftStatus;
    private long accountId;
    private String eventId;
    private String timestamp;
    private Instant time;
    private String eventType;
    private JsonBytes moreData;
    private JsonBytes moreEnvelope;
    private Set<String> otherNames;

    /**
     * Whose the events are.
     *
     * @param path the account that the sender named beside the body, or 0
     * @param otherwise the account of events that nobody named one for
     * @param owner the account that they belong to whatever account the body names, or 0
     */
    record Accounts(long path, long otherwise, long owner) {}

    RunEventParser(Clock clock, Accounts accounts, Problems problems) {
        this.clock = clock;
        this.pathAccountId = accounts.path();
        this.defaultAccountId = accounts.otherwise();
        this.owner = accounts.owner();
        this.problems = problems;
    }

    /**
     * Reads the value that the parser is at, and leaves the parser at its last token.
     *
     * @param index what problems name the event by
     * @return the event, or null if there were problems with it
     * @throws IOException if the JSON itself is broken
     */
    RunEvent read(JsonParser parser, int index) throws IOException {
        reset(parser, index);
        int problemsBefore = problems.size();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            problem("", "an object (one run event)", Problems.describe(json));
            json.skipChildren();
            return null;
        }
        readEnvelope();
        checkComplete();
        return problems.size() == problemsBefore ? build() : null;
    }

    private void reset(JsonParser parser, int newIndex) {
        json = parser;
        index = newIndex;
        Arrays.fill(data, null);
        envelopeSeen = 0;
        dataSeen = 0;
        draftNames = false;
        draftStatus = false;
        accountId = 0;
        eventId = null;
        timestamp = null;
        time = null;
        eventType = null;
        moreData = null;
        moreEnvelope = null;
        otherNames = null;
    }

    private void readEnvelope() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            EnvelopeField field = EnvelopeField.named(name);
            if (field == null) {
                checkOnce(name, "");
                if (moreEnvelope == null) {
                    moreEnvelope = new JsonBytes(64);
                }
                copyField(name, moreEnvelope);
                continue;
            }
            if ((envelopeSeen & 1 << field.ordinal()) != 0) {
                givenTwice(field.json, field.json, name);
            }
            envelopeSeen |= 1 << field.ordinal();
            draftNames |= field.isDraftName(name);
            if (json.currentToken() == JsonToken.VALUE_NULL && field != EnvelopeField.DATA) {
                continue;
            }
            readEnvelopeValue(field);
        }
        otherNames = null;
    }

    private void readEnvelopeValue(EnvelopeField field) throws IOException {
        switch (field) {
            case ACCOUNT_ID -> readAccountId();
            case EVENT_ID -> readEventId();
            case TIMESTAMP -> readTimestamp();
            case EVENT_TYPE -> readEventType();
            case DATA -> readData();
            // The webhook of whoever sent this before: each subscription puts in its own.
            case WEBHOOK_ID, WEBHOOKS_ID, WEBHOOK_NAME -> json.skipChildren();
        }
    }

    private void readAccountId() throws IOException {
        String text = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getText() : null;
        // A long has at most 19 digits; what has fewer always fits.
        long given = text == null || text.length() > 18 ? 0 : Long.parseLong(text);
        if (given <= 0) {
            problem("accountId", "an integer greater than 0", Problems.describe(json));
            json.skipChildren();
        } else if (pathAccountId != 0 && given != pathAccountId) {
            problem(
                    "accountId",
                    "the account of the path, " + pathAccountId + " (publish to /api/v3/accounts/" + given
                            + "/webhooks/events or leave accountId out)",
                    "the number " + given);
        } else {
            accountId = given;
        }
    }

    private void readEventId() throws IOException {
        String expected = "1 to 64 characters of A-Z, a-z, 0-9, _ and -";
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            problem("eventId", "a string of " + expected, Problems.describe(json));
            json.skipChildren();
            return;
        }
        String text = json.getText();
        if (!isEventId(text)) {
            problem("eventId", expected, lengthIfTooLong(text, MAX_EVENT_ID));
        } else {
            eventId = text;
        }
    }

    private void readTimestamp() throws IOException {
        String expected = "a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339)";
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            problem("timestamp", "a string with " + expected, Problems.describe(json));
            json.skipChildren();
            return;
        }
        String text = json.getText();
        time = Timestamps.parse(text);
        if (time == null) {
            problem("timestamp", expected, Problems.quote(text));
        } else {
            timestamp = Timestamps.normalized(text);
        }
    }

    private void readEventType() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING || !EventTypes.RUN.contains(json.getText())) {
            problem("eventType", "one of " + EVENT_TYPES, Problems.describe(json));
            json.skipChildren();
        } else {
            eventType = json.getText();
        }
    }

    private void readData() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            problem("data", "an object with the run's fields", Problems.describe(json));
            json.skipChildren();
            return;
        }
        Set<String> envelopeNames = otherNames;
        otherNames = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            DataField field = DataField.named(name);
            if (field == null) {
                checkOnce(name, "data.");
                if (moreData == null) {
                    moreData = new JsonBytes(64);
                }
                copyField(name, moreData);
                continue;
            }
            if ((dataSeen & 1 << field.ordinal()) != 0) {
                givenTwice(field.path(), field.json, name);
            }
            dataSeen |= 1 << field.ordinal();
            draftNames |= field.isDraftName(name);
            readDataValue(field, name);
        }
        otherNames = envelopeNames;
        if (data[DataField.JOB_ID.ordinal()] == null && (dataSeen & 1 << DataField.JOB_ID.ordinal()) == 0) {
            problem(DataField.JOB_ID.path(), "the job's id in decimal digits", "nothing");
        }
    }

    private void readDataValue(DataField field, String name) throws IOException {
        JsonToken token = json.currentToken();
        // dbt sends no nulls, and receivers do not look for them: null is the same as a field that is not there.
        if (field.kind == DataField.Kind.DROPPED || token == JsonToken.VALUE_NULL && field != DataField.JOB_ID) {
            json.skipChildren();
            return;
        }
        if (!fits(token, field.kind)) {
            problem(field.path(), expected(field), Problems.describe(json));
            json.skipChildren();
            return;
        }
        String text = json.getText();
        if (field == DataField.JOB_ID && !isDigits(text, field.maxLength)
                || field.kind == DataField.Kind.INTEGER && text.length() > field.maxLength) {
            problem(field.path(), expected(field), Problems.describe(json));
        } else if (text.length() > field.maxLength) {
            problem(field.path(), expected(field), lengthIfTooLong(text, field.maxLength));
        } else {
            data[field.ordinal()] = field.kind == DataField.Kind.TIME ? Timestamps.normalized(text) : text;
            draftStatus |= field == DataField.RUN_STATUS && field.isDraftName(name);
        }
    }

    private static boolean fits(JsonToken token, DataField.Kind kind) {
        return switch (kind) {
            case ID -> token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            default -> token == JsonToken.VALUE_STRING;
        };
    }

    private static String expected(DataField field) {
        if (field == DataField.JOB_ID) {
            return "the job's id in decimal digits, at most " + field.maxLength;
        }
        if (field.kind == DataField.Kind.INTEGER) {
            return "an integer of at most " + field.maxLength + " digits";
        }
        String what = field.kind == DataField.Kind.ID ? "an id as a string or an integer" : "a string";
        return field.maxLength == Integer.MAX_VALUE
                ? what
                : String.format(Locale.ROOT, "%s of at most %,d characters", what, field.maxLength);
    }

    private void checkComplete() {
        if (eventType == null && absent(EnvelopeField.EVENT_TYPE)) {
            problem("eventType", "one of " + EVENT_TYPES, "nothing");
        }
        if (absent(EnvelopeField.DATA)) {
            problem("data", "an object with the run's fields", "nothing");
        }
    }

    /** A wrong value was told about when it was read, so what was seen is not reported as missing once more. */
    private boolean absent(EnvelopeField field) {
        return (envelopeSeen & 1 << field.ordinal()) == 0;
    }

    /** Null if the event is too large, which is a problem then. */
    private RunEvent build() {
        if (accountId == 0) {
            accountId = pathAccountId != 0 ? pathAccountId : defaultAccountId;
        }
        if (time == null) {
            time = clock.instant();
            timestamp = Timestamps.format(time);
        }
        if (eventId == null) {
            eventId = Ids.eventId(time);
        }
        fillStatus();
        JsonBytes out = new JsonBytes(640);
        out.raw(ACCOUNT_ID);
        out.ascii(Long.toString(accountId));
        out.raw(EVENT_ID);
        out.string(eventId);
        out.raw(TIMESTAMP);
        out.string(timestamp);
        out.raw(EVENT_TYPE);
        out.string(eventType);
        out.raw(',');
        int webhookOffset = out.size();
        writeData(out);
        if (moreEnvelope != null) {
            out.raw(moreEnvelope);
        }
        out.raw('}');
        if (out.size() > RunEventReader.MAX_SIZE) {
            problem(
                    "",
                    String.format(Locale.ROOT, "an event of at most %,d bytes", RunEventReader.MAX_SIZE),
                    String.format(Locale.ROOT, "%,d bytes", out.size()));
            return null;
        }
        return new RunEvent(
                owner != 0 ? owner : accountId,
                eventId,
                eventType,
                value(DataField.JOB_ID),
                orEmpty(value(DataField.JOB_NAME)),
                orEmpty(value(DataField.RUN_ID)),
                value(DataField.RUN_STATUS),
                value(DataField.ENVIRONMENT_NAME),
                value(DataField.PROJECT_NAME),
                time,
                EventBody.of(out.toByteArray(), webhookOffset));
    }

    private void writeData(JsonBytes out) {
        out.raw(DATA);
        boolean first = true;
        for (DataField field : DATA_FIELDS) {
            String value = data[field.ordinal()];
            if (value == null) {
                continue;
            }
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.raw(field.key);
            if (field.kind == DataField.Kind.INTEGER) {
                out.ascii(value);
            } else {
                out.string(value);
            }
        }
        if (moreData != null) {
            // At least jobId comes before it, so its leading comma is right.
            out.raw(moreData);
        }
        out.raw('}');
    }

    private void fillStatus() {
        Generation generation = generation();
        if (draftStatus) {
            data[DataField.RUN_STATUS.ordinal()] = RunStatuses.fromDraft(value(DataField.RUN_STATUS));
        }
        if (generation == Generation.GA) {
            return;
        }
        String status = value(DataField.RUN_STATUS);
        if (status == null || status.isEmpty()) {
            String certain = RunStatuses.certainFor(eventType);
            status = certain == null ? status : certain;
            data[DataField.RUN_STATUS.ordinal()] = status;
        }
        Integer code = RunStatuses.codeOf(status);
        if (value(DataField.RUN_STATUS_CODE) == null && code != null) {
            data[DataField.RUN_STATUS_CODE.ordinal()] = code.toString();
        }
    }

    private Generation generation() {
        if (draftNames) {
            return Generation.DRAFT_2022;
        }
        boolean later = !absent(EnvelopeField.WEBHOOK_ID)
                || !absent(EnvelopeField.WEBHOOKS_ID)
                || value(DataField.PROJECT_ID) != null
                || value(DataField.RUN_STATUS_CODE) != null;
        return later ? Generation.GA : Generation.BETA_2023;
    }

    private String value(DataField field) {
        return data[field.ordinal()];
    }

    private void copyField(String name, JsonBytes out) throws IOException {
        out.raw(',');
        out.string(name);
        out.raw(':');
        copyValue(out);
    }

    /** Copies the value at hand token by token: numbers digit by digit, so that none loses a place. */
    private void copyValue(JsonBytes out) throws IOException {
        boolean first = true;
        switch (json.currentToken()) {
            case START_OBJECT -> {
                out.raw('{');
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    if (!first) {
                        out.raw(',');
                    }
                    first = false;
                    out.string(name);
                    out.raw(':');
                    json.nextToken();
                    copyValue(out);
                }
                out.raw('}');
            }
            case START_ARRAY -> {
                out.raw('[');
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!first) {
                        out.raw(',');
                    }
                    first = false;
                    copyValue(out);
                }
                out.raw(']');
            }
            case VALUE_STRING -> out.string(json.getText());
            default -> out.ascii(json.getText());
        }
    }

    private void checkOnce(String name, String prefix) {
        if (otherNames == null) {
            otherNames = new HashSet<>();
        }
        if (!otherNames.add(name)) {
            problem(prefix + Problems.cut(name), "each field once", "it a second time");
        }
    }

    private void givenTwice(String path, String json, String name) {
        problem(path, "each field once", "it a second time" + (name.equals(json) ? "" : ", as " + name));
    }

    private void problem(String field, String expected, String found) {
        problems.add(index, field, expected, found);
    }

    private static String lengthIfTooLong(String text, int maxLength) {
        return text.length() > maxLength
                ? String.format(Locale.ROOT, "%,d characters", text.length())
                : Problems.quote(text);
    }

    private static boolean isDigits(String text, int maxLength) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= maxLength;
    }

    private static boolean isEventId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_EVENT_ID;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
