package dev.waystation.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** H2, embedded in this process. */
final class H2Dialect implements Dialect {

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String bytesType() {
        return "VARBINARY(1048576)";
    }

    @Override
    public String claimLock() {
        return "";
    }

    @Override
    public String rowLock() {
        return "";
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public void configure(HikariConfig config, String url) {
        StringBuilder full = new StringBuilder(absolute(url));
        // The store closes the database itself; H2's own shutdown hook would do it under running deliveries.
        addDefault(full, "DB_CLOSE_ON_EXIT", "FALSE");
        // In milliseconds. Each commit writes a few pages anew and leaves the old ones behind; that space is used again
        // after this time. H2's default of 45 s suits stores that do not wait for the disk.
        addDefault(full, "RETENTION_TIME", "5000");
        // In kilobytes. The default grows with the heap of the machine; a million owed deliveries need no more than
        // this.
        addDefault(full, "CACHE_SIZE", "8192");
        config.setJdbcUrl(full.toString());
        config.setUsername("sa");
        config.setPassword("");
    }

    /**
     * H2 writes commits up to half a second later. A write delay of 0 is no cure: its commit only tries to write and goes
     * on when another thread is at it, and it ends the background work that keeps the file small. A checkpoint waits for
     * the write.
     */
    @Override
    public void makeDurable(Connection connection, boolean sync) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sync ? "CHECKPOINT SYNC" : "CHECKPOINT");
        }
    }

    /** H2 refuses paths that are relative to the working directory without saying so. */
    private static String absolute(String url) {
        String prefix = "jdbc:h2:file:";
        if (!url.startsWith(prefix)) {
            return url;
        }
        int end = url.indexOf(';') < 0 ? url.length() : url.indexOf(';');
        return prefix + Path.of(url.substring(prefix.length(), end)).toAbsolutePath() + url.substring(end);
    }

    private static void addDefault(StringBuilder url, String option, String value) {
        if (!url.toString().toUpperCase(java.util.Locale.ROOT).contains(";" + option + "=")) {
            url.append(';').append(option).append('=').append(value);
        }
    }
}
