package dev.waystation.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Await;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged jar with the example of a recipe, as its user would run it: the shipped {@code NAME.camel.yaml.example}
 * copied to {@code NAME.camel.yaml}, the secret in the environment, and the routes in a directory that is not the working
 * directory. Redeliveries come after a tenth of a second.
 */
final class RecipeProcess implements AutoCloseable {

    private final GatewayProcess process;

    private RecipeProcess(GatewayProcess process) {
        this.process = process;
    }

    /**
     * Prepares it.
     *
     * @param directory for the routes, and below it for the data
     * @param recipe the name of the example
     */
    static Setup in(Path directory, String recipe) {
        return new Setup(directory, recipe);
    }

    /** What it starts with. */
    static final class Setup {

        private final String recipe;
        private final Path routes;
        private final GatewayProcess.Setup setup;

        private Setup(Path directory, String recipe) {
            this.recipe = recipe;
            try {
                routes = TestGateway.copyRoutes(directory.resolve("my routes"));
                Files.copy(routes.resolve(recipe + ".camel.yaml.example"), routes.resolve(recipe + ".camel.yaml"));
                setup = GatewayProcess.in(Files.createDirectory(directory.resolve("elsewhere")))
                        .with("waystation.routes", routes)
                        .with("waystation.delivery.jitter-percent", 0)
                        .with("waystation.delivery.delay-pattern", "1:100")
                        .with("waystation.access-url", "https://cloud.getdbt.com");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** With a setting or a secret, given as an environment variable. */
        Setup with(String name, Object value) {
            setup.with(name, value);
            return this;
        }

        /** With a text of the example replaced by another, as a user edits it. */
        Setup edited(String text, String other) {
            Path file = routes.resolve(recipe + ".camel.yaml");
            try {
                String yaml = Files.readString(file);
                if (!yaml.contains(text)) {
                    throw new AssertionError("not in " + file + ": " + text);
                }
                Files.writeString(file, yaml.replace(text, other));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The directory of the routes. */
        Path routes() {
            return routes;
        }

        /** Starts it without waiting. */
        GatewayProcess launch() {
            return setup.launch();
        }

        /** Starts it; returns when it is healthy. */
        RecipeProcess start() {
            return new RecipeProcess(setup.start());
        }
    }

    /** The process. */
    GatewayProcess process() {
        return process;
    }

    /** Publishes an event that the recipe wants, and gives its id. */
    String publish(RunEvents event) {
        GatewayClient.Receipt receipt = process.client().publish(event);
        if (receipt.deliveries() != 1) {
            throw new AssertionError("expected one delivery, but there are " + receipt.deliveries());
        }
        return receipt.eventId();
    }

    /** The attempts of an event's delivery by the API, the first first, once nothing is owed any more. */
    List<JsonNode> attempts(String eventId) {
        process.client().awaitNothingOwed(Await.SOON);
        String path = GatewayClient.WEBHOOKS + "/event/" + eventId + "/receipts";
        List<JsonNode> attempts = new ArrayList<>();
        GatewayClient.json(process.client().get(path)).get("data").forEach(attempt -> attempts.add(0, attempt));
        return attempts;
    }

    @Override
    public void close() {
        process.close();
    }
}
