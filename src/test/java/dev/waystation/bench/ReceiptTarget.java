package dev.waystation.bench;

import java.io.IOException;

/**
 * Something that receives webhooks.
 *
 * @param name what it is called in the report
 * @param port where it listens
 * @param path what receipts are posted to
 * @param process the process behind it
 * @param deliveries how many deliveries each receipt causes
 */
record ReceiptTarget(String name, int port, String path, ServerProcess process, int deliveries) {

    Publisher publisher(int connections) throws IOException {
        return SampleReceipt.publisher(port, path, connections);
    }
}
