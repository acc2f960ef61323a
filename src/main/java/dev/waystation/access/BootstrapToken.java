package dev.waystation.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token that is there before any other: that of the settings, or the one in the data directory. Never logged. */
public final class BootstrapToken {

    private static final Logger LOG = LoggerFactory.getLogger(BootstrapToken.class);

    private BootstrapToken() {}

    /**
     * The token of the settings, or the one of the data directory, which is made at the first start and readable by its
     * owner alone.
     *
     * @param configured the setting {@code waystation.api-token}; empty when not set
     */
    public static String load(String configured, Path dataDirectory) throws IOException {
        if (!configured.isEmpty()) {
            return configured;
        }
        Path file = file(dataDirectory);
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.writeString(file, Tokens.generate() + "\n");
            LOG.info("waystation.api-token is not set: a token was made, it is in {}", file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            LOG.debug("The API token is in {}", file);
        }
        return Files.readString(file).strip();
    }

    /** Where a generated token is kept. */
    public static Path file(Path dataDirectory) {
        return dataDirectory.resolve("api-token");
    }
}
