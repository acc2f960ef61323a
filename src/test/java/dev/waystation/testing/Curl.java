package dev.waystation.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as the command line tool curl puts it on the wire, byte for byte (recorded of curl 7.88.1): {@code Host}, {@code
 * User-Agent}, {@code Accept}, the headers that its user gave in their own spelling, {@code Content-Length}, {@code
 * Content-Type}. Several {@code -d} are one form. The connection stays open, as curl leaves it.
 */
public final class Curl {

    private final int port;
    private final String path;
    private final List<String> headers = new ArrayList<>();
    private final List<String> data = new ArrayList<>();
    private String method;
    private boolean head;

    private Curl(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** {@code curl http://127.0.0.1:port/path} */
    public static Curl to(GatewayClient client, String path) {
        return new Curl(client.uri("/").getPort(), path);
    }

    /** {@code -d} */
    public Curl data(String text) {
        data.add(text);
        return this;
    }

    /** {@code -H} */
    public Curl header(String line) {
        headers.add(line);
        return this;
    }

    /** {@code -X}; HEAD is {@code -I}. */
    public Curl method(String name) {
        method = name;
        head = name.equals("HEAD");
        return this;
    }

    /** What goes over the wire. */
    public byte[] bytes() {
        byte[] body = String.join("&", data).getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(method != null ? method : data.isEmpty() ? "GET" : "POST")
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port)
                .append("\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        if (!data.isEmpty()) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
            if (headers.stream().noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))) {
                text.append("Content-Type: application/x-www-form-urlencoded\r\n");
            }
        }
        byte[] start = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /** Sends it and gives the answer. */
    public RawHttp.Answer send() {
        return RawHttp.exchange(port, head, bytes()).get(0);
    }
}
