package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.ApiServer.Reply;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefect Cloud's API of webhooks as its clients see it: paths, statuses, names of fields, errors. */
class PrefectContractTest {

    private static final String WORKSPACE = "1f7b2a10-2222-4333-8444-555566667777";
    private static final String ACCOUNT = "00000000-0000-0000-0000-000000000001";
    private static final String HOOKS = "/api/accounts/" + ACCOUNT + "/workspaces/" + WORKSPACE + "/webhooks";
    private static final String TEMPLATE = "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}";
    private static final String MINIMAL = "{\"name\":\"n\",\"template\":\"t\"}";

    @TempDir
    static Path data;

    static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(data, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void deleteAll() {
        for (String account : List.of("1", "2")) {
            server.get("/api/accounts/" + account + "/webhooks")
                    .json()
                    .forEach(hook -> server.delete("/api/accounts/" + account + "/webhooks/"
                            + hook.get("id").asText()));
        }
    }

    private static Reply patch(String path, String body) {
        return server.send(ApiServer.TOKEN, "PATCH", path, body);
    }

    private static JsonNode create(String body) {
        Reply reply = server.post(HOOKS + "/", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json();
    }

    private static ObjectNode body(String name) {
        return ApiServer.JSON.createObjectNode().put("name", name).put("template", TEMPLATE);
    }

    private static JsonNode read(JsonNode hook) {
        return server.get(HOOKS + "/" + hook.get("id").asText()).json();
    }

    private static String path(JsonNode hook) {
        return HOOKS + "/" + hook.get("id").asText();
    }

    /** The only error of a 422: its place, joined, and its type. */
    private static void assertWrong(Reply reply, String place, String type) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        JsonNode detail = reply.json().get("detail");
        assertThat(detail.size()).as(reply.text()).isEqualTo(1);
        List<String> at = new ArrayList<>();
        detail.get(0).get("loc").forEach(step -> at.add(step.asText()));
        assertThat(String.join(".", at)).isEqualTo(place);
        assertThat(detail.get(0).get("type").asText()).isEqualTo(type);
        assertThat(detail.get(0).get("msg").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void a_webhook_is_created_with_and_without_a_slash_at_the_end(String end) {
        Reply reply = server.post(HOOKS + end, body("models").toString());
        assertThat(reply.status()).isEqualTo(201);
        JsonNode hook = reply.json();
        assertThat(hook.get("name").asText()).isEqualTo("models");
        assertThat(hook.get("description").asText()).isEmpty();
        assertThat(hook.get("enabled").asBoolean()).isTrue();
        assertThat(hook.get("template").asText()).isEqualTo(TEMPLATE);
        assertThat(hook.get("account").asText()).isEqualTo(ACCOUNT);
        assertThat(hook.get("workspace").asText()).isEqualTo(WORKSPACE);
        assertThat(hook.get("service_account_id").isNull()).isTrue();
        assertThat(hook.has("service_account")).isFalse();
        assertThat(hook.get("slug").asText()).matches("[A-Za-z0-9_-]{22}");
        assertThat(UUID.fromString(hook.get("id").asText()).version()).isEqualTo(4);
        assertThat(Instant.parse(hook.get("created").asText()))
                .isEqualTo(Instant.parse(hook.get("updated").asText()));
        JsonNode read = read(hook);
        assertThat(read.get("service_account").isNull()).isTrue();
        assertThat(((ObjectNode) read).without("service_account").toString()).isEqualTo(hook.toString());
    }

    @Test
    void what_waystation_has_beyond_prefect_has_safe_defaults() {
        JsonNode hook = create(MINIMAL);
        assertThat(hook.get("verification")).hasToString("{\"scheme\":\"none\"}");
        assertThat(hook.get("deduplication").isNull()).isTrue();
        assertThat(hook.get("redact_headers").asBoolean()).isTrue();
        assertThat(hook.get("url").asText())
                .isEqualTo(server.uri("/hooks/" + hook.get("slug").asText()).toString());
    }

    @Test
    void the_workspace_may_be_left_out_and_the_account_may_be_its_number() {
        Reply reply = server.post("/api/accounts/1/webhooks/?x=y", MINIMAL);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().get("workspace").isNull()).isTrue();
        assertThat(reply.json().get("account").asText()).isEqualTo(ACCOUNT);
        assertThat(read(reply.json()).get("workspace").asText()).isEqualTo(WORKSPACE);
        assertThat(server.post("/api/accounts/1/webhooks/filter", null).json()).hasSize(1);
        assertThat(server.get("/api/accounts/" + ACCOUNT + "/webhooks/presets").status())
                .isEqualTo(200);
    }

    @Test
    void webhooks_of_another_account_are_not_found() {
        JsonNode hook = server.post("/api/accounts/2/webhooks", MINIMAL).json();
        assertThat(server.get(path(hook)).status()).isEqualTo(404);
        assertThat(server.delete(path(hook)).status()).isEqualTo(404);
        assertThat(server.get(HOOKS + "/").json()).isEmpty();
    }

    @Test
    void put_replaces_what_prefect_knows_and_keeps_what_its_clients_may_not_send() {
        JsonNode hook = create("""
                {"name":"a","description":"d","template":"t","enabled":false,"redact_headers":false,
                 "verification":{"scheme":"github","secret":"s3cret"},
                 "deduplication":{"key":"{{ body.id }}","window_seconds":60}}""");
        Reply reply = server.put(path(hook), "{\"name\":\"b\",\"template\":\"u\"}");
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.response().headers().firstValue("Content-Type")).isEmpty();
        JsonNode now = read(hook);
        assertThat(now.get("name").asText()).isEqualTo("b");
        assertThat(now.get("description").asText()).isEmpty();
        assertThat(now.get("template").asText()).isEqualTo("u");
        for (String kept :
                List.of("id", "slug", "created", "enabled", "redact_headers", "verification", "deduplication")) {
            assertThat(now.get(kept)).as(kept).isEqualTo(hook.get(kept));
        }
        server.put(path(hook), """
                {"name":"b","template":"u","enabled":true,"redact_headers":true,
                 "verification":null,"deduplication":null,"service_account_id":null}""");
        now = read(hook);
        assertThat(now.get("enabled").asBoolean()).isTrue();
        assertThat(now.get("redact_headers").asBoolean()).isTrue();
        assertThat(now.get("verification")).hasToString("{\"scheme\":\"none\"}");
        assertThat(now.get("deduplication").isNull()).isTrue();
    }

    @Test
    void patch_switches_a_webhook_on_and_off_and_an_empty_one_does_nothing() {
        JsonNode hook = create(MINIMAL);
        assertThat(patch(path(hook), "{\"enabled\":false}").status()).isEqualTo(204);
        JsonNode off = read(hook);
        assertThat(off.get("enabled").asBoolean()).isFalse();
        assertThat(patch(path(hook), "{}").status()).isEqualTo(204);
        assertThat(read(hook)).isEqualTo(off);
        assertWrong(patch(path(hook), "{\"name\":\"x\"}"), "body.name", "extra_forbidden");
        assertWrong(patch(path(hook), "{\"enabled\":\"yes\"}"), "body.enabled", "bool_type");
    }

    @Test
    void rotate_changes_the_url_alone() {
        JsonNode hook = create(MINIMAL);
        Reply reply = server.sendWith("POST", path(hook) + "/rotate", null, "Authorization", "Bearer test-token");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("slug")).isNotEqualTo(hook.get("slug"));
        assertThat(((ObjectNode) reply.json())
                        .deepCopy()
                        .without(List.of("slug", "url", "updated"))
                        .toString())
                .isEqualTo(((ObjectNode) hook)
                        .deepCopy()
                        .without(List.of("slug", "url", "updated"))
                        .toString());
        assertThat(read(hook).get("slug")).isEqualTo(reply.json().get("slug"));
    }

