import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

from config.describe import json_schema, reference
from config.load import load_from_text
from config.tables import keys_of, table_of, tables

EXAMPLE = (files("config") / "example.toml").read_text("utf-8")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


def test_the_reference_page_is_made_from_the_schema() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), "run: python docs/make_reference.py"


def test_the_reference_has_a_row_with_a_meaning_for_every_key() -> None:
    page = reference()
    for _, table in tables():
        for key, field in keys_of(table).items():
            assert table_of(field) or re.search(rf"^\| `{key}` \|.+\| .{{5,}} \|$", page, re.MULTILINE), key


def test_the_schema_for_editors_knows_every_table_and_no_null() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(keys_of(dict(tables())[""]))
    assert '"null"' not in json.dumps(schema)
    assert schema["$defs"]["PlannedEvent"]["required"] == ["name", "from", "to"]


def test_the_example_is_a_config() -> None:
    assert load_from_text(EXAMPLE).pages[0].platform == "bluesky"


def test_the_example_with_all_its_comments_undone_is_a_config_with_every_key() -> None:
    text = re.sub(r"(?m)^# (?=(\[\[)?[a-z_]+(\]\]| = ))", "", EXAMPLE)
    load_from_text(text)
    values = tomllib.loads(text)
    for header, table in tables():
        part = values.get(header.strip("[]"), values)
        keys = part[0] if isinstance(part, list) else part
        assert set(keys_of(table)) == set(keys), header
