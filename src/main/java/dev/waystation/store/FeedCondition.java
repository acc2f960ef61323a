package dev.waystation.store;

import dev.waystation.feed.FeedHint;
import dev.waystation.feed.FeedOrder;
import dev.waystation.feed.FeedQuery;
import dev.waystation.feed.FeedRow;
import dev.waystation.feed.TextHint;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The condition of a query of the feed, with its parameters. Filled once, by one thread. */
final class FeedCondition {

    private final StringBuilder sql = new StringBuilder("account_id = ?");
    private final List<Object> parameters = new ArrayList<>();

    private FeedCondition() {}

    /** @param last only rows after this one, in the query's order; null for the first on */
    static FeedCondition of(FeedQuery query, FeedRow last) {
        FeedCondition where = new FeedCondition();
        where.parameters.add(query.account());
        boolean ascending = query.order() == FeedOrder.ASC;
        long since = Micros.of(query.since());
        long until = Micros.of(query.until());
        if (last != null) {
            long reached = Micros.of(last.occurred());
            since = ascending ? reached : since;
            until = ascending ? until : reached;
        }
        where.and("occurred_at >= ? AND occurred_at <= ?", since, until);
        if (last != null) {
            String after = ascending ? ">" : "<";
            long reached = Micros.of(last.occurred());
            where.and("(occurred_at " + after + " ? OR no " + after + " ?)", reached, last.no());
        }
        where.hint(query.hint());
        return where;
    }

    private void hint(FeedHint hint) {
        if (!hint.type().isAny()) {
            sql.append(" AND ");
            text("type", hint.type());
        }
        if (!hint.receivedSubject().isAny() || !hint.runSubject().isAny()) {
            sql.append(" AND (kind = ").append(EventKind.RECEIVED).append(" AND ");
            text("subject", hint.receivedSubject());
            sql.append(" OR kind = ").append(EventKind.RUN).append(" AND ");
            text("subject", hint.runSubject());
            sql.append(")");
        }
        if (!hint.ids().isEmpty()) {
            // The ids of most run events are made of their event ids and cannot be looked for.
            sql.append(" AND (kind = ").append(EventKind.RUN).append(" OR ");
            in("event_id", hint.eventIds());
            sql.append(")");
        }
    }

    private void text(String column, TextHint hint) {
        if (hint.isAny()) {
            sql.append("1 = 1");
        } else if (hint.isNone()) {
            sql.append("1 = 0");
        } else if (hint.anyOf() != null) {
            in(column, hint.anyOf());
        } else {
            sql.append("(1 = 1");
            if (!hint.prefixes().isEmpty()) {
                sql.append(" AND (");
                like(column, " LIKE ", " OR ", hint.prefixes());
                sql.append(")");
            }
            if (!hint.not().isEmpty()) {
                sql.append(" AND NOT ");
                in(column, hint.not());
            }
            if (!hint.notPrefixes().isEmpty()) {
                sql.append(" AND ");
                like(column, " NOT LIKE ", " AND ", hint.notPrefixes());
            }
            sql.append(")");
        }
    }

    private void in(String column, Collection<String> values) {
        sql.append(column)
                .append(" IN (")
                .append("?, ".repeat(values.size() - 1))
                .append("?)");
        parameters.addAll(values);
    }

    private void like(String column, String like, String between, List<String> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            sql.append(i == 0 ? "" : between).append(column).append(like).append("? ESCAPE '!'");
            parameters.add(prefixes.get(i).replaceAll("[!%_]", "!$0") + "%");
        }
    }

    private void and(String condition, Object... values) {
        sql.append(" AND ").append(condition);
        parameters.addAll(List.of(values));
    }

    String sql() {
        return sql.toString();
    }

    /** Sets the parameters from {@code first} on and returns the place after them. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        int at = first;
        for (Object parameter : parameters) {
            if (parameter instanceof Long number) {
                statement.setLong(at++, number);
            } else {
                statement.setString(at++, parameter.toString());
            }
        }
        return at;
    }
}
