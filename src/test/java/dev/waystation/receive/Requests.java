package dev.waystation.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests for tests, in one line each. */
public final class Requests {

    private Requests() {}

    /** A request; headers are name, value, name, value. */
    public static RawRequest request(String method, byte[] body, String... headers) {
        List<RawRequest.Header> list = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            list.add(new RawRequest.Header(headers[i], headers[i + 1]));
        }
        return new RawRequest(method, list, body, null);
    }

    /** A POST of UTF-8 text. */
    public static RawRequest post(String body, String... headers) {
        return request("POST", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A GET without a body. */
    public static RawRequest get(String... headers) {
        return request("GET", new byte[0], headers);
    }

    /** A file beside the tests of this package. */
    public static byte[] resource(String name) {
        try (InputStream in = Requests.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
