package dev.waystation.store;

import dev.waystation.access.ApiToken;
import dev.waystation.access.Role;
import dev.waystation.access.TokenStore;
import dev.waystation.delivery.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** {@link TokenStore} in a table. */
final class JdbcTokenStore implements TokenStore {

    private final DataSource dataSource;
    private final GroupCommit commits;

    JdbcTokenStore(DataSource dataSource, GroupCommit commits) {
        this.dataSource = dataSource;
        this.commits = commits;
    }

    @Override
    public List<ApiToken> loadTokens() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM api_token ORDER BY created_at, id");
                ResultSet rows = select.executeQuery()) {
            List<ApiToken> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new ApiToken(
                        rows.getString("id"),
                        rows.getString("name"),
                        rows.getString("digest"),
                        Role.valueOf(rows.getString("role")),
                        accounts(rows.getString("accounts")),
                        Micros.get(rows, "created_at")));
            }
            return all;
        } catch (SQLException e) {
            throw new StoreException("The API tokens cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void insert(ApiToken token) {
        commits.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO api_token (id, name, digest, role, accounts, created_at) VALUES (?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, token.id());
                insert.setString(2, token.name());
                insert.setString(3, token.digest());
                insert.setString(4, token.role().name());
                insert.setString(
                        5,
                        token.accounts().stream().sorted().map(Object::toString).collect(Collectors.joining("\n")));
                insert.setLong(6, Micros.of(token.createdAt()));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void deleteToken(String id) {
        commits.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM api_token WHERE id = ?")) {
                delete.setString(1, id);
                return delete.executeUpdate();
            }
        });
    }

    private static Set<Long> accounts(String lines) {
        return lines.lines().map(Long::parseLong).collect(Collectors.toSet());
    }
}
