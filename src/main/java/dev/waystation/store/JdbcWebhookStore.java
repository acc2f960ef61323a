package dev.waystation.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.delivery.StoreException;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.Slug;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.WebhookStore;
import dev.waystation.receive.signature.VerificationConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** {@link WebhookStore} in a table. */
final class JdbcWebhookStore implements WebhookStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** In the order of {@link #bind}; the id is last, where an update needs it. */
    private static final List<String> COLUMNS = List.of(
            "account_id",
            "name",
            "description",
            "enabled",
            "template",
            "slug",
            "verification",
            "deduplication_key",
            "deduplication_window",
            "redact_headers",
            "created_at",
            "updated_at",
            "id");

    private static final String INSERT = "INSERT INTO webhook (" + String.join(", ", COLUMNS) + ") VALUES ("
            + "?, ".repeat(COLUMNS.size() - 1) + "?)";

    private static final String UPDATE =
            "UPDATE webhook SET " + String.join(" = ?, ", COLUMNS.subList(0, COLUMNS.size() - 1)) + " = ? WHERE id = ?";

    private final DataSource dataSource;
    private final GroupCommit commits;

    JdbcWebhookStore(DataSource dataSource, GroupCommit commits) {
        this.dataSource = dataSource;
        this.commits = commits;
    }

    @Override
    public List<Webhook> loadWebhooks() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM webhook ORDER BY created_at, id");
                ResultSet rows = select.executeQuery()) {
            List<Webhook> all = new ArrayList<>();
            while (rows.next()) {
                all.add(webhook(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new StoreException("The webhooks cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void insert(Webhook webhook) {
        write(INSERT, webhook);
    }

    @Override
    public void update(Webhook webhook) {
        write(UPDATE, webhook);
    }

    private void write(String sql, Webhook webhook) {
        commits.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, webhook);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void delete(UUID id) {
        commits.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM webhook WHERE id = ?")) {
                delete.setString(1, id.toString());
                return delete.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Webhook webhook) throws SQLException {
        Deduplication deduplication = webhook.deduplication();
        int i = 0;
        statement.setLong(++i, webhook.accountId());
        statement.setString(++i, webhook.name());
        statement.setString(++i, webhook.description());
        statement.setBoolean(++i, webhook.enabled());
        statement.setString(++i, webhook.template());
        statement.setString(++i, webhook.slug().value());
        statement.setString(++i, webhook.verification().toStoredJson().toString());
        if (deduplication == null) {
            statement.setNull(++i, Types.VARCHAR);
            statement.setNull(++i, Types.BIGINT);
        } else {
            statement.setString(++i, deduplication.key());
            statement.setLong(++i, deduplication.window().toSeconds());
        }
        statement.setBoolean(++i, webhook.redactHeaders());
        statement.setLong(++i, Micros.of(webhook.createdAt()));
        statement.setLong(++i, Micros.of(webhook.updatedAt()));
        statement.setString(++i, webhook.id().toString());
    }

    private static Webhook webhook(ResultSet rows) throws SQLException {
        String key = rows.getString("deduplication_key");
        return new Webhook(
                UUID.fromString(rows.getString("id")),
                rows.getLong("account_id"),
                rows.getString("name"),
                rows.getString("description"),
                rows.getBoolean("enabled"),
                rows.getString("template"),
                Slug.parse(rows.getString("slug"))
                        .orElseThrow(() -> new StoreException("A stored webhook has a slug that is none", null)),
                verification(rows.getString("verification")),
                key == null ? null : new Deduplication(key, Duration.ofSeconds(rows.getLong("deduplication_window"))),
                rows.getBoolean("redact_headers"),
                Micros.get(rows, "created_at"),
                Micros.get(rows, "updated_at"));
    }

    private static VerificationConfig verification(String json) {
        try {
            return VerificationConfig.fromJson(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            // Without the cause: its message quotes the text, which holds secrets.
            throw new StoreException("A stored webhook's verification is no JSON", null);
        }
    }
}