    @Test
    void a_deleted_webhook_is_gone() {
        JsonNode hook = create(MINIMAL);
        Reply reply = server.delete(path(hook));
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
        for (Reply gone : List.of(
                server.get(path(hook)),
                server.delete(path(hook)),
                server.put(path(hook), MINIMAL),
                patch(path(hook), "{}"),
                server.post(path(hook) + "/rotate", null),
                server.post(path(hook) + "/replay", "{\"event_id\":\"x\"}"))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.json().get("detail").asText())
                    .contains(hook.get("id").asText());
        }
    }

    @Test
    void filter_takes_no_body_and_a_body_with_order_and_page() {
        for (String name : List.of("b", "C", "a")) {
            create(body(name).toString());
        }
        assertThat(names(server.sendWith("POST", HOOKS + "/filter", null, "Authorization", "Bearer test-token")))
                .containsExactly("a", "b", "C");
        assertThat(names(server.post(HOOKS + "/filter", "null"))).containsExactly("a", "b", "C");
        assertThat(names(server.post(HOOKS + "/filter", "{\"sort\":\"NAME_DESC\"}")))
                .containsExactly("C", "b", "a");
        assertThat(names(server.post(HOOKS + "/filter", "{\"sort\":\"CREATED_ASC\",\"offset\":1,\"limit\":1}")))
                .containsExactly("C");
        assertThat(names(server.post(HOOKS + "/filter", "{\"sort\":\"UPDATED_DESC\"}")))
                .containsExactly("a", "C", "b");
        assertThat(names(server.post(HOOKS + "/filter", "{\"sort\":\"KEY_EXPIRATION_ASC\",\"limit\":0}")))
                .isEmpty();
        assertThat(names(server.get(HOOKS + "/"))).containsExactly("a", "b", "C");
        assertThat(names(server.get(HOOKS))).containsExactly("a", "b", "C");
        assertWrong(server.post(HOOKS + "/filter", "{\"sort\":\"NAME\"}"), "body.sort", "enum");
        assertWrong(server.post(HOOKS + "/filter", "{\"limit\":201}"), "body.limit", "less_than_equal");
        assertWrong(server.post(HOOKS + "/filter", "{\"offset\":-1}"), "body.offset", "greater_than_equal");
        assertWrong(server.post(HOOKS + "/filter", "{\"offset\":\"1\"}"), "body.offset", "int_type");
        assertWrong(server.post(HOOKS + "/filter", "{\"name\":\"a\"}"), "body.name", "extra_forbidden");
    }

    private static List<String> names(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        reply.json().forEach(hook -> {
            assertThat(hook.get("service_account").isNull()).isTrue();
            names.add(hook.get("name").asText());
        });
        return names;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};                                              body.template;           missing",
                "{'template':1};                                  body.template;           string_type",
                "{'template':null};                               body.template;           string_type",
                "{'template':'{% if %}'};                         body.template;           value_error",
                "{'template':'t','slug':'x'};                     body.slug;               extra_forbidden",
                "{'template':'t','account_id':'x'};               body.account_id;         extra_forbidden",
                "{'template':'t','enabled':null};                 body.enabled;            bool_type",
                "{'template':'t','redact_headers':1};             body.redact_headers;     bool_type",
                "{'template':'t','description':[]};               body.description;        string_type",
                "{'template':'\\u0000'};                          body.template;           value_error",
                "{'template':'t','preset':'gitlub'};              body.preset;             enum",
                "{'template':'t','verification':'github'};        body.verification;       dict_type",
                "{'template':'t','verification':{}};              body.verification.scheme; value_error",
                "{'template':'t','verification':{'scheme':'github','secrets':[{'secret':' '}]}}; body.verification.secrets.0.secret; value_error",
                "{'template':'t','verification':{'scheme':'none','a[b]':1}}; body.verification.a.b]; value_error",
                "{'template':'t','verification':{'scheme':'none','':1}}; body.verification.; value_error",
                "{'template':'t','deduplication':'k'};            body.deduplication;      dict_type",
                "{'template':'t','deduplication':{}};             body.deduplication.key;  missing",
                "{'template':'t','deduplication':{'key':'{{'}};   body.deduplication.key;  value_error",
                "{'template':'t','deduplication':{'key':'k','window_seconds':0}}; body.deduplication.window_seconds; greater_than_equal",
                "{'template':'t','deduplication':{'key':'k','window':9}}; body.deduplication.window; extra_forbidden",
                "{'template':'t','service_account_id':'1f7b2a10-2222-4333-8444-555566667777'}; body.service_account_id; value_error",
            })
    void what_is_wrong_with_a_body_is_named_and_nothing_is_made(String body, String place, String type) {
        String json =
                body.replace('\'', '"').replaceFirst("^\\{", "{\"name\":\"n\",").replace(",}", "}");
        assertWrong(server.post(HOOKS + "/", json), place, type);
        assertThat(server.get(HOOKS + "/").json()).isEmpty();
        if (!place.equals("body.preset")) {
            JsonNode hook = create(MINIMAL);
            assertWrong(server.put(path(hook), json), place, type);
            assertThat(read(hook).get("updated")).isEqualTo(hook.get("updated"));
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        Reply reply = server.post(HOOKS + "/", "{\"template\":1,\"enabled\":0,\"slug\":\"\"}");
        assertThat(reply.json().get("detail")).hasSize(4);
    }

    @Test
    void a_body_that_is_no_json_object_is_told() {
        assertWrong(server.post(HOOKS + "/", "[]"), "body", "dict_type");
        assertWrong(server.post(HOOKS + "/", "{"), "body.1", "json_invalid");
        assertWrong(server.post(HOOKS + "/", MINIMAL + "x"), "body." + (MINIMAL.length() + 1), "json_invalid");
        assertWrong(server.post(HOOKS + "/", ""), "body", "missing");
        assertWrong(server.post(HOOKS + "/", "[".repeat(5_000)), "body.0", "json_invalid");
        Reply form = server.sendWith(
                "POST", HOOKS + "/", "name=n", "Authorization", "Bearer test-token", "Content-Type", "text/plain");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.json().get("detail").asText()).contains("text/plain").contains("application/json");
    }

    @Test
    void limits_count_characters_and_not_their_units() {
        String emoji = "\uD83D\uDE00";
        ObjectNode longest = ApiServer.JSON.createObjectNode();
        longest.put("name", emoji.repeat(5_000)).put("description", emoji.repeat(5_000));
        longest.put("template", emoji.repeat(30_000));
        assertThat(create(longest.toString()).get("template").asText()).isEqualTo(emoji.repeat(30_000));
        assertWrong(server.post(HOOKS, body("x".repeat(5_001)).toString()), "body.name", "string_too_long");
        assertWrong(
                server.post(
                        HOOKS, body("x").put("description", "x".repeat(5_001)).toString()),
                "body.description",
                "string_too_long");
        assertWrong(
                server.post(HOOKS, body("x").put("template", "x".repeat(30_001)).toString()),
                "body.template",
                "string_too_long");
    }

    @Test
    void the_line_of_an_error_in_a_template_is_told() {
        Reply reply = server.post(
                HOOKS, body("x").put("template", "{\n{{ body. }}\n}").toString());
        assertWrong(reply, "body.template", "value_error");
        assertThat(reply.json().at("/detail/0/ctx/line").asInt()).isEqualTo(2);
    }

    @Test
    void service_accounts_lead_to_the_scheme_that_stands_for_them() {
        Reply reply = server.post(
                HOOKS, body("x").put("service_account_id", WORKSPACE).toString());
        assertThat(reply.json().at("/detail/0/msg").asText())
                .contains("verification")
                .contains("bearer");
        assertThat(server.post(HOOKS, body("x").putNull("service_account_id").toString())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void secrets_are_never_shown_again() {
        JsonNode hook = create("""
                {"name":"a","template":"t","verification":{"scheme":"hmac","secret":"s3cret-value","header":"X-Sig"}}""");
        assertThat(hook.get("verification"))
                .hasToString("{\"scheme\":\"hmac\",\"secrets\":[{\"secret\":\"[redacted]\"}],"
                        + "\"header\":\"X-Sig\",\"hash\":\"sha256\",\"encoding\":\"hex\",\"prefix\":\"\"}");
        for (Reply reply : List.of(
                server.get(path(hook)),
                server.get(HOOKS),
                server.post(HOOKS + "/filter", null),
                server.post(path(hook) + "/rotate", null))) {
            assertThat(reply.text()).doesNotContain("s3cret-value");
        }
    }

    @Test
    void a_redacted_secret_that_is_sent_back_stays_the_stored_one() {
        JsonNode hook = create("""
                {"name":"a","template":"t","verification":{"scheme":"github","secrets":
                 ["first-one",{"secret":"second-one","expires":"2999-01-01T00:00:00Z"}]}}""");
        ObjectNode back = body("a");
        back.set("verification", read(hook).get("verification"));
        assertThat(server.put(path(hook), back.toString()).status()).isEqualTo(204);
        assertThat(secrets(hook)).containsExactly("first-one", "second-one");

        server.put(path(hook), """
                {"name":"a","template":"t","verification":{"scheme":"github","secrets":
                 ["new-one","[redacted]",{"secret":"[redacted]","expires":"2999-01-01T00:00:00Z"}]}}""");
        assertThat(secrets(hook)).containsExactly("new-one", "first-one", "second-one");

        server.put(path(hook), """
                {"name":"a","template":"t","verification":{"scheme":"github","secrets":
                 [{"secret":"[redacted]","expires":"2999-01-01T00:00:00Z"}]}}""");
        assertThat(secrets(hook)).containsExactly("second-one");

        server.put(path(hook), """
                {"name":"a","template":"t","verification":{"scheme":"stripe","secret":"[redacted]"}}""");
        assertThat(secrets(hook)).containsExactly("second-one");
    }

    @Test
    void a_redacted_secret_that_could_be_any_is_refused() {
        JsonNode hook = create("""
                {"name":"a","template":"t","verification":{"scheme":"github","secrets":["first-one","second-one"]}}""");
        assertWrong(server.put(path(hook), """
                        {"name":"a","template":"t","verification":{"scheme":"github","secrets":["[redacted]"]}}"""), "body.verification.secrets.0.secret", "value_error");
        assertWrong(server.post(HOOKS, """
                        {"name":"a","template":"t","verification":{"scheme":"github","secret":"[redacted]"}}"""), "body.verification.secrets.0.secret", "value_error");
        assertThat(secrets(hook)).containsExactly("first-one", "second-one");
    }

    private static List<String> secrets(JsonNode hook) {
        return server
                .server()
                .gateway()
                .webhooks()
                .find(1, UUID.fromString(hook.get("id").asText()))
                .orElseThrow()
                .verification()
                .secrets()
                .stream()
                .map(secret -> secret.value())
                .toList();
    }

    @Test
    void behind_a_proxy_the_url_is_the_proxys() {
        Reply reply = server.sendWith(
                "POST",
                HOOKS,
                MINIMAL,
                "Authorization",
                "Bearer test-token",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "hooks.example.com, inner",
                "X-Forwarded-Prefix",
                "/way");
        assertThat(reply.json().get("url").asText())
                .isEqualTo("https://hooks.example.com/way/hooks/"
                        + reply.json().get("slug").asText());
        Reply port = server.sendWith(
                "GET",
                path(reply.json()),
                null,
                "Authorization",
                "Bearer test-token",
                "X-Forwarded-Port",
                "444",
                "X-Forwarded-Host",
                "h");
        assertThat(port.json().get("url").asText()).startsWith("http://h:444/hooks/");
        Reply odd = server.sendWith(
                "GET",
                path(reply.json()),
                null,
                "Authorization",
                "Bearer test-token",
                "X-Forwarded-Host",
                "a b<c>",
                "X-Forwarded-Proto",
                "javascript");
        assertThat(odd.json().get("url").asText())
                .startsWith(server.uri("/hooks/").toString());
    }

    @Test
    void ids_that_are_none_are_told() {
        assertWrong(server.get(HOOKS + "/x"), "path.id", "uuid_parsing");
        assertWrong(server.get("/api/accounts/1/workspaces/mine/webhooks"), "path.workspace_id", "uuid_parsing");
        assertThat(server.get(HOOKS.replace(ACCOUNT, WORKSPACE)).status()).isEqualTo(404);
        assertThat(server.get("/api/accounts/99/webhooks").json().get("detail").asText())
                .contains("'99'");
    }

    @Test
    void tokens_and_roles_are_asked_for_in_prefects_shape() {
        Reply none = server.sendWith("GET", HOOKS + "/", null);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.json().get("detail").asText()).contains("Authorization");
        assertThat(server.send("wrong", "GET", HOOKS + "/", null).status()).isEqualTo(401);
        String reader = server.post("/api/v3/tokens", "{\"name\":\"r\",\"role\":\"read-only\"}")
                .data()
                .get("token")
                .asText();
        assertThat(server.send(reader, "POST", HOOKS + "/filter", null).status())
                .isEqualTo(200);
        Reply refused = server.send(reader, "POST", HOOKS + "/", MINIMAL);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asText()).contains("read-only");
    }

    @Test
    void what_no_route_answers_has_prefects_shape_too() {
        Reply unknown = server.get("/api/accounts/1/webhooks/a/b/c");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("detail").isTextual()).isTrue();
        Reply method = server.send(ApiServer.TOKEN, "PATCH", HOOKS, "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.json().get("detail").isTextual()).isTrue();
        assertThat(server.get("/api/v3/nothing").json().has("status")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/accounts/1/templates/validate",
                "/api/accounts/1/automations/templates/validate",
                "/api/templates/validate"
            })
    void a_template_is_checked_without_a_webhook(String path) {
        assertThat(server.post(path, "\"{{ body|nothing_like_it }}\"").status()).isEqualTo(204);
        Reply wrong = server.post(path, "\"a\\n{{ \"");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().at("/error/line").asInt()).isEqualTo(2);
        assertThat(wrong.json().at("/error/message").asText()).isNotBlank();
        assertThat(wrong.json().at("/error/source").asText()).isEqualTo("a\n{{ ");
        String loops = "{% for a in b %}{% endfor %}".repeat(11);
        Reply many = server.post(path, "\"" + loops + "\"");
        assertThat(many.json().at("/error/line").asInt()).isZero();
        assertThat(many.json().at("/error/message").asText())
                .isEqualTo("Contains 11 for loops. Templates can contain no more than 10 for loops.");
        assertWrong(server.post(path, "{}"), "body", "string_type");
    }

    /** The order of calls, and the bodies, of PrefectHQ's provider: a null service account always, no empty description. */
    @Test
    void what_the_terraform_provider_sends_is_understood() {
        String[] headers = {
            "Authorization", "Bearer test-token", "Content-Type", "application/json", "Accept", "application/json"
        };
        Reply made = server.sendWith(
                "POST",
                HOOKS + "/",
                "{\"name\":\"tf\",\"enabled\":true,\"template\":\"{{ body|tojson }}\",\"service_account_id\":null}",
                headers);
        assertThat(made.status()).isEqualTo(201);
        String hook = path(made.json());
        assertThat(server.sendWith("GET", hook, null, headers)
                        .json()
                        .get("account")
                        .asText())
                .isEqualTo(ACCOUNT);
        assertThat(server.sendWith("GET", HOOKS + "/", null, headers).json()).hasSize(1);

        Reply changed = server.sendWith(
                "PUT",
                hook,
                "{\"name\":\"tf\",\"description\":\"d\",\"enabled\":false,\"template\":\"t\",\"service_account_id\":null}",
                headers);
        assertThat(changed.status()).isEqualTo(204);
        JsonNode read = server.sendWith("GET", hook, null, headers).json();
        assertThat(read.get("enabled").asBoolean()).isFalse();
        assertThat(read.get("template").asText()).isEqualTo("t");
        assertThat(read.get("slug")).isEqualTo(made.json().get("slug"));

        assertThat(server.sendWith("DELETE", hook, null, headers).status()).isEqualTo(204);
        assertThat(server.sendWith("GET", hook, null, headers).status()).isEqualTo(404);
    }

    /** As {@code prefect cloud webhook} does; src/test/scripts/prefect_cloud_cli.sh runs the real one. */
    @Test
    void what_the_command_line_sends_is_understood() {
        String[] bare = {"Authorization", "Bearer test-token"};
        String[] json = {"Authorization", "Bearer test-token", "Content-Type", "application/json"};
        String body = "{\"name\":\"cli\",\"description\":\"\",\"template\":\"t\"}";
        assertThat(server.sendWith("POST", HOOKS + "/", body, json).status()).isEqualTo(201);
        JsonNode hook =
                server.sendWith("POST", HOOKS + "/filter", null, bare).json().get(0);
        assertThat(server.sendWith("PATCH", path(hook), "{\"enabled\":false}", json)
                        .status())
                .isEqualTo(204);
        assertThat(server.sendWith("PUT", path(hook), body.replace("cli", "renamed"), json)
                        .status())
                .isEqualTo(204);
        JsonNode read = server.sendWith("GET", path(hook), null, bare).json();
        assertThat(read.get("enabled").asBoolean()).isFalse();
        assertThat(read.get("name").asText()).isEqualTo("renamed");
        Reply rotated = server.sendWith("POST", path(hook) + "/rotate", null, bare);
        assertThat(rotated.json().get("slug")).isNotEqualTo(hook.get("slug"));
        assertThat(server.sendWith("DELETE", path(hook), null, bare).status()).isEqualTo(204);
    }

    @Test
    void the_link_to_the_next_page_of_events_can_be_followed_without_a_workspace() {
        String events = "/api/accounts/2/events";
        for (int i = 0; i < 2; i++) {
            String event = "[{\"id\":\"" + UUID.randomUUID() + "\",\"occurred\":\""
                    + Instant.now().minusSeconds(60)
                    + "\",\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}]";
            assertThat(server.post(events, event).status()).isEqualTo(204);
        }
        Reply first = server.post(events + "/filter", "{\"limit\":1}");
        assertThat(first.json().get("events")).hasSize(1);
        String next = first.json().get("next_page").asText();
        Reply second = server.get(next.substring(next.indexOf("/api/")));
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.json().at("/events/0/id").asText())
                .isNotEmpty()
                .isNotEqualTo(first.json().at("/events/0/id").asText());
    }
}
