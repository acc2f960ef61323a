package dev.waystation.cli;

import dev.waystation.Gateway;
import dev.waystation.Settings;
import dev.waystation.access.BootstrapToken;
import dev.waystation.access.Permission;
import dev.waystation.access.Tokens;
import dev.waystation.api.AccountsApi;
import dev.waystation.api.ApiDocument;
import dev.waystation.api.Authenticate;
import dev.waystation.api.CheckIngest;
import dev.waystation.api.DeliveriesApi;
import dev.waystation.api.ErrorReply;
import dev.waystation.api.HttpErrors;
import dev.waystation.api.PublishReply;
import dev.waystation.api.RedeliveryApi;
import dev.waystation.api.SubscriptionsApi;
import dev.waystation.api.TestApi;
import dev.waystation.api.TokensApi;
import dev.waystation.api.Watch;
import dev.waystation.api.prefect.EventsApi;
import dev.waystation.api.prefect.PrefectErrorReply;
import dev.waystation.api.prefect.PresetsApi;
import dev.waystation.api.prefect.PublicUrl;
import dev.waystation.api.prefect.TemplatesApi;
import dev.waystation.api.prefect.TrialsApi;
import dev.waystation.api.prefect.WebhooksApi;
import dev.waystation.api.prefect.WorkspacePaths;
import dev.waystation.camel.DeliveryHeaderFilter;
import dev.waystation.camel.DeliveryHttpClient;
import dev.waystation.camel.RetentionCutoff;
import dev.waystation.camel.Sign;
import dev.waystation.camel.receive.FindWebhook;
import dev.waystation.camel.receive.ReceiptReply;
import dev.waystation.camel.receive.RenderTemplate;
import dev.waystation.camel.receive.RequestBodies;
import dev.waystation.camel.receive.VerifySignature;
import dev.waystation.camel.routes.RouteFiles;
import dev.waystation.camel.routes.RouteFilesHealth;
import dev.waystation.camel.routes.RouteFilesWatch;
import dev.waystation.delivery.DeliveryListener;
import dev.waystation.source.DbtRunResults;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Waystation in this process: Camel's Main with the settings, the routes and the beans that they name. Not safe for
 * use by several threads, but {@link #stop()} may come from any.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Modes of Camel's properties component: look there when the property is found nowhere else. */
    private static final int ENVIRONMENT_VARIABLES_MODE_FALLBACK = 1;

    private static final int SYSTEM_PROPERTIES_MODE_FALLBACK = 1;

    private final Settings settings;
    private final Clock clock;
    private final DeliveryListener listener;
    private final boolean serves;
    private final Main main = new Main();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Gateway gateway;
    private RouteFiles routeFiles;

    /**
     * Prepares a server; nothing is opened yet.
     *
     * @param settings see {@code application.properties}
     * @param clock what every decision about time is made by
     * @param listener hears of every attempt
     */
    public Server(Settings settings, Clock clock, DeliveryListener listener) {
        this(settings, clock, listener, true);
    }

    /** A server that has everything that routes need, but neither loads them nor watches their files. */
    static Server withoutRoutes(Settings settings, Clock clock) {
        return new Server(settings, clock, (finished, subscription) -> {}, false);
    }

    private Server(Settings settings, Clock clock, DeliveryListener listener, boolean serves) {
        this.serves = serves;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        main.setOverrideProperties(settings.toProperties());
        main.setDefaultPropertyPlaceholderLocation("false");
        // Camel's Micrometer support looks for it while it is configured.
        main.bind("metricsRegistry", meters);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport support) {
                // Settings has looked at the environment already, in an order of its own; Camel may look there only for
                // what is not among the settings, such as the secrets that a route names.
                var properties = (org.apache.camel.component.properties.PropertiesComponent)
                        support.getCamelContext().getPropertiesComponent();
                properties.setEnvironmentVariableMode(ENVIRONMENT_VARIABLES_MODE_FALLBACK);
                properties.setSystemPropertiesMode(SYSTEM_PROPERTIES_MODE_FALLBACK);
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                addHttpErrors(support.getCamelContext());
                bind(support.getCamelContext());
                loadRoutes(support.getCamelContext());
            }
        });
    }

    /** Opens the store and gives the routes the beans that they name. */
    private void bind(CamelContext context) {
        try {
            checkPortIsFree(settings.number("waystation.port", 0, 65_535));
            Path data = Path.of(settings.text("waystation.data-dir"));
            Files.createDirectories(data);
            String token = BootstrapToken.load(settings.text("waystation.api-token"), data);
            RedeliveryPolicy policy =
                    CamelContextHelper.mandatoryLookup(context, "redeliveryPolicy", RedeliveryPolicy.class);
            gateway = new Gateway(settings, policy, clock, meters, listener);
            main.bind("gateway", gateway);
            main.bind("dataSource", gateway.store().dataSource());
            bindApi(new Tokens(token, gateway.store().tokens(), clock));
            main.bind(
                    "checkIngest",
                    new CheckIngest(settings.number("waystation.http.maximum-body-size", 1_024, 1 << 30)));
            bindReceipt();
            main.bind("watch", new Watch(gateway));
            main.bind(
                    "retentionCutoff",
                    new RetentionCutoff(
                            gateway, Duration.ofDays(settings.number("waystation.retention.days", 1, 36_500))));
            main.bind("sign", new Sign(clock));
            main.bind("dbtRunResults", new DbtRunResults());
            main.bind("deliveryHeaders", new DeliveryHeaderFilter());
            main.bind(
                    "deliveryHttpClient",
                    new DeliveryHttpClient(
                            gateway.attemptDeadline(),
                            settings.number("waystation.delivery.maximum-response-body", 0, 1 << 20),
                            clock));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** platform-http only warns when it cannot listen, and goes on without. */
    private static void checkPortIsFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (BindException e) {
            throw new BindException("port " + port + " (" + e.getMessage() + ")");
        }
    }

    private void bindReceipt() {
        main.bind("findWebhook", new FindWebhook(gateway.webhooks(), gateway.metrics()));
        main.bind("verifySignature", new VerifySignature(gateway.metrics(), clock));
        main.bind("renderTemplate", new RenderTemplate(clock));
        main.bind("receiptReply", new ReceiptReply(gateway.metrics()));
    }

    private void bindApi(Tokens tokens) {
        main.bind("authenticate", new Authenticate(tokens, gateway));
        main.bind("mayEnter", new Authenticate(tokens, gateway, Permission.ENTER));
        main.bind("mayRead", new Authenticate(tokens, gateway, Permission.READ));
        main.bind("mayWrite", new Authenticate(tokens, gateway, Permission.WRITE));
        main.bind("mayPublish", new Authenticate(tokens, gateway, Permission.PUBLISH));
        main.bind("mayAdminister", new Authenticate(tokens, gateway, Permission.ADMINISTER));
        SubscriptionsApi subscriptions =
                new SubscriptionsApi(gateway, settings.duration("waystation.api.duplicate-window"));
        main.bind("subscriptions", subscriptions);
        DeliveriesApi deliveries = new DeliveriesApi(gateway, subscriptions);
        main.bind("deliveries", deliveries);
        main.bind("redeliveries", new RedeliveryApi(gateway, subscriptions, deliveries));
        main.bind("subscriptionTest", new TestApi(gateway, subscriptions));
        main.bind("accounts", new AccountsApi(gateway));
        main.bind("apiDocument", new ApiDocument());
        main.bind("tokens", new TokensApi(tokens, gateway));
        main.bind("publishReply", new PublishReply());
        main.bind("errorReply", new ErrorReply());
        bindPrefectApi();
    }

    private void bindPrefectApi() {
        PublicUrl publicUrl = new PublicUrl(settings.text("waystation.public-url"));
        WebhooksApi webhooks = new WebhooksApi(gateway.webhooks(), publicUrl);
        main.bind("prefectWebhooks", webhooks);
        main.bind("webhookPresets", new PresetsApi());
        main.bind(
                "webhookTrials",
                new TrialsApi(gateway, webhooks, gateway.store().receivedEvents()));
        main.bind("prefectEvents", new EventsApi(gateway, publicUrl));
        main.bind("webhookTemplates", new TemplatesApi(gateway.templates()));
        main.bind("prefectErrorReply", new PrefectErrorReply());
    }

    /** Before all else that hangs on the HTTP server, for requests can come as soon as it listens. */
    private static void addHttpErrors(CamelContext context) {
        try {
            context.addService(new HttpErrors(context));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    private void loadRoutes(CamelContext context) {
        Path directory = Path.of(settings.text("waystation.routes"));
        if (!Files.isDirectory(directory)) {
            LOG.info("There is no directory {}: the routes inside the jar are used", directory.toAbsolutePath());
        }
        routeFiles = new RouteFiles(context, directory);
        if (!serves) {
            return;
        }
        try {
            routeFiles.load();
            context.addService(new WorkspacePaths(context));
            context.addService(new RequestBodies(
                    context, "/hooks/*", settings.number("waystation.http.maximum-body-size", 1_024, 1 << 30)));
            context.addService(new RouteFilesWatch(routeFiles));
            context.getCamelContextExtension()
                    .getContextPlugin(HealthCheckRegistry.class)
                    .register(new RouteFilesHealth(routeFiles));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Starts and returns when requests are taken. */
    public void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            close();
            throw explained(e);
        }
    }

    /** Starts, and returns when the process is told to end. */
    public int run() throws Exception {
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            throw explained(e);
        } finally {
            close();
        }
    }

    private Exception explained(Exception failure) {
        return routeFiles == null ? failure : routeFiles.explain(failure);
    }

    /** The parts behind the routes; null before the start. */
    public Gateway gateway() {
        return gateway;
    }

    /** The route files; null before the start. */
    RouteFiles routeFiles() {
        return routeFiles;
    }

    /** Camel's context. */
    public CamelContext camelContext() {
        return main.getCamelContext();
    }

    /** The port that is listened on. */
    public int port() {
        return camelContext()
                .hasService(org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer.class)
                .getPort();
    }

    /** Stops taking requests, ends deliveries within the bound, closes the store. */
    public void stop() {
        close();
    }

    @Override
    public void close() {
        main.stop();
        if (gateway != null) {
            gateway.close();
        }
    }
}
