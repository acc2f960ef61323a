package dev.waystation.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement for many rows: {@code … VALUES (…), (…)} or {@code … IN (?, ?)}. A database spends as much on a statement
 * as on the row in it. Long lists are cut into pieces of a few sizes, so that few statements are prepared.
 */
final class MultiRow {

    private static final int[] SIZES = {64, 16, 4, 1};

    /** Puts a row's values into the statement, from the given parameter on. */
    interface Binder<T> {
        void bind(PreparedStatement statement, int first, T row) throws SQLException;
    }

    /** Takes one row of a result. */
    interface Reader {
        void read(ResultSet rows) throws SQLException;
    }

    private final Connection connection;
    private final String before;
    private final String row;
    private final String after;
    private final int parameters;
    private final Map<Integer, PreparedStatement> statements = new HashMap<>();

    /**
     * A statement.
     *
     * @param before what comes before the rows
     * @param row a row's place, such as {@code (?, ?)}
     * @param after what comes after the rows
     */
    MultiRow(Connection connection, String before, String row, String after) {
        this.connection = connection;
        this.before = before;
        this.row = row;
        this.after = after;
        this.parameters = (int) row.chars().filter(c -> c == '?').count();
    }

    /** Runs an update for all rows. */
    <T> void update(List<T> rows, Binder<T> binder) throws SQLException {
        for (int from = 0; from < rows.size(); ) {
            int size = pieceOf(rows.size() - from);
            bound(rows, from, size, binder).executeUpdate();
            from += size;
        }
    }

    /** Runs a query for all rows. */
    <T> void query(List<T> rows, Binder<T> binder, Reader reader) throws SQLException {
        for (int from = 0; from < rows.size(); ) {
            int size = pieceOf(rows.size() - from);
            try (ResultSet result = bound(rows, from, size, binder).executeQuery()) {
                while (result.next()) {
                    reader.read(result);
                }
            }
            from += size;
        }
    }

    private <T> PreparedStatement bound(List<T> rows, int from, int size, Binder<T> binder) throws SQLException {
        PreparedStatement statement = statement(size);
        for (int i = 0; i < size; i++) {
            binder.bind(statement, 1 + i * parameters, rows.get(from + i));
        }
        return statement;
    }

    private PreparedStatement statement(int size) throws SQLException {
        PreparedStatement known = statements.get(size);
        if (known == null) {
            known = connection.prepareStatement(before + (row + ", ").repeat(size - 1) + row + after);
            statements.put(size, known);
        }
        return known;
    }

    private static int pieceOf(int left) {
        for (int size : SIZES) {
            if (size <= left) {
                return size;
            }
        }
        return 1;
    }
}
