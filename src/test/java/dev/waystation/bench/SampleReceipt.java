package dev.waystation.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The request that is received: a run event of {@value #BODY_BYTES} bytes, as dbt Cloud posts it, with the hex HMAC-SHA256 of
 * the body in {@code Authorization}. Each has an event id of its own and is signed anew, so that none repeats another.
 */
final class SampleReceipt {

    /** What dbt Cloud and the receiver share. */
    static final String SECRET = "bench-webhook-secret";

    /** As long as a body that dbt Cloud sent and somebody published. */
    static final int BODY_BYTES = 624;

    /** The job of {@link #BODY}. */
    static final String JOB = "512277";

    private static final String BODY =
            "{\"accountId\":1,\"eventId\":\"wev_bench_000000000Kd83hWqZr\",\"timestamp\":\"2026-02-11T05:40:21.70513342Z\","
                    + "\"eventType\":\"job.run.completed\",\"webhookId\":\"wsu_3Ct7VrmEjXw1gYpUaLkQnHbFsDo\","
                    + "\"webhookName\":\"Sales mart\",\"data\":{\"jobId\":\"" + JOB
                    + "\",\"jobName\":\"Sales mart, every hour of the day\","
                    + "\"runId\":\"300418265\",\"environmentId\":\"190233\",\"environmentName\":\"Production\","
                    + "\"dbtVersion\":\"1.9.4\",\"projectName\":\"Sales\",\"projectId\":\"260771\","
                    + "\"runStatus\":\"Success\",\"runStatusCode\":10,\"runStatusMessage\":\"None\","
                    + "\"runReason\":\"Kicked off from the UI by grace@data.example.com\","
                    + "\"runStartedAt\":\"2026-02-11T05:39:02Z\",\"runFinishedAt\":\"2026-02-11T05:40:18Z\"}}";

    private static final String HEADER = "Authorization: ";
    private static final int SIGNATURE_DIGITS = 64;
    private static final HexFormat HEX = HexFormat.of();

    private SampleReceipt() {}

    /** A publisher of receipts at this address. */
    static Publisher publisher(int port, String path, int connections) throws IOException {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        if (body.length != BODY_BYTES) {
            throw new IllegalStateException("the body has " + body.length + " bytes, not " + BODY_BYTES);
        }
        byte[] request = Http.post(port, path, HEADER + "0".repeat(SIGNATURE_DIGITS), body);
        String text = new String(request, StandardCharsets.US_ASCII);
        int signatureAt = text.indexOf(HEADER) + HEADER.length();
        int bodyAt = request.length - BODY_BYTES;
        int digitsAt = SampleEvent.digitsAt(request, bodyAt, request.length);
        Mac mac = mac();
        return new Publisher(
                port,
                request,
                (bytes, number) -> {
                    SampleEvent.putNumber(bytes, digitsAt, number);
                    mac.update(bytes, bodyAt, BODY_BYTES);
                    String signature = HEX.formatHex(mac.doFinal());
                    for (int i = 0; i < SIGNATURE_DIGITS; i++) {
                        bytes[signatureAt + i] = (byte) signature.charAt(i);
                    }
                },
                connections);
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", impossible);
        }
    }
}
