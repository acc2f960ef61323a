package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How {@code tail} shows a delivery. */
enum TailLine {
    /** Everything that is known of it. */
    JSON {
        @Override
        String of(JsonNode delivery) {
            return delivery.toString();
        }
    },

    /** What a person looks for first. */
    TEXT {
        @Override
        String of(JsonNode delivery) {
            String when = time(delivery.path("created_at").asText())
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            return printable(String.join(
                    "  ",
                    when,
                    delivery.path("subscription_name").asText(),
                    delivery.path("trigger_event_type").asText(),
                    "job " + delivery.path("job_id").asText(),
                    delivery.path("id").asText(),
                    outcome(delivery)));
        }
    };

    abstract String of(JsonNode delivery);

    private static String outcome(JsonNode delivery) {
        String status = delivery.path("http_status_code").asText();
        int attempts = delivery.path("attempts").asInt();
        String attempt = attempts == 1 ? "" : " (attempt " + attempts + ")";
        String reason = delivery.path("error_info").asText();
        String why = status + attempt + (reason.isEmpty() ? "" : ": " + reason);
        return switch (delivery.path("delivery_status").asText()) {
            case "succeeded" -> "delivered " + why;
            case "failed" -> "FAILED for good " + why;
            default -> "failed " + why + next(delivery);
        };
    }

    private static String next(JsonNode delivery) {
        String next = delivery.path("next_attempt_at").asText();
        if (next.isEmpty()) {
            return "";
        }
        return ", next attempt at " + time(next).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant time(String micros) {
        return Instant.EPOCH.plus(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS));
    }

    /** Names come from outside; nothing in them may steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
