package dev.waystation.receive;

import static dev.waystation.receive.Requests.get;
import static dev.waystation.receive.Requests.post;
import static dev.waystation.receive.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContextTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void has_method_headers_and_body_and_nothing_else() {
        Map<String, Object> context = RequestContext.of(
                new RawRequest("put", List.of(), "x".getBytes(StandardCharsets.UTF_8), "token=secret"));
        assertThat(context).containsOnlyKeys("method", "headers", "body").containsEntry("method", "PUT");
        assertThatThrownBy(() -> context.put("query", "")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Nested
    class Headers {

        private final Map<?, ?> headers = headers(post(
                "{}",
                "Content-Length",
                "2",
                "X-Twice",
                "first, with comma",
                "Authorization",
                "Bearer secret",
                "x-twice",
                "second",
                "AUTHORIZATION",
                "again"));

        @ParameterizedTest
        @ValueSource(strings = {"Content-Length", "content-length", "CoNtEnt-LeNgTh"})
        void are_found_in_any_case(String name) {
            assertThat(headers.get(name)).isEqualTo("2");
            assertThat(headers.containsKey(name)).isTrue();
        }

        @Test
        void are_listed_in_lower_case_in_order_of_arrival() {
            assertThat(headers.keySet().toArray()).containsExactly("content-length", "x-twice");
        }

        @Test
        void keep_the_first_of_several_values_unaltered() {
            assertThat(headers.get("X-Twice")).isEqualTo("first, with comma");
        }

        @Test
        void lose_authorization_in_any_case() {
            assertThat(headers.containsKey("Authorization")).isFalse();
            assertThat(headers.toString()).doesNotContain("secret", "again");
        }

        @Test
        void give_null_for_what_was_not_sent_or_is_no_name() {
            assertThat(headers.get("missing")).isNull();
            assertThat(headers.get(7)).isNull();
        }

        @Test
        void cannot_be_changed() {
            @SuppressWarnings("unchecked")
            Map<String, String> map = (Map<String, String>) headers;
            assertThatThrownBy(() -> map.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.remove("x-twice")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Json {

        @Test
        void is_read_for_its_type_whatever_the_case_and_the_parameters() {
            for (String type : List.of(
                    "application/json", "Application/JSON; charset=utf-8", "application/json;x=y;charset=UTF-8")) {
                assertThat(body(post("{\"a\":[1,null,true]}", "Content-Type", type)))
                        .isEqualTo(Map.of("a", Arrays.asList(1L, null, true)));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/cloudevents+json",
                    "application/vnd.x+json",
                    "text/plain",
                    "image/png",
                    "nonsense"
                })
        void is_tried_for_every_other_type(String type) {
            assertThat(body(post("{\"a\":1}", "Content-Type", type))).isEqualTo(Map.of("a", 1L));
        }

        @Test
        void is_tried_without_a_type() {
            assertThat(body(post("{\"a\":1}"))).isEqualTo(Map.of("a", 1L));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"a\":1",
                    "{'a':1}",
                    "{\"a\":1}}",
                    "[1,]",
                    "01",
                    "1.",
                    "+1",
                    "INF",
                    "-INF",
                    "+INF",
                    "True",
                    "nul",
                    "// c\n1",
                    "<a/>",
                    "a,b\n1,2",
                    "\"tab\tinside\"",
                    " ",
                    "1 2",
                    "{\"a\" 1}",
                    "\u00a01"
                })
        void that_is_broken_is_the_text(String text) {
            assertThat(body(post(text, "Content-Type", "application/json"))).isEqualTo(text);
            assertThat(body(post(text, "Content-Type", "text/plain"))).isEqualTo(text);
        }

        @Test
        void scalars_in_plain_text_change_their_type() {
            assertThat(body(post("123", "Content-Type", "text/plain"))).isEqualTo(123L);
            assertThat(body(post("true", "Content-Type", "text/plain"))).isEqualTo(true);
            assertThat(body(post("null", "Content-Type", "text/plain"))).isNull();
            assertThat(body(post("[1]", "Content-Type", "text/plain"))).isEqualTo(List.of(1L));
            assertThat(body(post(" \"x\" \n", "Content-Type", "text/plain"))).isEqualTo("x");
        }

        @Test
        void numbers_are_pythons() {
            assertThat(body(post("9223372036854775807"))).isEqualTo(Long.MAX_VALUE);
            assertThat(body(post("-9223372036854775808"))).isEqualTo(Long.MIN_VALUE);
            assertThat(body(post("9223372036854775808"))).isEqualTo(new BigInteger("9223372036854775808"));
            assertThat(body(post("1" + "0".repeat(4299)))).isEqualTo(BigInteger.TEN.pow(4299));
            assertThat(body(post("1" + "0".repeat(4300)))).isInstanceOf(String.class);
            assertThat(body(post("-0"))).isEqualTo(0L);
            assertThat(body(post("1.0"))).isEqualTo(1.0);
            assertThat(body(post("1E400"))).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(body(post("[NaN,Infinity,-Infinity]")))
                    .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        }

        @Test
        void the_last_of_equal_keys_wins_at_the_place_of_the_first() {
            assertThat(map(body(post("{\"a\":1,\"b\":2,\"a\":3}")))).containsExactly(entry("a", 3L), entry("b", 2L));
        }

        @Test
        void keys_stay_in_order_and_may_be_anything() {
            assertThat(map(body(post("{\"z\":1,\"\":2,\"a b\":3}"))).keySet()).containsExactly("z", "", "a b");
        }

        @Test
        void deeper_than_500_is_the_text() {
            assertThat(body(post("[".repeat(500) + "]".repeat(500)))).isInstanceOf(List.class);
            assertThat(body(post("[".repeat(501) + "]".repeat(501)))).isInstanceOf(String.class);
            assertThat(body(post("[".repeat(1_000_000)))).isInstanceOf(String.class);
        }

        @Test
        void half_a_surrogate_pair_is_kept_as_python_does() {
            assertThat(body(post("\"\\ud800\""))).isEqualTo("\ud800");
        }

        @Test
        void a_byte_order_mark_is_passed_over() {
            assertThat(body(post("\uFEFF{}", "Content-Type", "application/json")))
                    .isEqualTo(Map.of());
        }

        @Test
        void cannot_be_changed() {
            assertThatThrownBy(() -> map(body(post("{}"))).clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Form {

        @Test
        void is_a_flat_map() {
            assertThat(form("model=recommendations&friendly_name=Recommendations%20[Products]"))
                    .containsExactly(
                            entry("model", "recommendations"), entry("friendly_name", "Recommendations [Products]"));
        }

        @Test
        void plus_is_a_blank_and_percent_is_a_byte() {
            assertThat(form("a=1+2%2B3&b=%C5%BC&c=%26%3D&d%20e=f"))
                    .containsExactly(entry("a", "1 2+3"), entry("b", "ż"), entry("c", "&="), entry("d e", "f"));
        }

        @Test
        void the_last_of_equal_names_wins() {
            assertThat(form("a=1&b=2&a=3")).containsExactly(entry("a", "3"), entry("b", "2"));
        }

        @Test
        void blanks_are_kept() {
            assertThat(form("a=&b&&=c&d=="))
                    .containsExactly(entry("a", ""), entry("b", ""), entry("", "c"), entry("d", "="));
        }

        @Test
        void a_stray_percent_stays() {
            assertThat(form("a=100%&b=%zz&c=%4&d=%41"))
                    .containsExactly(entry("a", "100%"), entry("b", "%zz"), entry("c", "%4"), entry("d", "A"));
        }

        @Test
        void values_are_never_read_as_json() {
            assertThat(form("n=1&payload=%7B%22a%22%3A1%7D"))
                    .containsEntry("n", "1")
                    .containsEntry("payload", "{\"a\":1}");
        }

        @Test
        void json_sent_by_curl_without_a_type_is_one_odd_field() {
            assertThat(form("{\"a\":1}")).containsExactly(entry("{\"a\":1}", ""));
        }

        @Test
        void an_empty_one_is_an_empty_map() {
            assertThat(form("")).isEmpty();
        }

        @Test
        void has_a_charset() {
            assertThat(body(post("a=%E9", "Content-Type", FORM + "; charset=ISO-8859-1")))
                    .isEqualTo(Map.of("a", "é"));
            assertThat(body(post("a=%E9", "Content-Type", FORM))).isEqualTo(Map.of("a", "\uFFFD"));
        }

        private Map<String, String> form(String body) {
            @SuppressWarnings("unchecked")
            Map<String, String> form = (Map<String, String>) body(post(body, "Content-Type", FORM + "; charset=utf-8"));
            return form;
        }
    }

    @Nested
    class Text {

        @Test
        void an_empty_body_is_the_empty_text() {
            assertThat(body(get())).isEqualTo("");
            assertThat(body(get("Content-Type", "application/json"))).isEqualTo("");
        }

        @Test
        void is_utf_8_unless_a_known_charset_is_named() {
            byte[] latin = "café".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(body(request("POST", latin, "Content-Type", "text/plain; charset=\"iso-8859-1\"")))
                    .isEqualTo("café");
            assertThat(body(request("POST", latin, "Content-Type", "text/plain; charset=klingon")))
                    .isEqualTo("caf\uFFFD");
            byte[] utf16 = "{\"a\":\"ż\"}".getBytes(Charset.forName("UTF-16LE"));
            assertThat(body(request("POST", utf16, "Content-Type", "application/json; charset=utf-16le")))
                    .isEqualTo(Map.of("a", "ż"));
        }

        @Test
        void multipart_is_left_as_it_came() {
            String parts = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
            assertThat(body(post(parts, "Content-Type", "multipart/form-data; boundary=x")))
                    .isEqualTo(parts);
        }
    }

    private static Object body(RawRequest request) {
        return RequestContext.of(request).get("body");
    }

    private static Map<?, ?> headers(RawRequest request) {
        return (Map<?, ?>) RequestContext.of(request).get("headers");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
