package dev.waystation.bench;

import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * What the gateway is compared with: platform-http to camel-http, one request in and one out. Nothing is stored, signed or
 * redelivered; the caller is answered when the sink has answered. Same threads and connections as the gateway's.
 */
public final class PlainCamel {

    /** Where it listens, under its own port. */
    static final String PATH = "/in";

    private PlainCamel() {}

    /** Arguments: the port to listen on, the number of worker threads, and the address to send to. */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("camel.main.name", "plain");
        properties.setProperty("camel.server.enabled", "true");
        properties.setProperty("camel.server.port", args[0]);
        properties.setProperty("camel.beans.vertxOptions", "#class:io.vertx.core.VertxOptions");
        properties.setProperty("camel.beans.vertxOptions.workerPoolSize", args[1]);
        properties.setProperty("camel.beans.vertxOptions.preferNativeTransport", "false");
        properties.setProperty("camel.component.http.connections-per-route", args[1]);
        properties.setProperty("camel.component.http.max-total-connections", args[1]);
        Main main = new Main();
        main.setOverrideProperties(properties);
        // The jar has a file application.properties, which is the gateway's.
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:" + PATH + "?httpMethodRestrict=POST")
                        .convertBodyTo(byte[].class)
                        .removeHeaders("CamelHttp*")
                        .to(args[2] + "?httpMethod=POST&bridgeEndpoint=true");
            }
        });
        main.run();
        System.exit(main.getExitCode());
    }
}
