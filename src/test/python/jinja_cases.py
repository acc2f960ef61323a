"""Makes random templates, renders them with the real Jinja2, and prints one case a line as the corpus has them.

    python jinja_cases.py SEED COUNT

Needs jinja2 3.1.6, markupsafe 3.0.3, humanize 4.16.0 and jinja2-humanize-extension 0.4.0. The environment is the one
that Prefect gives to users' templates.
"""

import json
import random
import re
import signal
import sys
from collections.abc import Mapping

import jinja2.sandbox
from jinja2 import ChainableUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Headers(Mapping):
    """Finds names in any case, shows them as given."""

    def __init__(self, names):
        self.names = names
        self.lower = {name.lower(): value for name, value in names.items()}

    def __getitem__(self, name):
        if not isinstance(name, str):
            raise KeyError(name)
        return self.lower[name.lower()]

    def __iter__(self):
        return iter(self.names)

    def __len__(self):
        return len(self.names)

    def __repr__(self):
        return repr(self.names)


def dumps(value, **options):
    def other(v):
        if isinstance(v, Mapping):
            return dict(v)
        raise TypeError(f"Object of type {type(v).__name__} is not JSON serializable")

    return json.dumps(value, default=other, **options)


jinja2.sandbox.MAX_RANGE = 100
environment = ImmutableSandboxedEnvironment(
    undefined=ChainableUndefined, extensions=["jinja2_humanize_extension.HumanizeExtension"]
)
environment.policies["json.dumps_function"] = dumps

BODY = {
    "name": "Ada Lovelace", "s": "Hello World", "lower": "hello world foo bar", "empty": "", "ws": "  padded \n",
    "html": "<b>\"Tom\" & 'Jerry'</b>", "uni": "naïve café ☃ 😀", "multi": "line one\nline two\n\nline four",
    "csv": "a,b,,c", "num_s": "42", "float_s": "3.75", "bad_s": "12abc", "hex_s": "0x1F",
    "url": "https://example.com/a b?x=1&y=é", "long": "The quick brown fox jumps over the lazy dog and runs away",
    "text": "see http://example.com/path?a=1 or www.python.org or foo@bar.org today", "hyphens": "well-known a-b-c foo--bar x-ray",
    "flag": True, "off": False, "nil": None, "i": 42, "neg": -7, "zero": 0, "f1": 1.0, "f": 3.14159, "f2": 2.5,
    "big": 12345678901234567890, "e20": 1e20, "small": 1e-07, "tenth": 0.1, "pct": 0.856, "bytes": 123456789, "neg0": -0.0,
    "nums": [3, 1, 2], "floats": [1.5, 2.0, 0.25], "mixed": [1, "two", 3.0, None, True, {"k": "v"}, [9]],
    "strs": ["banana", "Apple", "cherry", "apple"], "dups": [1, 2, 2, 3, 1, "a", "A", "a"], "nothing": [], "edict": {},
    "with-dash": "dash", "items": ["shadow", "items"], "nested": {"a": {"b": [1, {"c": "deep"}]}, "x": None},
    "d": {"b": 2, "a": 1, "C": 3}, "labels": {"env": "prod", "team": "data", "tier": "1"},
    "users": [
        {"name": "john", "age": 30, "active": True, "city": "NYC", "tags": ["x", "y"]},
        {"name": "Jane", "age": 25, "active": False, "city": "LA", "tags": []},
        {"name": "bob", "age": 35, "active": True, "city": "NYC", "tags": ["z"]},
    ],
    "matrix": [[1, 2], [3, 4], [5, 6]], "pairs": [["k1", "v1"], ["k2", "v2"]], "ts": "2023-06-15T12:34:56Z",
    "tree": [{"n": "a", "c": [{"n": "a1", "c": []}, {"n": "a2", "c": [{"n": "a2x", "c": []}]}]}, {"n": "b", "c": []}],
}
HEADERS = {"Host": "api.prefect.cloud", "Content-Type": "application/json", "X-GitHub-Event": "push"}
CONTEXT = {"method": "POST", "headers": HEADERS, "body": BODY}

R = random.Random()


def pick(*options):
    return R.choice(options)


