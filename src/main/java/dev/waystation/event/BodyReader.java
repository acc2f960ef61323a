package dev.waystation.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes one body apart into events, and says where in it the JSON is broken. */
final class BodyReader {
    private static final String EVENTS = "a run event as a JSON object, an array of them, or one on each line";
    private static final String LINES_HINT =
            "one JSON object or array (for one event on each line, send Content-Type: application/x-ndjson)";
    private static final String ONE_PER_LINE = "one whole JSON object on each line";

    private final JsonFactory json;
    private final byte[] body;
    private final RunEventReader.Framing framing;
    private final RunEventParser events;
    private final Problems problems;
    private final List<RunEvent> read = new ArrayList<>();

    /** The element that is being read, from 0; -1 while that is the body as a whole. */
    private int index = -1;

    BodyReader(
            JsonFactory json, byte[] body, RunEventReader.Framing framing, RunEventParser events, Problems problems) {
        this.json = json;
        this.body = body;
        this.framing = framing;
        this.events = events;
        this.problems = problems;
    }

    /** The events that could be read; what could not is among the problems. */
    List<RunEvent> read() {
        int start = skipBlank(hasByteOrderMark() ? 3 : 0);
        if (start == body.length) {
            problems.add(-1, "", EVENTS, "an empty body");
        } else if (body[start] == 0
                || start + 1 < body.length && body[start + 1] == 0
                || (body[start] & 0xFE) == 0xFE) {
            // The parser would take UTF-16 and UTF-32, but JSON between systems is UTF-8.
            problems.add(-1, "", "JSON in UTF-8", "another encoding");
        } else if (framing == RunEventReader.Framing.LINES) {
            readLines(start);
        } else {
            readWhole(start);
        }
        return read;
    }

    private void readWhole(int start) {
        boolean object;
        int end;
        try (JsonParser parser = json.createParser(body, start, body.length - start)) {
            JsonToken first = parser.nextToken();
            object = first == JsonToken.START_OBJECT;
            if (first == JsonToken.START_ARRAY) {
                readArray(parser);
            } else if (object) {
                add(events.read(parser, -1));
            } else {
                problems.add(-1, "", EVENTS, Problems.describe(parser));
            }
            end = start + (int) parser.currentLocation().getByteOffset();
        } catch (IOException e) {
            broken(e, start, "JSON");
            return;
        }
        int rest = skipBlank(end);
        if (rest == body.length || problems.full()) {
            return;
        }
        if (object && framing == RunEventReader.Framing.UNKNOWN && hasLineBreak(end, rest)) {
            // The first object was the first line. Its problems are found again, now with its index.
            problems.clear();
            read.clear();
            readLines(start);
        } else {
            problems.add(-1, "", LINES_HINT, "more than that, at " + position(rest));
        }
    }

    private void readArray(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            problems.add(-1, "", "at least one run event", "an empty array");
        }
        for (; token != JsonToken.END_ARRAY && !problems.full(); token = parser.nextToken()) {
            index++;
            add(events.read(parser, index));
        }
        index = -1;
    }

    private void readLines(int start) {
        int line = start;
        while (line < body.length && !problems.full()) {
            int end = line;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int content = skipBlank(line);
            if (content < end) {
                index++;
                readLine(content, end);
            }
            line = end + 1;
        }
    }

    private void readLine(int start, int end) {
        try (JsonParser parser = json.createParser(body, start, end - start)) {
            parser.nextToken();
            add(events.read(parser, index));
            if (problems.full()) {
                return;
            }
            int rest = skipBlank(start + (int) parser.currentLocation().getByteOffset());
            if (rest < end) {
                problems.add(index, "", ONE_PER_LINE, "more than that, at " + position(rest));
            }
        } catch (IOException e) {
            broken(e, start, ONE_PER_LINE);
        }
    }

    private void add(RunEvent event) {
        if (event != null) {
            read.add(event);
        }
    }

    /** Tells of broken JSON in our own words: the parser's name its classes and repeat the input. */
    private void broken(IOException e, int start, String expected) {
        if (e instanceof StreamConstraintsException limit) {
            problems.add(index, "", limit(limit.getOriginalMessage()), "more");
            return;
        }
        if (!(e instanceof JsonProcessingException json) || json.getLocation() == null) {
            problems.add(index, "", "JSON in UTF-8", "other bytes");
            return;
        }
        long offset = json.getLocation().getByteOffset();
        int at = (int) Math.max(0, Math.min(body.length, start + offset));
        if (e instanceof JsonEOFException) {
            problems.add(
                    index, "", expected, "its end too early, at " + position(at) + " (a bracket or a quote is open)");
        } else {
            at = faulty(at);
            String curly = isCurlyQuote(at) ? " (a curly quote; JSON has straight ones)" : "";
            problems.add(index, "", expected, "malformed JSON at " + position(at) + curly);
        }
    }

    /** Where the fault begins. The parser has already gone past it if it is a character of several bytes. */
    private int faulty(int offset) {
        int at = offset;
        boolean atControl = at < body.length && body[at] >= 0 && body[at] < ' ';
        if (at > 0 && body[at - 1] < 0 && !atControl) {
            at--;
        }
        while (at > 0 && at < body.length && (body[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }

    /** Three kinds of double curly quote, which word processors put in: E2 80 9C to 9E. */
    private boolean isCurlyQuote(int at) {
        return at + 2 < body.length
                && body[at] == (byte) 0xE2
                && body[at + 1] == (byte) 0x80
                && (body[at + 2] & 0xFF) >= 0x9C
                && (body[at + 2] & 0xFF) <= 0x9E;
    }

    /** Which of the parser's limits was passed. Its exceptions tell that in their text only. */
    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "values nested at most " + RunEventReader.MAX_DEPTH + " deep";
        }
        if (message.startsWith("Number")) {
            return "numbers of at most 1,000 characters";
        }
        return "names and texts of a reasonable length";
    }

    private String position(int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (body[i] == '\n') {
                line++;
                column = 1;
            } else if ((body[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return "line " + line + ", column " + column;
    }

    private boolean hasLineBreak(int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private int skipBlank(int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r' || body[at] == '\n')) {
            at++;
        }
        return at;
    }

    private boolean hasByteOrderMark() {
        return body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    }
}
