import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from config.locate import Path, locate

TEXT = '''\
# a comment with [brackets] = 1
language = "nl"
a.b."c.d" = 1
a.b.list = [1,
  2, # ] not yet
  [3, "]"],
]

[[pages]]
name = """first
 "" [second] = x"""
brand = 'q#'
topics = { delay = ["a", "b"], "x y" = [] }
[pages.more]
moment = 1979-05-27 07:32:00

[[ pages ]]
name = "b"

[store]
path="x"
'''


def test_every_key_is_found_on_its_line() -> None:
    lines = locate(TEXT)
    assert lines["language",] == 2
    assert lines["a", "b", "c.d"] == 3
    assert lines["a", "b", "list", 1] == 5
    assert lines["a", "b", "list", 2, 1] == 6
    assert lines["pages", 0, "name"] == 10
    assert lines["pages", 0, "brand"] == 12
    assert lines["pages", 0, "topics", "x y"] == 13
    assert lines["pages", 0, "more", "moment"] == 15
    assert lines["pages", 1] == 17
    assert lines["pages", 1, "name"] == 18
    assert lines["store", "path"] == 21


def paths(value: Any, path: Path = ()) -> set[Path]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {path}.union(*(paths(child, (*path, key)) for key, child in inner))


def test_the_paths_are_those_of_the_parser() -> None:
    assert set(locate(TEXT)) == paths(tomllib.loads(TEXT))


KEYS = st.sampled_from(["a", "b", '"c d"', "'e.f'", "g.h"])
STRINGS = st.sampled_from(
    ['"x # y"', "'[t]'", '"""\n]"\n"""', "'''\n'q' = 1\n'''", '"\\"]"', "1", "[]", "{}", "1.5e3", "true"]
)
VALUES = st.recursive(
    STRINGS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[\n" + " ,# x\n".join(parts) + "]"),
        st.dictionaries(KEYS, inner, max_size=2).map(
            lambda parts: "{ " + ", ".join(f"{key} = {value}" for key, value in parts.items()) + " }"
        ),
    ),
    max_leaves=5,
)
PAIRS = st.dictionaries(KEYS, VALUES, max_size=4).map(
    lambda pairs: "".join(f"  {key} = {value} # end\n" for key, value in pairs.items())
)


@settings(deadline=None)
@given(top=PAIRS, tables=st.lists(PAIRS, max_size=3))
def test_whatever_the_parser_reads_is_located(top: str, tables: list[str]) -> None:
    text = top + "".join(f"[[x.t]]\n{table}" for table in tables)
    assert set(locate(text)) == paths(tomllib.loads(text))


@settings(deadline=None)
@given(st.text(alphabet="ab=[]{}\"'\n#,. \\1", max_size=60))
def test_text_that_is_not_toml_stops_the_walk_quietly(text: str) -> None:
    assert locate(text)[()] == 1
