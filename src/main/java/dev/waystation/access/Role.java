package dev.waystation.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the bearer of a token may do. */
public enum Role {
    /** Everything. */
    ADMIN(EnumSet.allOf(Permission.class)),
    /** Reads and writes subscriptions and webhooks; neither publishes nor manages tokens. */
    DEVELOPER(EnumSet.of(Permission.ENTER, Permission.READ, Permission.WRITE)),
    /** Publishes and sees nothing: for the systems that runs come from. */
    PUBLISHER(EnumSet.of(Permission.ENTER, Permission.PUBLISH)),
    /** Sees everything but tokens, changes nothing. */
    READ_ONLY(EnumSet.of(Permission.ENTER, Permission.READ));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** Whether the role includes the permission. */
    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** The word for people and for the API, for example {@code read-only}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role with this {@link #word()}, if there is one. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(r -> r.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
