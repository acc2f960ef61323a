package dev.waystation.camel.routes;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the route files four times a second while the context runs. Reading them is cheaper than missing an event. */
public final class RouteFilesWatch extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFilesWatch.class);
    private static final long PERIOD_MILLIS = 250;

    private final RouteFiles files;
    private ScheduledExecutorService timer;

    public RouteFilesWatch(RouteFiles files) {
        this.files = files;
    }

    @Override
    protected void doStart() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "waystation-routes");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            files.reload();
        } catch (RuntimeException e) {
            LOG.error("The route files cannot be read; the routes keep running: {}", e.getMessage());
        }
    }

    @Override
    protected void doStop() {
        timer.shutdown();
    }
}
