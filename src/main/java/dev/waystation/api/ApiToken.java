package dev.waystation.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token that callers of {@code /api} show. Compared in constant time, never logged. */
public final class ApiToken {

    private static final Logger LOG = LoggerFactory.getLogger(ApiToken.class);

    private final byte[] digest;

    private ApiToken(String token) {
        digest = digest(token);
    }

    /**
     * The token of the settings, or the one of the data directory, which is made at the first start and readable by its
     * owner alone.
     *
     * @param configured the setting {@code waystation.api-token}; empty when not set
     */
    public static ApiToken load(String configured, Path dataDirectory) throws IOException {
        if (!configured.isEmpty()) {
            return new ApiToken(configured);
        }
        Path file = dataDirectory.resolve("api-token");
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.writeString(file, generate() + "\n");
            LOG.info("waystation.api-token is not set: a token was made, it is in {}", file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            LOG.debug("The API token is in {}", file);
        }
        return new ApiToken(Files.readString(file).strip());
    }

    private static String generate() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return "wst_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether this is the token. Takes as long for a wrong one as for the right one. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, digest(candidate));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