def text():
    return pick(
        "'abc'", "'Hello World'", "''", "' '", "'a,b;c'", "'ABC'", "'<a>&\"'", "'é☃'", "'😀x'", "'a\\tb\\nc'", "'ß'", "'12'", "'-3.5'",
        "'1e3'", "'x_1'", "'foo bar baz qux quux'", "'a-b-c d--e'", "'%s'", "'{}'", "'ǆ'", "'ΑΣ'", "'1_000'", "'\\u00a0x'", "'aaa'",
        "'  pad '", "'True'", "'a\\r\\nb\\rc'", "'It\\'s'", "\"dq\\\"\"", "'ﬁ'", "'²'", "'٣'", "'nan'", "'0b11'", "'０'",
    )


def number():
    return pick(
        "0", "1", "2", "3", "-1", "-7", "10", "42", "100", "255", "1000", "1234567", "0.1", "0.5", "1.5", "2.5", "-2.5", "3.14159",
        "1e10", "1e16", "1e20", "1e-7", "2.675", "1234.5678", "-0.0", "0.0", "99999999999", "12345678901234567890", "1e300", "true",
        "false", "0x1F", "1_000", "7", "0.001", "123456.789", "5e-324", "9007199254740993", "0.30000000000000004", "1e15", "1e22",
    )


def path():
    return "body." + pick(*[k for k in BODY if k.isidentifier() and k != "items"]) + pick("", "", "", "", "[0]", ".name", "[1:]", "[::-1]", ".x", "|list")


def sequence(depth=0):
    return pick(
        "body.nums", "body.strs", "body.users", "body.mixed", "body.floats", "body.dups", "body.matrix", "body.pairs", "body.nothing",
        "[1, 2, 3]", "[3, 1, 2]|sort", "('a', 'b')", "range(5)", "body.labels", "body.d", "body.d.items()", "body.labels.values()",
        "'hello'", "[]", "body.nope", "body.tree", "[1, 1.0, true, 'a']", "[[1, 2], [1]]", "(1,)", "['b', 'A', 'c']",
        "body.users|map(attribute='name')", "body.nums|map('string')", "body.multi.splitlines()", "body.csv.split(',')",
        f"[{expr(depth + 1)}, {expr(depth + 1)}]",
    )


def literal(depth):
    return pick(text, text, number, number, lambda: pick("none", "true", "false", "[]", "{}", "()"), path, path)()


def spec():
    return (
        pick("", "", "", "*>", "<", "^", "=", "é^", ">") + pick("", "", "+", "-", " ", "z") + pick("", "", "#") + pick("", "", "0")
        + pick("", "", "3", "8", "12", "20") + pick("", "", ",", "_") + pick("", "", ".0", ".1", ".3", ".10")
        + pick("", "", "d", "f", "e", "g", "s", "x", "b", "o", "X", "c", "%", "n", "E", "G", "F", "q")
    )


def percent():
    return "%" + pick("", "", "-", "+", " ", "0", "#", "-0", "+0") + pick("", "", "5", "10") + pick("", "", ".0", ".2", ".5") + pick(
        "s", "s", "d", "d", "f", "f", "g", "e", "r", "x", "X", "o", "c", "i", "a", "%", "E", "G", "u", "q")


def attribute():
    return pick("'name'", "'age'", "'city'", "'active'", "'tags'", "'nope'", "'tags.0'", "0", "1", "'0'", "'1'", "'name,age'", "'c.n'", "none", "'n'")


def flag():
    return pick("true", "false")


def filter_call():
    f = R.choice(FILTERS)
    return f() if callable(f) else f


