package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The tables of docs/api.md, made from the OpenAPI document. */
final class ApiPage {

    static final String BEGIN = "<!-- begin of %s, made from openapi.json -->";
    static final String END = "<!-- end of %s -->";

    private static final String PREFECT = "/api/accounts/{account}/workspaces/{workspace}";

    private ApiPage() {}

    /** The page with each of its tables as the document has them now. */
    static String withTables(String page) {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put(
                "operations",
                operations(path -> !isPrefects(path), "/api/v3/accounts/{account}/webhooks", "…/webhooks"));
        tables.put("Prefect's operations", operations(ApiPage::isPrefects, PREFECT, "…"));
        for (String schema : List.of(
                "SubscriptionInput",
                "Subscription",
                "Event",
                "Receipt",
                "WebhookInput",
                "Webhook",
                "DryRunInput",
                "DryRun")) {
            tables.put(schema, fields(schema));
        }
        String now = page;
        for (Map.Entry<String, String> table : tables.entrySet()) {
            String begin = BEGIN.formatted(table.getKey()) + "\n";
            String end = END.formatted(table.getKey());
            int from = now.indexOf(begin);
            int to = now.indexOf(end);
            if (from < 0 || to < 0) {
                throw new AssertionError("the page has no place for " + table.getKey());
            }
            now = now.substring(0, from + begin.length()) + table.getValue() + now.substring(to);
        }
        return now;
    }

    /** dbt Cloud's paths have a version, Prefect Cloud's have none. */
    private static boolean isPrefects(String path) {
        return path.startsWith(PREFECT) || path.startsWith("/api/templates");
    }

    private static String operations(Predicate<String> which, String prefix, String shortened) {
        StringBuilder text = new StringBuilder("\n| request | what | roles |\n| --- | --- | --- |\n");
        OpenApi.get().document().get("paths").properties().stream()
                .filter(path -> which.test(path.getKey()))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> OpenApi.METHODS.contains(operation.getKey()))
                        .forEach(operation -> {
                            JsonNode roles = operation.getValue().get("x-roles");
                            text.append("| `")
                                    .append(operation.getKey().toUpperCase(java.util.Locale.ROOT))
                                    .append(' ')
                                    .append(path.getKey().replace(prefix, shortened))
                                    .append("` | ")
                                    .append(operation.getValue().get("summary").asText())
                                    .append(
                                            operation
                                                            .getValue()
                                                            .path("deprecated")
                                                            .asBoolean()
                                                    ? " (deprecated in dbt)"
                                                    : "")
                                    .append(" | ")
                                    .append(roles.size() == 4 ? "all" : roles.isEmpty() ? "none needed" : list(roles))
                                    .append(" |\n");
                        }));
        return text.append('\n').toString();
    }

    private static String fields(String schema) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        OpenApi.get().collect(OpenApi.get().schema(schema), properties, required);
        StringBuilder text = new StringBuilder("\n| field | type | |\n| --- | --- | --- |\n");
        properties.forEach((name, property) -> text.append("| `")
                .append(name)
                .append(required.contains(name) ? "` | " : "`, optional | ")
                .append(OpenApi.types(property).stream()
                        .filter(type -> !type.equals("null"))
                        .collect(Collectors.joining(" or ")))
                .append(" | ")
                .append(property.path("description").asText().replace("|", "\\|"))
                .append(" |\n"));
        return text.append('\n').toString();
    }

    private static String list(JsonNode roles) {
        return StreamSupport.stream(roles.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
