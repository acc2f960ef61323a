package dev.waystation.camel.routes;

import java.util.List;
import java.util.Map;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;

/** Tells why the context did not start, if a route file is to blame. */
final class StartExplanation {

    private final LoadedFiles loaded;

    StartExplanation(LoadedFiles loaded) {
        this.loaded = loaded;
    }

    /** What is wrong with the files, if the start failed because of a route; else the failure itself. */
    Exception explain(Exception failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String id = FailureLines.routeIn(t);
            for (Map.Entry<String, RouteFile> file : loaded.all().entrySet()) {
                if (id != null && file.getValue().ids().contains(id)) {
                    int line = FailureLines.lineOf(t, file.getValue());
                    return new RouteFilesException(List.of(RouteFileProblem.of(file.getKey(), line, t)), failure);
                }
            }
            if (t instanceof FailedToCreateKameletException kamelet) {
                return explain(kamelet, failure);
            }
        }
        return failure;
    }

    /** A Kamelet is made after all routes were read, so Camel does not say which of them calls it. */
    private Exception explain(FailedToCreateKameletException kamelet, Exception failure) {
        String uri = "kamelet:" + kamelet.getTemplateId();
        for (Map.Entry<String, RouteFile> file : loaded.all().entrySet()) {
            int line = FailureLines.lineWith(uri, file.getValue().text(), 0);
            if (line > 0) {
                String reason = RouteFileProblem.of("", 0, kamelet).reason();
                return new RouteFilesException(
                        List.of(new RouteFileProblem(file.getKey(), line, "'" + uri + "': " + reason)), failure);
            }
        }
        return failure;
    }
}
