"""docs/protocol.md and docs/protocol.schema.json say what the code does."""

import json
import re

from notebook_meet.wire import schema
from notebook_meet.wire.close import RESUMABLE, CloseCode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import CLIENT_MESSAGES, SERVER_MESSAGES, Message
from tests.wire.cases import ROOT

PAGE = (ROOT / "docs/protocol.md").read_text("utf-8")


def section(title: str) -> str:
    """The text below the heading that ends in ``title``, up to the next heading."""
    found = re.search(rf"^#+ [^\n]*{title}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def rows(title: str) -> list[list[str]]:
    """The cells of the section's table, without its heading."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_schema_is_fresh() -> None:
    kept = json.loads((ROOT / "docs/protocol.schema.json").read_text("utf-8"))
    assert kept == json.loads(json.dumps(schema.document())), "run: python -m notebook_meet.wire.schema"


def test_the_error_table_is_the_vocabulary() -> None:
    told = {
        code.strip("`"): (status, close, sentence) for code, status, close, sentence in rows("Error codes")
    }
    assert list(told) == list(ERRORS)
    for code, spec in ERRORS.items():
        status, close, sentence = told[code]
        assert sentence == spec.message
        assert close == (str(int(spec.close)) if spec.close else "")
        assert status in {str(spec.status), "client"}


def test_the_close_codes_are_the_codes() -> None:
    told = {code: back for code, _, back in rows("Close codes")}
    assert told.pop("1006 (none)") == "resume"
    assert {int(code) for code in told} == set(CloseCode) - {CloseCode.NORMAL}
    assert {int(code) for code, back in told.items() if back.startswith("resume")} == RESUMABLE


def fields(kind: type[Message]) -> list[str]:
    return list(kind.__struct_encode_fields__)


def test_the_message_tables_name_every_message_and_field() -> None:
    for title, kinds in (("From the client", CLIENT_MESSAGES), ("From the server", SERVER_MESSAGES)):
        told = {name.strip("`"): re.findall(r"`(\w+)`", names) for name, names, _ in rows(title)}
        assert told == {str(kind.__struct_config__.tag): fields(kind) for kind in kinds}
