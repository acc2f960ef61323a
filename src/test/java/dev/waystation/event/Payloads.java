package dev.waystation.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The real payloads among the test resources, and short cuts to read them. */
final class Payloads {
    static final Instant NOW = Instant.parse("2024-02-29T23:59:58.120Z");

    private static final RunEventReader READER = new RunEventReader(Clock.fixed(NOW, ZoneOffset.UTC));

    private Payloads() {}

    static byte[] bytes(String name) {
        try (InputStream in = Payloads.class.getResourceAsStream("/events/" + name + ".json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static List<RunEvent> readAll(String body, String contentType) throws InvalidEventException {
        return READER.read(body.getBytes(StandardCharsets.UTF_8), contentType, 0, 1);
    }

    static RunEvent read(String body) throws InvalidEventException {
        return readAll(body, "application/json").get(0);
    }

    static RunEventReader reader() {
        return READER;
    }

    static String stored(Event event) {
        return new String(event.body().stored(), StandardCharsets.UTF_8);
    }

    static String sent(Event event, String webhookId, String webhookName) {
        return new String(event.body().forWebhook(webhookId, webhookName), StandardCharsets.UTF_8);
    }
}