FILTERS = [
    "abs", "capitalize", "upper", "lower", "title", "trim", "string", "length", "count", "list", "first", "last", "int", "float",
    "e", "escape", "safe", "forceescape", "striptags", "urlencode", "wordcount", "reverse|list", "reverse|join", "sum", "min", "max",
    "items|list", "tojson", "pprint", "sort", "unique|list", "dictsort", "filesizeformat", "xmlattr", "urlize", "d('D')", "default('x', true)",
    lambda: f"attr({pick(repr('name'), repr('upper'), repr('get'), repr('real'))})",
    lambda: f"batch({number()}{pick('', ', 0', ', none')})|list", lambda: f"slice({pick('1', '2', '3', '5', '0', '-1')}{pick('', ', 0')})|list",
    lambda: f"center({pick('3', '10', '11', '0', '-1', '20')})", lambda: f"trim({text()})", lambda: f"int({pick('', '5', '0, 16', 'base=8', '0, 2', '0, 0')})",
    lambda: f"float({pick('', '1.5', 'default=none')})", lambda: f"round({pick('', '1', '2', '-1', '0', '5', '-3')}{pick('', '')})",
    lambda: f"round({pick('0', '1', '2', '-1')}, {pick(repr('ceil'), repr('floor'), repr('common'), repr('x'))})",
    lambda: f"indent({pick('', '2', '0', repr('> '), '2, true', '2, false, true', 'first=true', 'width=1, blank=true')})",
    lambda: f"truncate({pick('5', '10', '3', '20', '0')}{pick('', ', true', ', false')}{pick('', ', end=' + repr('..'), ', leeway=0', ', leeway=2')})",
    lambda: f"wordwrap({pick('5', '10', '1', '20', '3')}{pick('', ', false', ', true', ', break_on_hyphens=false', ', wrapstring=' + repr('|'))})",
    lambda: f"replace({text()}, {text()}{pick('', ', 1', ', 0', ', count=2')})", lambda: f"join({pick('', text(), number(), text() + ', attribute=' + attribute())})",
    lambda: f"sort({pick('', 'reverse=true', 'true', 'case_sensitive=true', 'attribute=' + attribute())})",
    lambda: f"dictsort({pick('', 'true', 'by=' + repr('value'), 'reverse=true', 'false, ' + repr('value'))})",
    lambda: f"groupby({attribute()}{pick('', ', default=1', ', case_sensitive=true', ', default=' + repr('z'))})",
    lambda: f"unique({pick('', 'true', 'attribute=' + attribute())})|list", lambda: f"map({pick('attribute=' + attribute(), repr('upper'), repr('string'), repr('length'), repr('first'), repr('int'), 'attribute=' + attribute() + ', default=0', repr('join') + ', ' + repr('-'), repr('default') + ', 0', repr('tojson'), repr('abs'))})|list",
    lambda: f"{pick('select', 'reject')}({pick('', repr('string'), repr('odd'), repr('gt') + ', 1', repr('in') + ', [1, 2]', repr('defined'), repr('none'), repr('eq') + ', 1', repr('mapping'), repr('number'))})|list",
    lambda: f"{pick('selectattr', 'rejectattr')}({attribute()}{pick('', ', ' + repr('eq') + ', 1', ', ' + repr('gt') + ', 26', ', ' + repr('defined'), ', ' + repr('string'), ', ' + repr('=='), ', ' + repr('in') + ', ' + repr('NYC'))})|list",
    lambda: f"{pick('min', 'max')}({pick('', 'true', 'attribute=' + attribute())})", lambda: f"sum({pick('', 'attribute=' + attribute(), 'start=1', 'start=[]', 'start=' + repr(''))})",
    lambda: f"tojson({pick('', '2', 'indent=4', '0', 'indent=1')})", lambda: f"format({expr(2)}{pick('', ', ' + expr(2))})", lambda: f"filesizeformat({flag()})",
    lambda: f"default({literal(2)}{pick('', ', true')})", lambda: f"xmlattr({flag()})", lambda: f"urlize({pick('', '10', 'nofollow=true', 'target=' + repr('_blank'), 'rel=' + repr('x y'))})",
    lambda: pick("first", "last", "random|string|length > -1"), lambda: "no_such" if R.random() < 0.1 else "upper",
    lambda: "humanize_naturalsize" + pick("", "(true)", "(gnu=true)", "(format='%.2f')", "(binary=true, format='%d')"), "humanize_ordinal", "humanize_apnumber",
    lambda: "humanize_intcomma" + pick("", "(2)", "(ndigits=0)", "(1)"), lambda: "humanize_intword" + pick("", "('%.2f')", "(format='%d')", "('%.0f')"),
    "humanize_fractional", lambda: "humanize_scientific" + pick("", "(0)", "(precision=5)"), lambda: "humanize_metric" + pick("", "('V')", "('', 2)", "(unit='°')", "(precision=5)"),
    lambda: "humanize_clamp" + pick("", "(1)", "(ceil=10)", "(0, 5, '{:.1f}')", "(floor=3, floor_token='min ')"),
    lambda: "humanize_naturaldelta" + pick("", "(false)", "(minimum_unit='milliseconds')", "(minimum_unit='microseconds')"), lambda: "humanize_naturaltime" + pick("", "(future=true)", "(months=false)", "(minimum_unit='milliseconds')"),
    lambda: "humanize_precisedelta" + pick("", f"(minimum_unit='{units()}')", f"(suppress=['{units()}'])", f"('{units()}', ['{units()}', '{units()}'], '{pick('%d', '%0.1f', '%0.4f')}')"),
    "humanize_naturalday", "humanize_naturaldate",
]


