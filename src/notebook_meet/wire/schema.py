"""The wire format as one JSON Schema document, from which the browser's types and validators are made.

Run ``python -m notebook_meet.wire.schema`` to write it to standard output.
"""

import json
import sys
from typing import Any

import msgspec

from notebook_meet.wire import limits
from notebook_meet.wire.close import RESUMABLE, CloseCode
from notebook_meet.wire.errors import ERRORS, ErrorReply
from notebook_meet.wire.messages import CLIENT_MESSAGES, SERVER_MESSAGES, ClientMessage, ServerMessage
from notebook_meet.wire.people import Kind, Role
from notebook_meet.wire.rest import REPLIES, REQUESTS
from notebook_meet.wire.tickets import Signal
from notebook_meet.wire.version import API_PREFIX, PROTOCOL, SUBPROTOCOL


def document() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of every message and body, with the shared numbers beside it."""
    types: list[Any] = [ClientMessage, ServerMessage, Signal, ErrorReply, *REQUESTS, *REPLIES]
    schemas, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    for name in ("Ticket", "TicketFrom"):
        # Raw has no schema of its own: the codec checks it against Signal.
        definitions[name]["properties"]["signal"] = {"$ref": "#/$defs/Signal"}
    definitions["Role"], definitions["Kind"] = msgspec.json.schema(Role), msgspec.json.schema(Kind)
    definitions["ClientMessage"], definitions["ServerMessage"] = schemas[0], schemas[1]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"notebook-meet protocol {PROTOCOL}",
        "$defs": dict(sorted(definitions.items())),
        "roots": {
            "incoming": ["ServerMessage", "ErrorReply", *sorted(reply.__name__ for reply in REPLIES)],
            "outgoing": ["ClientMessage", *sorted(request.__name__ for request in REQUESTS)],
            "client_types": [message.__struct_config__.tag for message in CLIENT_MESSAGES],
            "server_types": [message.__struct_config__.tag for message in SERVER_MESSAGES],
        },
        "constants": {
            "PROTOCOL": PROTOCOL,
            "SUBPROTOCOL": SUBPROTOCOL,
            "API_PREFIX": API_PREFIX,
            "limits": {name: value for name, value in sorted(vars(limits).items()) if name.isupper()},
            "close_codes": {code.name: int(code) for code in CloseCode},
            "resumable_close_codes": sorted(int(code) for code in RESUMABLE),
            "errors": {code: spec.message for code, spec in ERRORS.items()},
        },
    }


def main() -> None:
    """Write the document to standard output."""
    json.dump(document(), sys.stdout, indent=1, ensure_ascii=False, sort_keys=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
