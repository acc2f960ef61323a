package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that Prefect adds: the id of a flow run in a text, and links to its UI. */
final class PrefectFilters {
    private static final Pattern FLOW_RUN =
            Pattern.compile("flow-run/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    /** Kinds of Prefect's resources, and where its UI shows one. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("prefect.flow", "/flows/flow/"),
            Map.entry("prefect.flow-run", "/runs/flow-run/"),
            Map.entry("prefect.task-run", "/runs/task-run/"),
            Map.entry("prefect.deployment", "/deployments/deployment/"),
            Map.entry("prefect.automation", "/automations/automation/"),
            Map.entry("prefect.work-queue", "/work-queues/work-queue/"),
            Map.entry("prefect.work-pool", "/work-pools/work-pool/"),
            Map.entry("prefect.block-document", "/blocks/block/"),
            Map.entry("prefect.variable", "/variables/variable/"),
            Map.entry("prefect.artifact", "/artifacts/artifact/"),
            Map.entry("prefect.concurrency-limit", "/concurrency-limits/concurrency-limit/"));

    private PrefectFilters() {}

    static void addTo(Registry registry, String uiUrl) {
        registry.filter("flow_run_id(obj)", (r, a) -> flowRunId(r, a[0]))
                .filter("ui_url(obj)", (r, a) -> page(uiUrl, resourceId(a[0])))
                .filter("ui_resource_events_url(obj)", (r, a) -> eventsPage(uiUrl, resourceId(a[0])))
                .filter("from_cloud_event(body, headers)", CloudEvents::filter);
    }

    private static Object flowRunId(Rendering r, Object value) {
        if (!Values.isText(value)) {
            return None.NONE;
        }
        String text = Values.text(value);
        r.steps(text.length() >> 6);
        Matcher matcher = FLOW_RUN.matcher(text);
        return matcher.find() ? matcher.group(1) : None.NONE;
    }

    /** The id of a resource: a text itself, or the id in a mapping; null if there is none. */
    private static String resourceId(Object value) {
        Object id = value instanceof PyDict dict
                ? dict.get("prefect.resource.id") == null ? dict.get("id") : dict.get("prefect.resource.id")
                : value;
        return id != null && Values.isText(id) && !Values.text(id).isEmpty() ? Values.text(id) : null;
    }

    private static Object page(String uiUrl, String id) {
        int dot = id == null ? -1 : id.lastIndexOf('.');
        String path = dot < 0 ? null : PAGES.get(id.substring(0, dot));
        return uiUrl == null || path == null ? None.NONE : uiUrl + path + id.substring(dot + 1);
    }

    private static Object eventsPage(String uiUrl, String id) {
        return uiUrl == null || id == null ? None.NONE : uiUrl + "/events?resource=" + id;
    }
}
