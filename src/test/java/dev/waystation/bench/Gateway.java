package dev.waystation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The real jar in a process of its own, with an empty store. */
final class Gateway implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "bench-token";
    private static final String WEBHOOKS = "/api/v3/accounts/1/webhooks/";

    private final Options options;
    private final ServerProcess process = new ServerProcess("Waystation");
    private final int port = ServerProcess.freePort();
    private boolean restExpected = true;

    Gateway(Options options) throws IOException, InterruptedException {
        this.options = options;
        try {
            start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** A gateway whose events of this job go to the sink's first lanes, as many as {@code fanOut}. */
    static Gateway subscribed(Options options, Sink sink, int fanOut, String jobId)
            throws IOException, InterruptedException {
        Gateway gateway = new Gateway(options);
        for (int lane = 0; lane < fanOut; lane++) {
            gateway.subscribe(sink.lane(lane), jobId);
        }
        return gateway;
    }

    /** Starts the process and returns when it is ready. Also after a kill, with the store that is there. */
    void start() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Xmx" + options.heap());
        if (options.recordings() != null) {
            Path file = options.recordings().resolve("waystation-" + port + ".jfr");
            arguments.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file);
        }
        arguments.add("-jar");
        arguments.add(options.jar().toString());
        Map<String, String> environment = new HashMap<>();
        environment.put("WAYSTATION_PORT", Integer.toString(port));
        environment.put("WAYSTATION_API_TOKEN", TOKEN);
        environment.put("WAYSTATION_DATA_DIR", data().toString());
        environment.put("WAYSTATION_HTTP_THREADS", Integer.toString(Options.SERVER_THREADS));
        process.launch(arguments, environment);
        process.awaitStatus(url("/health"), 200);
    }

    private Path data() {
        return process.directory().resolve("data");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Subscribes an address to the completed runs of these jobs. */
    void subscribe(String address, String... jobIds) throws IOException, InterruptedException {
        String jobs = List.of(jobIds).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        post(
                WEBHOOKS + "subscriptions",
                "application/json",
                ("{\"name\":\"bench\",\"event_types\":[\"job.run.completed\"],\"job_ids\":[" + jobs
                                + "],\"client_url\":\"" + address + "\",\"active\":true}")
                        .getBytes(StandardCharsets.UTF_8),
                201);
    }

    /** Subscribes an address to the events of this name. */
    void subscribeTo(String eventType, String address) throws IOException, InterruptedException {
        post(
                WEBHOOKS + "subscriptions",
                "application/json",
                ("{\"name\":\"bench\",\"event_types\":[\"" + eventType + "\"],\"client_url\":\"" + address
                                + "\",\"active\":true}")
                        .getBytes(StandardCharsets.UTF_8),
                201);
    }

    /**
     * Makes a webhook for dbt Cloud.
     *
     * @param name for the report
     * @param template its template
     * @param deliveries how many deliveries each receipt causes
     */
    ReceiptTarget receiver(String name, String template, int deliveries) throws IOException, InterruptedException {
        ObjectNode webhook = JSON.createObjectNode().put("name", name).put("template", template);
        webhook.putObject("verification").put("scheme", "dbt").put("secret", SampleReceipt.SECRET);
        String made = post("/api/accounts/1/webhooks/", "application/json", JSON.writeValueAsBytes(webhook), 201);
        String slug = JSON.readTree(made).get("slug").asText();
        return new ReceiptTarget(name, port, "/hooks/" + slug, process, deliveries);
    }

    /** Kills the process as {@code kill -9} does, and asks its database. */
    long killedAndCounted(String sql) throws IOException, InterruptedException {
        if (options.recordings() != null) {
            process.stop(Duration.ofSeconds(30));
        } else {
            process.kill();
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + data().resolve("waystation"), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IOException("The gateway's database cannot be read", e);
        }
    }

    /** Publishes a body of several events, one a line. */
    void publishLines(byte[] body) throws IOException, InterruptedException {
        post(WEBHOOKS + "events", "application/x-ndjson", body, 202);
    }

    private String post(String path, String contentType, byte[] body, int expected)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Token " + TOKEN)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response = ServerProcess.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IOException("POST " + path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Sums the samples of a meter over its labels. */
    double meter(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url("/metrics")))
                .timeout(Duration.ofMinutes(1))
                .build();
        String text = ServerProcess.CLIENT
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Deliveries that are owed. */
    long pending() throws IOException, InterruptedException {
        return (long) meter("waystation_pending");
    }

    /** From now on some deliveries are not expected to end. */
    void owesForGood() {
        restExpected = false;
    }

    @Override
    public void awaitRest() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (restExpected && pending() > 0 && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }

    @Override
    public Publisher publisher(String jobId, int connections) throws IOException {
        return new Publisher(port, WEBHOOKS + "events", TOKEN, jobId, connections);
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    @Override
    public long diskBytes() throws IOException {
        return ServerProcess.size(data());
    }

    @Override
    public void close() {
        if (options.recordings() != null) {
            try {
                // A killed process leaves no recording.
                process.stop(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        process.close();
    }
}
