package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.Settings;
import dev.waystation.access.BootstrapToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The running gateway, asked over HTTP by a command that an operator gives on the same machine or elsewhere. */
final class GatewayApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final String token;

    GatewayApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * The gateway that these settings would start: its port on this machine, and the token of the settings or of the data
     * directory.
     *
     * @param url another address, or null
     * @throws CommandException when there is no token to show
     */
    static GatewayApi of(Settings settings, String url) throws CommandException {
        return of(settings, url, null);
    }

    /**
     * As {@link #of(Settings, String)}, with a token of the caller's.
     *
     * @param shown the token, or null
     */
    static GatewayApi of(Settings settings, String url, String shown) throws CommandException {
        String token = shown == null ? settings.text("waystation.api-token") : shown;
        if (token.isEmpty()) {
            Path file = BootstrapToken.file(Path.of(settings.text("waystation.data-dir")));
            try {
                token = Files.readString(file).strip();
            } catch (IOException e) {
                throw new CommandException(
                        "No token: set WAYSTATION_API_TOKEN to a token of the gateway, or run this in"
                                + " the gateway's directory, where " + file + " would be readable.");
            }
        }
        String address = url == null ? "http://localhost:" + settings.text("waystation.port") : url;
        try {
            return new GatewayApi(URI.create(address.replaceFirst("/+$", "")), token);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "--url is '" + address + "', expected an address such as http://localhost:8080.");
        }
    }

    /** The {@code data} of the answer. */
    JsonNode call(String method, String path, JsonNode body) throws CommandException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Token " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode reply = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new CommandException(
                        reply.at("/status/user_message").asText("The gateway answered " + response.statusCode() + "."));
            }
            return reply.path("data");
        } catch (IOException e) {
            throw new NoAnswerException("No gateway answers at " + base
                    + ": start it first, or name its address with --url. (" + said(e) + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted.");
        }
    }

    /** Where it is. */
    URI base() {
        return base;
    }

    /** A refused connection has no message in Java's client. */
    private static String said(IOException e) {
        return e.getMessage() == null ? "it cannot be connected to" : e.getMessage();
    }
}
