package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.AttemptError;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An attempt ends in time, whatever the endpoint does: it drips, hangs, sends without end, or points elsewhere. */
@Timeout(120)
class ADeadlineIsADeadlineTest {

    private static final Duration DEADLINE = Duration.ofMillis(700);

    /** How late a busy machine may notice it. An attempt without a deadline would take far longer. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static final int BODY_CAP = 2_000;

    @TempDir
    static Path data;

    private static FaultyReceiver receiver;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        receiver = FaultyReceiver.start();
        gateway = TestGateway.in(data)
                .with("waystation.delivery.timeout", DEADLINE.toMillis() + "ms")
                .with("waystation.delivery.maximum-response-body", BODY_CAP)
                .with("waystation.delivery.maximum-redeliveries", 0)
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        receiver.close();
    }

    /** The one attempt that is made of an event to this address. */
    private static Attempt attempt(URI url) {
        return attempt(url, subscribe(url));
    }

    private static Subscriber subscribe(URI url) {
        // A job of its own keeps the tests apart.
        return gateway.client()
                .subscribe(url.toString(), url.toString(), List.of(EventTypes.COMPLETED), List.of(job(url)));
    }

    private static String job(URI url) {
        return Integer.toString(url.toString().hashCode() & 0x7fffffff);
    }

    private static Attempt attempt(URI url, Subscriber subscriber) {
        String id =
                gateway.client().publish(RunEvents.completed().job(job(url))).eventId();
        Await.until("the attempt ends", BOUND, () -> !gateway.attempts(id).isEmpty());
        return gateway.attempts(id).get(0).attempt();
    }

    private static Attempt attempt(String path, Answer answer) {
        receiver.on(path, answer);
        return attempt(receiver.uri(path));
    }

    private static void isATimeout(Attempt attempt) {
        assertThat(attempt.error()).isEqualTo(AttemptError.TIMEOUT);
        assertThat(attempt.succeeded()).isFalse();
        assertThat(attempt.reportedStatus()).isEqualTo(504);
        assertThat(attempt.duration()).isBetween(DEADLINE, BOUND);
        assertThat(attempt.errorInfo()).contains("700 ms");
    }

    @Test
    void an_endpoint_that_never_answers_is_a_timeout() {
        isATimeout(attempt("/hangs", Answer.hang()));
    }

    @Test
    void a_timeout_is_told_as_504() {
        receiver.on("/told", Answer.hang());
        URI url = receiver.uri("/told");
        Subscriber subscriber = subscribe(url);
        assertThat(gateway.client()
                        .subscription(subscriber)
                        .get("http_status_code")
                        .asText())
                .isEqualTo("0");
        isATimeout(attempt(url, subscriber));
        Await.untilAsserted(() -> assertThat(gateway.client()
                        .subscription(subscriber)
                        .get("http_status_code")
                        .asText())
                .isEqualTo("504"));
    }

    @Test
    void an_answer_that_drips_byte_by_byte_is_a_timeout() {
        // Each byte comes well within the deadline; all of them together do not.
        isATimeout(attempt("/drips", Answer.status(200).withBody("ok").dripping(Duration.ofMillis(100))));
    }

    @Test
    void a_body_that_drips_after_a_quick_status_is_a_timeout() {
        isATimeout(attempt("/drips-body", Answer.status(200).withBodyOf(200).drippingBody(Duration.ofMillis(100))));
        isATimeout(attempt(
                "/drips-chunks", Answer.status(200).withBodyOf(200).chunked().drippingBody(Duration.ofMillis(100))));
    }

    @Test
    void an_answer_that_starts_too_late_is_a_timeout() {
        isATimeout(attempt("/late", Answer.status(200).after(Duration.ofSeconds(3))));
    }

    @Test
    void an_answer_just_in_time_is_a_success() {
        Attempt attempt = attempt("/in-time", Answer.status(204).after(Duration.ofMillis(100)));
        assertThat(attempt.status()).isEqualTo(204);
        assertThat(attempt.succeeded()).isTrue();
    }

    @Test
    void a_connection_whose_deadline_passed_is_closed() {
        int before = receiver.openConnections();
        isATimeout(attempt("/closed", Answer.hang()));
        receiver.awaitOpenConnections(before, BOUND);
    }

