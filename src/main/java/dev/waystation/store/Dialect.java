package dev.waystation.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What differs between databases. Everything else in this package is standard SQL: {@code FETCH FIRST n ROWS ONLY},
 * {@code BIGINT} for times, no identity columns, no merge statements.
 */
public interface Dialect {

    /** For people, in logs. */
    String name();

    /** The column type of up to 1 MiB of bytes. */
    String bytesType();

    /** Appended to the query that picks deliveries to claim, so that several processes do not pick the same ones. */
    String claimLock();

    /** Appended to a query whose rows the transaction is about to change; empty where nobody else can change them. */
    String rowLock();

    /**
     * Whether one process at a time can have the database open. If so, claims of an earlier process are void at a start;
     * if not, they are void when their lease ends.
     */
    boolean isExclusive();

    /** Sets the address and what else the database needs to be as durable as it is promised. */
    void configure(HikariConfig config, String url);

    /**
     * Called after each commit of the writing connection and before anybody hears of it. When it returns, what was
     * committed survives the death of the process, and with {@code sync} the loss of power too. Nothing to do where the
     * commit itself gives that.
     */
    default void makeDurable(Connection connection, boolean sync) throws SQLException {}

    /** The dialect for a JDBC address. */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return new H2Dialect();
        }
        throw new IllegalArgumentException(
                "waystation.store.url is '" + url + "', expected an address that starts with jdbc:h2:");
    }
}