def units():
    return pick("microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "months", "years")


METHODS = [
    "upper()", "lower()", "title()", "capitalize()", "swapcase()", "casefold()", "strip()", "lstrip()", "rstrip()", "split()", "rsplit()",
    "splitlines()", "splitlines(true)", "isalpha()", "isdigit()", "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isnumeric()",
    "isdecimal()", "isidentifier()", "isprintable()", "isascii()", "encode()", "items()", "keys()", "values()", "copy()", "bit_length()", "is_integer()",
    "conjugate()", "as_integer_ratio()", "hex()", "expandtabs()", "real", "imag", "numerator", "start", "stop", "count", "nope", "nope()", "name", "0", "append(1)", "pop()", "update({})", "__class__", "_x", "clear()",
    lambda: f"{pick('split', 'rsplit')}({text()}{pick('', ', 1', ', maxsplit=2', ', -1', ', 0')})", lambda: f"{pick('split', 'rsplit')}({pick('none, 1', 'maxsplit=1', 'sep=' + text())})",
    lambda: f"{pick('strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix', 'partition', 'rpartition')}({text()})",
    lambda: f"{pick('find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith')}({text()}{pick('', ', 1', ', 1, 3', ', -2', ', 100', ', none, 2')})",
    lambda: f"{pick('startswith', 'endswith')}(('a', {text()}))", lambda: f"replace({text()}, {text()}{pick('', ', 1', ', -1', ', 0')})",
    lambda: f"{pick('center', 'ljust', 'rjust')}({pick('3', '10', '7', '0')}{pick('', ', ' + repr('*'), ', ' + repr('☃'), ', ' + repr('ab'))})",
    lambda: f"zfill({pick('3', '8', '0')})", lambda: f"expandtabs({pick('1', '4', '0', '8')})", lambda: f"join({sequence(2)})", lambda: f"format({expr(2)}, {expr(2)})",
    lambda: f"get({text()}{pick('', ', 1')})", lambda: f"{pick('index', 'count')}({literal(2)})", lambda: f"encode({pick(repr('ascii'), repr('utf-8'), repr('latin-1'))}{pick('', ', ' + repr('ignore'), ', ' + repr('replace'), ', ' + repr('xmlcharrefreplace'))})",
    lambda: "translate({97: 'X', 98: none})",
]


def method():
    m = R.choice(METHODS)
    return m() if callable(m) else m


TESTS = [
    "defined", "undefined", "none", "odd", "even", "string", "number", "integer", "float", "boolean", "true", "false", "mapping", "sequence",
    "iterable", "callable", "lower", "upper", "escaped", "filter", "test", "divisibleby 3", "divisibleby(2)", "in [1, 'a', 2.0]", "in 'abc'", "eq 1", "ne 'a'",
    "gt 1", "ge(2)", "lt 5", "le 2.5", "sameas none", "sameas true", "equalto 'a'", "greaterthan 0", "lessthan 0", "no_such" if False else "defined",
]


def expr(depth=0):
    if depth > 3:
        return literal(depth)
    d = depth + 1
    return pick(
        lambda: literal(d), lambda: literal(d), lambda: literal(d),
        lambda: f"{operand(d)} {pick('+', '-', '*', '/', '//', '%', '**', '~', '+', '-', '~')} {operand(d)}",
        lambda: f"{operand(d)} {pick('==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'and', 'or')} {operand(d)}",
        lambda: f"{operand(d)}|{filter_call()}", lambda: f"{operand(d)}|{filter_call()}", lambda: f"({sequence(d)})|{filter_call()}", lambda: f"({sequence(d)})|{filter_call()}|{filter_call()}",
        lambda: f"{operand(d)}.{method()}", lambda: f"({sequence(d)}).{method()}", lambda: f"({text()}).{method()}", lambda: f"({number()})|{filter_call()}", lambda: f"({text()})|{filter_call()}",
        lambda: f"{operand(d)} is {pick('', 'not ')}{R.choice(TESTS)}", lambda: f"not {operand(d)}", lambda: f"-{operand(d)}",
        lambda: f"({expr(d)} if {expr(d)} else {expr(d)})", lambda: f"({expr(d)} if {expr(d)})" if R.random() < 0.3 else expr(d),
        lambda: f"{operand(d)}[{subscript(d)}]", lambda: f"({sequence(d)})[{subscript(d)}]", lambda: f"({text()})[{subscript(d)}]",
        lambda: f"'{{:{spec()}}}'.format({expr(d)})", lambda: f"'{{:{spec()}}}'.format({number()})", lambda: f"'{percent()}' % ({expr(d)},)", lambda: f"'{percent()}' % ({number()},)", lambda: f"'{percent()}|{percent()}'|format({expr(d)}, {expr(d)})",
        lambda: f"[{expr(d)}, {expr(d)}]", lambda: f"({expr(d)},)", lambda: f"{{{text()}: {expr(d)}, {literal(d)}: {expr(d)}}}", lambda: f"dict(a={expr(d)}, b=1)", lambda: f"range({pick('5', '1, 6', '10, 0, -3', number())})",
        lambda: f"headers[{pick(repr('host'), repr('X-Github-Event'), repr('nope'))}]", lambda: f"'{{0}} {{1!r}} {{x[0]}} {{0.real}}'.format({expr(d)}, {expr(d)}, x={sequence(d)})",
        lambda: f"{operand(d)} {pick('<', '==', '>=')} {operand(d)} {pick('<', '!=', '<=')} {operand(d)}",
    )()


def operand(depth):
    e = expr(depth)
    return e if R.random() < 0.3 else f"({e})"


def subscript(depth):
    return pick("0", "-1", "1", "5", "'name'", "'a'", "1:", ":2", "::2", "::-1", "-2:", "1:3", ":-1", "5:1:-1", "true", "1.0", "none", "0, 1", literal(depth))


def output(depth=0):
    return "{{ " + expr() + " }}"


def body(depth):
    return "".join(pick(lambda: pick("x", " ", "\n", "a<b", "  y\n"), output, lambda: statement(depth + 1))() for _ in range(R.randint(1, 3)))


def sign():
    return pick("", "", "", "-", "")


def statement(depth=0):
    if depth > 2:
        return output()
    return pick(
        lambda: "{%" + sign() + f" if {expr(2)} " + sign() + "%}" + body(depth) + pick("", "{% else %}" + body(depth), f"{{% elif {expr(2)} %}}" + body(depth)) + "{%" + sign() + " endif " + sign() + "%}",
        lambda: "{%" + sign() + f" for x in {sequence()}{pick('', ' if x')} " + sign() + "%}{{ x }}" + pick("", "{{ loop.index }}", "{{ loop.last }}", "{{ loop.length }}", "{{ loop.previtem }}|{{ loop.nextitem }}", "{{ loop.cycle('a', 'b') }}", "{{ loop.changed(x) }}", "{{ loop.revindex0 }}{{ loop.first }}") + body(depth) + pick("", "{% else %}none") + "{% endfor %}",
        lambda: f"{{% for a, b in {pick('body.pairs', 'body.d.items()', 'body.matrix', 'body.labels|dictsort', 'body.nums', 'body.strs')} %}}{{{{ a }}}}={{{{ b }}}};{{% endfor %}}",
        lambda: f"{{% set v = {expr(1)} %}}{{{{ v }}}}", lambda: "{% set v %}" + body(depth) + "{% endset %}{{ v|length }}{{ v }}", lambda: f"{{% set v | upper %}}{body(depth)}{{% endset %}}{{{{ v }}}}",
        lambda: f"{{% with a = {expr(2)}, b = a %}}{{{{ a }}}}{{{{ b }}}}{{% endwith %}}", lambda: f"{{% filter {pick('upper', 'trim', 'title', 'e', 'length', 'indent(2, true)')} %}}{body(depth)}{{% endfilter %}}",
        lambda: f"{{% macro m(a, b={literal(1)}) %}}[{{{{ a }}}}{{{{ b }}}}{pick('', '{{ varargs }}', '{{ kwargs }}', '{{ caller() if caller else 0 }}')}]{{% endmacro %}}{{{{ m({pick('', expr(2), expr(2) + ', ' + expr(2), 'b=1', '1, 2, 3', 'c=4', '*[1, 2]', '**{' + repr('a') + ': 1}')}) }}}}",
        lambda: f"{{% macro m(a) %}}<{{{{ caller({pick('', 'a', '1, 2')}) }}}}>{{% endmacro %}}{{% call{pick('', '(x)', '(x, y=2)')} m({literal(1)}) %}}{{{{ x }}}}{body(depth)}{{% endcall %}}",
        lambda: f"{{% autoescape {pick('true', 'false', 'body.flag')} %}}{body(depth)}{{{{ {pick('body.html', 'body.html|safe', 'body.html|e', repr('<') + ' ~ (' + repr('<') + '|safe)', expr(1))} }}}}{{% endautoescape %}}",
        lambda: "{% for n in body.tree recursive %}{{ n.n }}{{ loop.depth }}{% if n.c %}({{ loop(n.c) }}){% endif %}{% endfor %}",
        lambda: f"{{% set ns = namespace(a=1) %}}{{% for x in {sequence()} %}}{{% set ns.a = ns.a {pick('+ 1', '~ x', '* 2', '+ loop.index')} %}}{{% endfor %}}{{{{ ns.a }}}}",
        lambda: "{# c #}" + output() + "{#- c -#} ", lambda: "{% raw %}{{ x }}{% endraw %}", lambda: f"{{% block b{R.randint(0, 999)} %}}{body(depth)}{{% endblock %}}",
    )()


PIECES = list("{}%#-+'\"()[]|~.,:=<>!*/ \n\\0aé") + [
    "{{", "}}", "{%", "%}", "{#", "#}", "-}}", "{%-", "-%}", " if ", " else ", " for ", " in ", " is ", " not ", " and ", " or ", "endif", "endfor", "set ",
    "**", "//", "==", "none", "true", "recursive", " elif ", "%}{%", "{% raw %}", "{% endraw %}", "1", "1.5", "e5", "_", "x", "body",
]


def mutated():
    """A template with a piece left out, doubled, or put in: mostly wrong, and wrong in the same way everywhere."""
    t = pick(output, statement)()
    for _ in range(R.randint(1, 2)):
        at = R.randint(0, len(t))
        end = min(len(t), at + R.randint(0, 3))
        t = t[:at] + pick("", "", t[at:end] * 2, R.choice(PIECES), R.choice(PIECES)) + t[end:]
    return t


def template():
    if R.random() < 0.25:
        return mutated()
    return pick(output, output, output, output, statement, statement, lambda: body(0) + body(0))()


class TooSlow(Exception):
    pass


def stop(*_):
    raise TooSlow()


def main(seed, count):
    R.seed(seed)
    signal.signal(signal.SIGALRM, stop)
    made = 0
    while made < count:
        source = template()
        # What Prefect does not render, and what cannot be the same twice, says nothing.
        if "{{" not in source and "{%" not in source:
            continue
        signal.setitimer(signal.ITIMER_REAL, 2)
        case = {"id": f"random-{seed}-{made}", "template": source, "context": CONTEXT, "expect": None, "expect_error": False}
        try:
            case["expect"] = environment.from_string(source).render({**CONTEXT, "headers": Headers(HEADERS)})
        except TooSlow:
            continue
        except Exception as e:
            case["expect_error"] = True
            case["error"] = f"{type(e).__name__}: {e}"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if case["expect"] is not None and (re.search(" at 0x", case["expect"], re.I) or "sync_do_" in case["expect"].lower() or len(case["expect"]) > 100000):
            continue
        # inf and nan inside a constant expression are a bug of Jinja2's compiler, not a behaviour.
        if "NameError" in case.get("error", ""):
            continue
        print(json.dumps(case))
        made += 1


if __name__ == "__main__":
    sys.setrecursionlimit(5000)
    main(int(sys.argv[1]), int(sys.argv[2]))
