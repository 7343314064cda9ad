"""The reference model of what people say of their devices. From docs/protocol.md, section 4."""

from typing import TYPE_CHECKING

from notebook_meet.wire.messages import State, Updated
from tests.machine.moderation import all_hear
from tests.machine.records import MESH_VIDEO, Member

if TYPE_CHECKING:
    from tests.machine.room import Room


def said_state(room: "Room", member: Member, message: State) -> None:
    """Somebody says what their devices do."""
    microphone, camera, screen = message.microphone, message.camera, message.screen
    if (microphone or camera) and member.role == "observer":
        room.refuse(member, message.n, "not_allowed")
        return
    others = sum(m.camera for m in room.members if m is not member)
    if camera and not member.camera and others >= MESH_VIDEO:
        camera = False
        room.refuse(member, message.n, "video_full")
    if screen and member.role not in ("host", "presenter"):
        screen = False
        room.refuse(member, message.n, "not_allowed")
    before, silence = member.seen(), member.silence
    microphone, refused = _sounds(member, on=microphone)
    if refused:
        room.refuse(member, message.n, "held")
    member.microphone, member.camera, member.screen = microphone, camera, screen
    if member.silence != silence:
        all_hear(room, member)
    elif member.seen() != before:
        room.tell_others(member, Updated(seq=1, participant=member.seen()))


def _sounds(member: Member, *, on: bool) -> tuple[bool, bool]:
    """Whether the microphone is on after a ``state`` that wants it so, and whether that was refused."""
    turned = on and not member.said_on
    if member.held and turned:
        return False, True
    member.said_on = on
    if turned:
        member.muted = False
    return on and member.silence == "none", False
