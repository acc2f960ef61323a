package dev.waystation.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * adnanh/webhook, a small server in Go that checks a signature and runs a command. As it is used, with the command {@code
 * true}, which its answer does not wait for; and with none, where the check is all that is left of it.
 */
final class AdnanhWebhook {

    private AdnanhWebhook() {}

    /** Whether the program is there. */
    static boolean canRun(Path program) {
        return program != null && Files.isExecutable(program);
    }

    /**
     * Starts it; ends with the process of the target.
     *
     * @param command what it runs for each receipt; empty for nothing
     */
    static ReceiptTarget start(Path program, String command) throws IOException, InterruptedException {
        ServerProcess process = new ServerProcess("adnanh/webhook");
        try {
            String hooks = "[{\"id\":\"dbt\",\"execute-command\":\"" + command
                    + "\",\"trigger-rule\":{\"match\":{"
                    + "\"type\":\"payload-hmac-sha256\",\"secret\":\"" + SampleReceipt.SECRET
                    + "\",\"parameter\":{\"source\":\"header\",\"name\":\"Authorization\"}}},"
                    + "\"trigger-rule-mismatch-http-response-code\":403}]";
            Path file = process.directory().resolve("hooks.json");
            Files.writeString(file, hooks, StandardCharsets.UTF_8);
            int port = ServerProcess.freePort();
            process.launchCommand(
                    List.of(program.toString(), "-hooks", file.toString(), "-ip", "127.0.0.1", "-port", "" + port),
                    Map.of());
            // A request without a signature: the hook is there.
            process.awaitStatus("http://127.0.0.1:" + port + "/hooks/dbt", 403);
            String name = "adnanh/webhook, " + (command.isEmpty() ? "check alone" : command);
            return new ReceiptTarget(name, port, "/hooks/dbt", process, 0);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }
}