    @Test
    void a_tls_handshake_that_is_never_answered_is_a_timeout() throws IOException {
        try (SilentServer silent = new SilentServer()) {
            isATimeout(attempt(URI.create("https://127.0.0.1:" + silent.port() + "/hook")));
            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_endpoint_that_does_not_speak_tls_is_a_tls_failure() {
        Attempt attempt = attempt(URI.create("https://127.0.0.1:" + receiver.port() + "/no-tls"));
        assertThat(attempt.succeeded()).isFalse();
        assertThat(attempt.error()).isIn(AttemptError.TLS, AttemptError.RESET);
        assertThat(attempt.reportedStatus()).isEqualTo(502);
    }

    @Test
    void a_body_without_end_is_cut_at_the_cap_and_is_a_success() {
        Attempt attempt = attempt("/huge", Answer.status(200).withBodyOf(2_000_000_000L));
        assertThat(attempt.succeeded()).isTrue();
        assertThat(attempt.responseBody()).hasSize(BODY_CAP);
        assertThat(attempt.responseTruncated()).isTrue();
        Attempt chunked = attempt(
                "/huge-chunked", Answer.status(200).withBodyOf(2_000_000_000L).chunked());
        assertThat(chunked.succeeded()).isTrue();
        assertThat(chunked.responseTruncated()).isTrue();
        Await.until(
                "the log says so, too",
                () -> gateway.query("SELECT COUNT(*) FROM attempt WHERE truncated = TRUE") >= 2);
    }

    @Test
    void a_body_of_just_the_cap_is_whole() {
        Attempt attempt = attempt("/cap", Answer.status(200).withBodyOf(BODY_CAP));
        assertThat(attempt.responseBody()).hasSize(BODY_CAP);
        assertThat(attempt.responseTruncated()).isFalse();
        Attempt more = attempt("/cap-and-one", Answer.status(200).withBodyOf(BODY_CAP + 1));
        assertThat(more.responseBody()).hasSize(BODY_CAP);
        assertThat(more.responseTruncated()).isTrue();
    }

    @Test
    void a_redirect_is_a_failure_and_is_not_followed() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            Attempt attempt = attempt("/moved" + status, Answer.redirect(status, receiver.uri("/elsewhere")));
            assertThat(attempt.succeeded()).isFalse();
            assertThat(attempt.status()).isEqualTo(status);
            assertThat(attempt.responseHeaders()).contains("/elsewhere");
        }
        assertThat(receiver.requests("/elsewhere")).isEmpty();
    }

    @Test
    void what_is_no_answer_has_a_word_and_the_status_502() throws IOException {
        assertThat(attempt("/closes", Answer.closeWithoutResponse()).error()).isEqualTo(AttemptError.RESET);
        assertThat(attempt("/resets", Answer.resetAfterReading()).error()).isEqualTo(AttemptError.RESET);
        assertThat(attempt("/resets-early", Answer.resetBeforeReading()).error())
                .isEqualTo(AttemptError.RESET);
        Attempt malformed = attempt("/malformed", Answer.malformed("SSH-2.0-OpenSSH_9.6\r\n"));
        assertThat(malformed.succeeded()).isFalse();
        assertThat(malformed.error()).isIn(AttemptError.PROTOCOL, AttemptError.RESET);
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Attempt refused = attempt(URI.create("http://127.0.0.1:" + closed + "/hook"));
        assertThat(refused.error()).isEqualTo(AttemptError.REFUSED);
        assertThat(refused.reportedStatus()).isEqualTo(502);
        Attempt unknown = attempt(URI.create("http://no-such-host.invalid/hook"));
        assertThat(unknown.error()).isEqualTo(AttemptError.DNS);
        assertThat(unknown.reportedStatus()).isEqualTo(502);
    }

    /** Takes connections and never says a word. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new ArrayList<>();

        SilentServer() throws IOException {
            Thread thread = new Thread(this::take, "silent");
            thread.setDaemon(true);
            thread.start();
        }

        private void take() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    synchronized (taken) {
                        taken.add(connection);
                    }
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        int connections() {
            synchronized (taken) {
                return taken.size();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            synchronized (taken) {
                for (Socket connection : taken) {
                    connection.close();
                }
            }
        }
    }
}
