package dev.waystation.cli;

import dev.waystation.camel.routes.RouteFilesException;
import dev.waystation.delivery.StoreException;

/** Tells a person why the start failed, without a stack trace where the cause is known. */
final class StartFailure {

    private StartFailure() {}

    static String explain(Throwable failure) {
        Throwable last = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            last = t;
            if (t instanceof RouteFilesException || t instanceof StoreException) {
                return t.getMessage();
            }
            if (t instanceof java.nio.file.FileSystemException denied) {
                return "The file or directory " + denied.getMessage() + " cannot be used. See waystation.data-dir.";
            }
            if (t instanceof java.net.BindException) {
                return "It cannot listen on " + t.getMessage() + ". Set waystation.port to another port.";
            }
        }
        String message = last.getMessage();
        return message == null || message.isBlank() ? last.toString() : message;
    }
}
