"""What people call in a cell, against the fake server."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notebook_meet import Meeting, errors
from notebook_meet.room import room as room_module
from notebook_meet.wire.messages import Hello
from notebook_meet.wire.rest import CreateMeeting, RequestAdmission
from tests.kernel.cell import ask, asked, everything_saved
from tests.kernel.fake_meetings import secret
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import eventually

PUBLIC = {
    "meeting_id",
    "title",
    "created_at",
    "base_url",
    "public_url",
    "service",
    "display_name",
    "protocol",
    "version",
}
FRAMEWORK = re.compile(
    r"_(esm|css|anywidget_id|dom_classes|(model|view)_(name|module|module_version)|view_count)|layout|tabbable|tooltip"
)


# ------------------------------------------------------------------------------------------------------ create


def test_create_stores_a_meeting_and_listens_to_it(kernel: FakeServer) -> None:
    with Meeting.create("  Algebra ", passcode="fourier", keep=True) as m:
        assert asked(kernel, CreateMeeting) == [CreateMeeting(title="Algebra", passcode="fourier", keep=True)]
        stored = kernel.meetings[m.id]
        assert (m.title, m.created_at) == ("Algebra", stored.created_at)
        assert m.participants == []
        kernel.do(stored.comes, "Ada", role="host", microphone=False)
        eventually(lambda: m.participants)
        (ada,) = m.participants
        assert (ada.name, ada.role, ada.kind, ada.guest, ada.muted, ada.camera, ada.screen, ada.reconnecting) == (
            "Ada", "host", "browser", False, True, True, False, False,
        )  # fmt: skip
        assert datetime.now(UTC) - ada.joined_at < timedelta(minutes=1)


def test_traits_are_the_public_contract_and_nothing_else(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    own = {name for name in m.get_state() if not FRAMEWORK.fullmatch(name)}
    assert own == PUBLIC
    assert m.base_url == kernel.base_url
    assert (m.protocol, m.display_name, m.public_url) == (1, "", "")
    m.close()


def test_the_view_gets_what_it_asks_for_and_nothing_secret_is_saved(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra", passcode="fourier-canary")
    stored = kernel.meetings[m.id]
    credentials = {"type": "credentials", "host_key": stored.host_key, "passcode": "fourier-canary"}
    assert ask(m, {"type": "credentials"}) == [credentials]
    assert ask(m, {"type": "credentials"}) == [credentials]  # a view after a reload asks again
    m.invite(name="Carol")
    assert m.participants == []
    for hidden in (
        "fourier-canary",
        stored.host_key,
        kernel.secret,
        stored.seats[0].token,
        *stored.invites.values(),
    ):
        assert hidden not in everything_saved(m)
    m.close()


def test_what_a_view_should_not_send_is_passed_over(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    for content in (
        None,
        [],
        "x",
        {},
        {"type": "x"},
        {"type": "origin"},
        {"type": "origin", "origin": "https://a@b"},
    ):
        assert ask(m, content) == []
    with pytest.warns(UserWarning, match="this computer only"):
        assert m.link.startswith(kernel.base_url)
    m.close()


def test_a_made_up_passcode_can_be_read_out_and_is_never_the_same(kernel: FakeServer) -> None:
    made = []
    for _ in range(2):
        m = Meeting.create("Algebra", passcode=True)
        (reply,) = ask(m, {"type": "credentials"})
        made.append(reply["passcode"])
        assert kernel.meetings[m.id].passcode == reply["passcode"]
        assert reply["passcode"] not in everything_saved(m)
        m.close()
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){2}", passcode) for passcode in made)
    assert made[0] != made[1]


@pytest.mark.parametrize("title", ["", "   ", "x" * 10_000])
def test_a_title_that_cannot_be_is_refused_in_words_before_anything_is_sent(
    kernel: FakeServer, title: str
) -> None:
    with pytest.raises(errors.BadRequest, match="The title must have 1 to 200 characters"):
        Meeting.create(title)
    assert kernel.asked == []


def test_a_server_that_cannot_take_the_kernel_in_does_not_stop_the_meeting(kernel: FakeServer) -> None:
    kernel.failing["meetings/"] = "not_allowed"
    m = Meeting.create("Algebra")
    assert m.id in kernel.meetings
    with pytest.raises(errors.NotAllowed):
        m.participants  # noqa: B018
    m.close()


def test_nobody_waits_for_ever_for_the_first_roster(
    kernel: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "FIRST_ROSTER_SECONDS", 0.05)
    kernel.failing["meetings/"] = "server_busy"
    m = Meeting.create("Algebra")
    with pytest.raises(errors.ServerUnreachable):
        m.participants  # noqa: B018
    m.close()


def test_a_missing_bundle_says_so_before_anything_is_made(kernel: FakeServer, bundle: Path) -> None:
    (bundle / "widget.js").unlink()
    with pytest.raises(errors.BundleMissing, match="make build"):
        Meeting.create("Algebra")
    assert kernel.meetings == {}


# ------------------------------------------------------------------------------------------------- finding a server


def test_no_server(kernel: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTEBOOK_MEET_SECRET")
    with pytest.raises(errors.ServerNotFound, match="Pass server="):
        Meeting.create("Algebra")


def test_a_server_that_is_gone(kernel: FakeServer) -> None:
    kernel.goes_down()
    with pytest.raises(errors.ServerUnreachable, match="does not answer"):
        Meeting.create("Algebra")


@pytest.mark.parametrize(
    ("protocols", "cause"),
    [([], errors.ServerTooOld), ([0], errors.ServerTooOld), ([2, 3], errors.ServerTooNew)],
)
def test_a_server_of_another_age(
    kernel: FakeServer, protocols: list[int], cause: type[errors.MeetError]
) -> None:
    kernel.protocols = protocols
    with pytest.raises(cause):
        Meeting.create("Algebra")
    assert kernel.meetings == {}


def test_a_server_without_the_extension(kernel: FakeServer) -> None:
    kernel.failing["about"] = "not_found"
    with pytest.raises(errors.ExtensionNotEnabled):
        Meeting.create("Algebra")


def test_a_wrong_token(kernel: FakeServer) -> None:
    with pytest.raises(errors.LoginRequired):
        Meeting.create("Algebra", server=kernel.base_url, token="wrong")


# -------------------------------------------------------------------------------------------------------- join


def test_join_checks_the_passcode_at_once(kernel: FakeServer) -> None:
    stored = kernel.meeting(passcode="fourier")
    with pytest.raises(errors.PasscodeMismatch, match="not right"):
        Meeting.join(stored.id, passcode="laplace")
    with Meeting.join(f"{kernel.base_url}meet/{stored.id}", passcode="fourier", name="Grace") as m:
        assert m.display_name == "Grace"
        assert m.participants == []
        assert ask(m, {"type": "credentials"}) == [{"type": "credentials", "passcode": "fourier"}]
    first, second = asked(kernel, RequestAdmission)
    assert (first.kind, second.kind) == ("kernel", "kernel")
    assert (
        sum(isinstance(message, Hello) for message in kernel.received) == 1
    )  # with the admission that was checked


def test_the_view_can_copy_an_invite_that_was_made_in_a_cell(kernel: FakeServer) -> None:
    with Meeting.create("Invites") as m:
        ask(m, {"type": "origin", "origin": "https://hub.example"})
        invite = m.invite(name="Carol")
        (reply,) = ask(m, {"type": "credentials"})
        assert reply["invites"] == {invite.id: invite.link.partition("#invite=")[2]}


def test_join_by_invite_uses_nothing_up_and_hands_the_secret_to_the_view(kernel: FakeServer) -> None:
    stored = kernel.meeting(invites={"i" * 16: secret()})
    key = stored.invites["i" * 16]
    with Meeting.join(f"{kernel.base_url}meet/{stored.id}#invite={key}") as m:
        assert ask(m, {"type": "credentials"}) == [{"type": "credentials", "invite": key}]
        assert key not in everything_saved(m)
    assert [request.invite for request in asked(kernel, RequestAdmission)] == [None]
    with pytest.raises(errors.InviteInvalid):
        Meeting.join(f"{kernel.base_url}meet/{stored.id}#invite={secret()}")


def test_unknown_ended_and_malformed_are_told_apart(kernel: FakeServer) -> None:
    ended = kernel.meeting(ended=True)
    with pytest.raises(errors.MeetingEnded):
        Meeting.join(ended.id)
    with pytest.raises(errors.MeetingNotFound):
        Meeting.join(f"{kernel.base_url}meet/{'x' * 22}")
    with pytest.raises(errors.MeetingNotFound):
        Meeting.join("x" * 22)
    with pytest.raises(errors.BadLink):
        Meeting.join("x" * 21)


def test_a_link_to_another_server_is_not_followed(kernel: FakeServer) -> None:
    with pytest.raises(errors.WrongServer, match="another server"):
        Meeting.join(f"https://elsewhere.example.org/meet/{'x' * 22}", passcode="fourier")
    assert asked(kernel, RequestAdmission) == []


def test_a_link_by_another_name_of_the_own_server_works(kernel: FakeServer) -> None:
    stored = kernel.meeting()
    for root in ("https://proxy.example.org/meet/", f"http://localhost:{kernel.port}/meet/"):
        with Meeting.join(f"{root}{stored.id}") as m:
            assert m.id == stored.id
    kernel.public_url = "https://proxy.example.org/meet"
    with pytest.raises(errors.MeetingNotFound):
        Meeting.join(f"https://proxy.example.org/meet/{'x' * 22}")


def test_throttling_says_how_long(kernel: FakeServer) -> None:
    stored = kernel.meeting()
    kernel.failing[f"meetings/{stored.id}/admissions"] = "throttled"
    with pytest.raises(errors.Throttled) as refused:
        Meeting.join(stored.id, passcode="x")
    assert refused.value.retry_after == 7.0
