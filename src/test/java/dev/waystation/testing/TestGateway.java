package dev.waystation.testing;

import dev.waystation.Gateway;
import dev.waystation.Settings;
import dev.waystation.cli.Server;
import dev.waystation.delivery.DeliveryListener;
import dev.waystation.delivery.FinishedAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** A gateway in this process, on a free port, with the shipped settings and routes unless a test says otherwise. */
public final class TestGateway implements AutoCloseable {

    /** The token that callers of its API show. */
    public static final String TOKEN = "token-of-the-tests";

    private final Server server;
    private final GatewayClient client;
    private final List<FinishedAttempt> attempts;

    private TestGateway(Server server, List<FinishedAttempt> attempts) {
        this.server = server;
        this.client = new GatewayClient(server.port(), TOKEN);
        this.attempts = attempts;
    }

    /** Prepares a gateway that keeps its data in this directory. */
    public static Setup in(Path data) {
        return new Setup(data);
    }

    /** What a gateway starts with. */
    public static final class Setup {
        private final Map<String, String> settings = new HashMap<>();
        private Clock clock = Clock.systemUTC();
        private DeliveryListener listener = (finished, subscription) -> {};

        private Setup(Path data) {
            settings.put("waystation.port", "0");
            settings.put("waystation.data-dir", data.toString());
            settings.put("waystation.api-token", TOKEN);
            settings.put("waystation.routes", shippedRoutes().toString());
        }

        /** With a setting. */
        public Setup with(String name, Object value) {
            settings.put(name, value.toString());
            return this;
        }

        /** With delays of so many milliseconds before the first, second, … redelivery, without jitter. */
        public Setup withDelays(long... millis) {
            StringBuilder pattern = new StringBuilder();
            for (int i = 0; i < millis.length; i++) {
                pattern.append(i == 0 ? "" : ";").append(i + 1).append(':').append(millis[i]);
            }
            return with("waystation.delivery.delay-pattern", pattern).with("waystation.delivery.jitter-percent", 0);
        }

        /** With a clock that the test turns. */
        public Setup clock(Clock turned) {
            clock = turned;
            return this;
        }

        /** With somebody who hears of each attempt. */
        public Setup listener(DeliveryListener more) {
            listener = listener.and(more);
            return this;
        }

        /** Starts it; returns when it takes requests. */
        public TestGateway start() {
            try {
                return tryStart();
            } catch (Exception e) {
                throw new AssertionError("the gateway does not start: " + e.getMessage(), e);
            }
        }

        /** Starts it, or fails as it does. */
        public TestGateway tryStart() throws Exception {
            List<FinishedAttempt> attempts = new CopyOnWriteArrayList<>();
            Path nowhere = Files.createTempDirectory("waystation-test");
            DeliveryListener first = (finished, subscription) -> attempts.add(finished);
            Server server = new Server(Settings.load(nowhere, settings), clock, first.and(listener));
            server.start();
            return new TestGateway(server, attempts);
        }
    }

    /** The routes of this repository. */
    public static Path shippedRoutes() {
        return Path.of("routes").toAbsolutePath();
    }

    /** Copies the routes of this repository to a directory that the test may change. */
    public static Path copyRoutes(Path to) {
        try (Stream<Path> files = Files.walk(shippedRoutes())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(shippedRoutes().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Speaks to it over HTTP. */
    public GatewayClient client() {
        return client;
    }

    /** Its parts. */
    public Gateway gateway() {
        return server.gateway();
    }

    /** Its routes. */
    public CamelContext camel() {
        return server.camelContext();
    }

    /** All attempts so far, in the order in which they ended. */
    public List<FinishedAttempt> attempts() {
        return List.copyOf(attempts);
    }

    /** The attempts of one event so far. */
    public List<FinishedAttempt> attempts(String eventId) {
        return attempts.stream()
                .filter(a -> a.delivery().eventId().equals(eventId))
                .toList();
    }

    /** Waits until so many attempts have ended, and gives them. */
    public List<FinishedAttempt> awaitAttempts(int count) {
        Await.until(count + " attempts", () -> attempts.size() >= count);
        return attempts();
    }

    /** The number that a query gives, for instance {@code SELECT COUNT(*) FROM event}. */
    public long query(String sql) {
        try (Connection connection = gateway().store().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        server.close();
    }
}
