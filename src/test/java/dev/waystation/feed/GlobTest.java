package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    /** The answers are those of Python's fnmatch.fnmatchcase. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "foo.1 foo.1 true",
                "foo.1 foo.2 false",
                "foo.1 foo.* true",
                "foo. foo.* true",
                "fo foo.* false",
                "a-good-value *good* true",
                "good *good* true",
                "Good *good* false",
                "abcabc *abc true",
                "abcab *abc false",
                "abcbxd a*b?d true",
                "aXbXc a*b*c true",
                "aXbX a*b*c false",
                "foo.1 foo.? true",
                "foo.12 foo.? false",
                "\"\" * true",
                "\"\" \"\" true",
                "\"\" ? false",
                "😀 ? true",
                "a😀b a?b true",
                "a] a[]] true",
                "ac a[!b] true",
                "ab a[!b] false",
                "a[b a[b true",
                "- [--a] true",
                "a- a[a-c-e] true",
                "ad a[a-c-e] false",
                "x [z-a] false",
                "x [!z-a] true",
                "^ [^a] true",
                "a [^a] true",
                "a [] false",
                "[] [] true",
                "[!] [!] true",
                "a-b a[-]b true",
                "- [!a-] false",
                "b [!a-] true",
                "a.b a.b true",
                "axb a.b false",
                "a(b a(b true",
            })
    void patterns_mean_what_they_mean_in_python(String text, String pattern, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void a_star_goes_across_lines() {
        assertThat(Glob.of("a*b").matches("a\nb")).isTrue();
    }

    @Test
    void many_stars_against_a_long_text_are_answered_soon() {
        // A matcher that tries every star again would never come to an end.
        assertThat(Glob.of("*a".repeat(60) + "b").matches("a".repeat(100_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"foo.*|foo.", "foo|foo", "*|''", "?x|''", "a[b]|a", "a[b|a[b"},
            delimiter = '|')
    void the_head_is_what_every_match_begins_with(String pattern, String head) {
        assertThat(Glob.of(pattern).head()).isEqualTo(head);
    }
}
