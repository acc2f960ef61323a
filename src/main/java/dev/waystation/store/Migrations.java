package dev.waystation.store;

import dev.waystation.delivery.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings the schema up to date: each step runs once, in order, and is remembered in {@code schema_version}. */
final class Migrations {

    /** Names of the steps; the place in the list is the version. Only ever add at the end. */
    private static final List<String> STEPS = List.of(
            "V1__events_deliveries_attempts.sql",
            "V2__subscription_options_tokens.sql",
            "V3__webhooks_received_events.sql");

    private Migrations() {}

    /** Runs the steps that are missing. */
    static void run(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)");
            int version = currentVersion(statement);
            if (version > STEPS.size()) {
                throw new StoreException(
                        "The store was written by a newer Waystation (schema " + version + ", this one knows "
                                + STEPS.size() + "): start the newer one",
                        null);
            }
            for (int next = version + 1; next <= STEPS.size(); next++) {
                for (String sql : statements(STEPS.get(next - 1), dialect)) {
                    statement.execute(sql);
                }
                statement.execute("INSERT INTO schema_version (version) VALUES (" + next + ")");
                connection.commit();
            }
        }
    }

    private static int currentVersion(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> statements(String name, Dialect dialect) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("--[^\n]*", "")
                    .replace("${bytes}", dialect.bytesType());
            return List.of(text.split(";")).stream()
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new StoreException("The migration " + name + " cannot be read from the jar", e);
        }
    }
}
