package dev.waystation.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What many teams have instead: a few lines of Flask that check the signature and keep nothing, under gunicorn. */
final class FlaskValidator {

    private static final String APP = "flask_validator.py";
    private static final int WORKERS = 2;

    private FlaskValidator() {}

    /** Whether this Python can run it. */
    static boolean canRun(Path python) throws IOException, InterruptedException {
        return python != null
                && Files.isExecutable(python)
                && new ProcessBuilder(python.toString(), "-c", "import flask, gunicorn")
                                .start()
                                .waitFor()
                        == 0;
    }

    /** Starts it; ends with the process of the target. */
    static ReceiptTarget start(Path python) throws IOException, InterruptedException {
        ServerProcess process = new ServerProcess("Flask under gunicorn");
        try (InputStream app = FlaskValidator.class.getResourceAsStream(APP)) {
            Files.copy(app, process.directory().resolve(APP));
            int port = ServerProcess.freePort();
            process.launchCommand(
                    List.of(
                            python.toString(),
                            "-m",
                            "gunicorn",
                            "--workers=" + WORKERS,
                            "--bind=127.0.0.1:" + port,
                            "flask_validator:app"),
                    Map.of("WEBHOOK_KEY", SampleReceipt.SECRET));
            // A GET where only POST is allowed: the application is there.
            process.awaitStatus("http://127.0.0.1:" + port + "/hook", 405);
            return new ReceiptTarget("Flask, gunicorn, " + WORKERS + " workers", port, "/hook", process, 0);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }
}
