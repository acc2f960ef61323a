package dev.waystation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultyReceiverTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_path_answers_its_script_and_then_the_last_answer_for_good() throws Exception {
        receiver.on("/a", Answer.statuses(503, 500, 200)).otherwise(Answer.status(204));
        assertThat(List.of(post("/a"), post("/a"), post("/a"), post("/a")))
                .extracting(HttpResponse::statusCode)
                .containsExactly(503, 500, 200, 200);
        assertThat(post("/other").statusCode()).isEqualTo(204);
    }

    @Test
    void a_connection_is_kept_alive_until_an_answer_closes_it() throws Exception {
        receiver.on(
                "/a", Answer.status(200), Answer.status(204), Answer.status(200).closing());
        for (int i = 0; i < 4; i++) {
            post("/a");
        }
        assertThat(receiver.requests("/a")).extracting(Received::connection).containsExactly(1, 1, 1, 2);
        assertThat(receiver.requests("/a")).extracting(Received::number).containsExactly(1, 2, 3, 4);
        assertThat(receiver.connections()).isEqualTo(2);
    }

    @Test
    void a_request_is_kept_as_it_was_on_the_wire() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            send(
                    socket,
                    "POST /a?b=c HTTP/1.1\r\nhost: x\r\nX-OdD:  1 \r\nx-odd: 2\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;q=1\r\nde\r\n0\r\n\r\n"
                            + "POST /a HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nfgh");
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answers).containsSubsequence("HTTP/1.1 200", "HTTP/1.1 200", "Connection: close");
        }
        Received first = receiver.requests("/a").get(0);
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.target()).isEqualTo("/a?b=c");
        assertThat(first.text()).isEqualTo("abcde");
        assertThat(first.header("X-ODD")).isEqualTo("1");
        assertThat(first.headers())
                .containsExactly(
                        new Header("host", "x"),
                        new Header("X-OdD", "1"),
                        new Header("x-odd", "2"),
                        new Header("Transfer-Encoding", "chunked"));
        Received second = receiver.requests("/a").get(1);
        assertThat(second.text()).isEqualTo("fgh");
        assertThat(second.arrivalNanos()).isGreaterThanOrEqualTo(first.arrivalNanos());
    }

    @Test
    void headers_redirects_and_retry_after_are_sent() throws Exception {
        receiver.on(
                "/a",
                Answer.retryAfter(429, "7"),
                Answer.redirect(302, URI.create("http://elsewhere.example/")),
                Answer.status(410).withHeader("X-Reason", "gone").withBody("bye, żółw"));
        assertThat(post("/a").headers().firstValue("Retry-After")).contains("7");
        assertThat(post("/a").headers().firstValue("Location")).contains("http://elsewhere.example/");
        HttpResponse<String> gone = post("/a");
        assertThat(gone.headers().firstValue("X-Reason")).contains("gone");
        assertThat(gone.body()).isEqualTo("bye, żółw");
    }

    @Test
    void an_answer_can_come_late_or_byte_by_byte() throws Exception {
        Duration wait = Duration.ofMillis(30);
        receiver.on("/late", Answer.status(200).after(wait));
        receiver.on("/drip", Answer.status(200).withBody("slow").dripping(Duration.ofMillis(1)));
        receiver.on("/dripBody", Answer.status(200).withBody("slow").chunked().drippingBody(Duration.ofMillis(10)));
        long start = System.nanoTime();
        assertThat(post("/late").statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(wait.toNanos());
        start = System.nanoTime();
        assertThat(post("/drip").body()).isEqualTo("slow");
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
        start = System.nanoTime();
        assertThat(post("/dripBody").body()).isEqualTo("slow");
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
    }

    @Test
    void a_hanging_request_never_gets_an_answer_and_ends_when_the_client_leaves() throws Exception {
        receiver.on("/hang", Answer.hang());
        assertThatThrownBy(() -> client.send(
                        request("/hang").timeout(Duration.ofMillis(50)).build(),
                        HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(receiver.awaitRequests("/hang", 1, SOON)).hasSize(1);
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            send(socket, "POST /hang HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
            receiver.awaitRequests("/hang", 2, SOON);
        }
        receiver.awaitOpenConnections(0, SOON);
        assertThat(receiver.openConnections()).isZero();
    }

    @Test
    void hanging_requests_do_not_hold_up_the_others_and_are_released_by_closing() throws Exception {
        receiver.on("/hang", Answer.hang());
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = new Socket("127.0.0.1", receiver.port());
            sockets.add(socket);
            send(socket, "POST /hang HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        }
        receiver.awaitRequests("/hang", 300, SOON);
        assertThat(receiver.mostAtOnce("/hang")).isEqualTo(300);
        assertThat(post("/fine").statusCode()).isEqualTo(200);
        receiver.close();
        for (Socket socket : sockets) {
            assertThat(readToTheEnd(socket)).isEmpty();
            socket.close();
        }
    }

    @Test
    void a_connection_can_be_reset_or_closed_instead_of_an_answer() throws Exception {
        receiver.on("/before", Answer.resetBeforeReading());
        receiver.on("/after", Answer.resetAfterReading());
        receiver.on("/close", Answer.closeWithoutResponse());
        receiver.on("/odd", Answer.malformed("SMTP ready\r\n\r\n"));
        assertThatThrownBy(() -> exchange("/before", "0123456789")).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> exchange("/after", "0123456789")).isInstanceOf(SocketException.class);
        assertThat(exchange("/close", "0123456789")).isEmpty();
        assertThat(exchange("/odd", "0123456789")).isEqualTo("SMTP ready\r\n\r\n");
        assertThat(receiver.requests())
                .extracting(Received::text)
                .containsExactly("", "0123456789", "0123456789", "0123456789");
        assertThat(receiver.requests()).extracting(Received::answer).containsOnly(0);

        receiver.resetNextConnections(1);
        assertThatThrownBy(() -> exchange("/fine", "")).isInstanceOf(SocketException.class);
        assertThat(exchange("/fine", "")).startsWith("HTTP/1.1 200");
        assertThat(receiver.requests("/fine")).hasSize(1);
    }

    @Test
    void a_huge_body_is_streamed() throws Exception {
        long huge = 64L * 1024 * 1024 + 1;
        receiver.on("/told", Answer.status(200).withBodyOf(huge));
        receiver.on("/chunked", Answer.status(500).withBodyOf(huge).chunked());
        for (String path : new String[] {"/told", "/chunked"}) {
            HttpResponse<InputStream> response =
                    client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(huge);
            }
        }
    }

    @Test
    void waiting_for_requests_that_do_not_come_fails_with_what_came() throws Exception {
        post("/a");
        assertThatThrownBy(() -> receiver.awaitRequests("/b", 1, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected 1 requests to /b")
                .hasMessageContaining("/a=1");
        CompletableFuture<List<Received>> later =
                CompletableFuture.supplyAsync(() -> receiver.awaitRequests("/b", 2, SOON));
        post("/b");
        post("/b");
        assertThat(later.get()).hasSize(2);
    }

    @Test
    void a_receiver_can_come_back_on_its_port() throws Exception {
        int port = receiver.port();
        post("/a");
        receiver.close();
        assertThatThrownBy(() -> post("/a")).isInstanceOf(IOException.class);
        try (FaultyReceiver again = FaultyReceiver.start(port)) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(again.uri("/a")).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_ledger_tells_what_is_missing_and_what_came_twice() throws Exception {
        receiver.on("/a", Answer.statuses(500, 200));
        for (String id : List.of("e1", "e1", "e2", "e1")) {
            post("/a", RunEvents.completed().id(id).json());
        }
        post("/a", "not an event");
        Ledger ledger = receiver.ledger();
        assertThat(ledger.arrivals("/a"))
                .containsEntry("e1", 2)
                .containsEntry("e2", 1)
                .hasSize(2);
        assertThat(ledger.attempts("/a")).containsEntry("e1", 3);
        assertThat(ledger.duplicates("/a")).isEqualTo(1);
        assertThat(ledger.missing("/a", List.of("e1", "e2", "e3"))).containsExactly("e3");
        assertThat(ledger.missing("/none", List.of("e1"))).containsExactly("e1");
        assertThat(ledger.summary()).isEqualTo("/a: 2 events, 1 duplicates, 4 attempts\n");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(receiver.uri(path)).POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request over a connection of its own and reads all that comes back. */
    private String exchange(String path, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            send(
                    socket,
                    "POST " + path + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body);
            return readToTheEnd(socket);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
