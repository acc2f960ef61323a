package dev.waystation.bench;

import java.nio.charset.StandardCharsets;

/**
 * The run event that is published: as long as a real one of dbt Cloud's, with the same fields. Each copy differs in its
 * event id alone, which holds the event's number, so that what is lost or repeated is known exactly.
 */
final class SampleEvent {

    /** Digits of the number in an event id. */
    static final int DIGITS = 9;

    /** What comes before the digits; found again by {@link #numberIn}. */
    private static final byte[] MARK = "wev_bench_".getBytes(StandardCharsets.US_ASCII);

    private SampleEvent() {}

    /** The JSON of an event of this job, with the number 0. */
    static byte[] json(String jobId) {
        return ("{\"accountId\":1,\"eventId\":\"wev_bench_000000000\",\"timestamp\":\"2026-01-15T06:30:18.06660617Z\","
                        + "\"eventType\":\"job.run.completed\",\"webhookId\":\"wsu_2b9TkzYvQe8fWnUqLrXhCmAoDpS\","
                        + "\"webhookName\":\"orders to the warehouse\",\"data\":{\"jobId\":\"" + jobId
                        + "\",\"jobName\":\"Hourly orders and returns\",\"runId\":\"218840017\","
                        + "\"environmentId\":\"187204\",\"environmentName\":\"Production\",\"dbtVersion\":\"1.9.2\","
                        + "\"projectName\":\"Retail analytics\",\"projectId\":\"240118\",\"runStatus\":\"Success\","
                        + "\"runStatusCode\":10,\"runStatusMessage\":\"None\","
                        + "\"runReason\":\"Kicked off from the UI by ada@example.com\","
                        + "\"runStartedAt\":\"2026-01-15T06:29:56Z\",\"runFinishedAt\":\"2026-01-15T06:30:15Z\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Puts numbers into requests that are all alike. */
    static Publisher.Stamp stamp() {
        int[] at = {-1};
        return (request, number) -> {
            if (at[0] < 0) {
                at[0] = digitsAt(request, 0, request.length);
            }
            putNumber(request, at[0], number);
        };
    }

    /** The index of the first digit of the number within {@code bytes}. */
    static int digitsAt(byte[] bytes, int from, int to) {
        for (int i = from; i + MARK.length + DIGITS <= to; i++) {
            int j = 0;
            while (j < MARK.length && bytes[i + j] == MARK[j]) {
                j++;
            }
            if (j == MARK.length) {
                return i + j;
            }
        }
        return -1;
    }

    /** Writes the number over the digits that start at {@code at}. */
    static void putNumber(byte[] bytes, int at, int number) {
        int left = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** The number of the event in these bytes, or -1 when there is none. */
    static int numberIn(byte[] bytes, int from, int to) {
        int at = digitsAt(bytes, from, to);
        return at < 0 ? -1 : Http.number(bytes, at, at + DIGITS);
    }
}
