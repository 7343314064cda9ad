"""What a meeting does once it is there: link, invites, the end."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from notebook_meet import Meeting, errors
from notebook_meet.room.invites import lifetime
from notebook_meet.wire.meetings import Residence
from notebook_meet.wire.messages import Leave
from notebook_meet.wire.rest import CreateInvite
from tests.kernel.cell import ask, asked
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import eventually

# --------------------------------------------------------------------------------------------------------- link


def test_the_link_is_the_public_address_if_one_is_set(kernel: FakeServer) -> None:
    kernel.public_url = "https://meet.example.org/jupyter/meet"
    m = Meeting.create("Algebra")
    ask(m, {"type": "origin", "origin": "https://other.example.org"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert m.link == f"https://meet.example.org/jupyter/meet/{m.id}"
    assert m.public_url == "https://meet.example.org/jupyter/meet/"
    m.close()


def test_else_where_a_view_was_seen_else_here_with_one_warning(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    with pytest.warns(UserWarning, match="this computer only"):
        assert m.link == f"{kernel.base_url}meet/{m.id}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert m.link == f"{kernel.base_url}meet/{m.id}"
        ask(m, {"type": "origin", "origin": "https://hub.example.org"})
        assert m.link == f"https://hub.example.org/meet/{m.id}"
    m.close()


def test_plain_text_says_what_and_where(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra", passcode="fourier")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bundle = m._repr_mimebundle_()
    assert bundle is not None
    text = bundle[0]["text/plain"]
    assert "Meeting: Algebra (created 20" in text
    assert f"{kernel.base_url}meet/{m.id}" in text
    assert "Join" in text
    assert "application/vnd.jupyter.widget-view+json" in bundle[0]
    m.close()


# ------------------------------------------------------------------------------------------------------- invites


def test_an_invite_is_a_link_that_does_not_show_itself(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    ask(m, {"type": "origin", "origin": "https://hub.example.org"})
    invite = m.invite(role="presenter", name="Grace", expires="2h", uses=3)
    stored = kernel.meetings[m.id]
    assert asked(kernel, CreateInvite) == [
        CreateInvite(role="presenter", name="Grace", expires_in=7200.0, uses=3)
    ]
    assert invite.link == f"https://hub.example.org/meet/{m.id}#invite={stored.invites[invite.id]}"
    assert stored.invites[invite.id] not in repr(invite)
    assert "for 'Grace' as presenter, 3 times" in repr(invite)
    invite.revoke()
    assert stored.invites == {}
    m.close()


def test_on_a_hub_there_is_a_link_for_jupyterlab_and_invites_say_whom_they_let_in(kernel: FakeServer) -> None:
    kernel.residence = Residence("hub", guests=False, lab="/hub/user-redirect/meet/lab/")
    with Meeting.create("Algebra") as m:
        ask(m, {"type": "origin", "origin": "https://hub.example.org"})
        assert m.lab_link == f"https://hub.example.org/hub/user-redirect/meet/lab/{m.id}"
        invite = m.invite(name="Grace")
        assert not invite.guests
        assert "for 'Grace' with a login as attendee" in repr(invite)
        invite.revoke()
    kernel.residence = Residence("users_server", guests=True)
    with Meeting.create("Algebra") as m:
        assert m.lab_link is None
        assert m.invite().guests


@pytest.mark.parametrize(
    ("expires", "seconds"),
    [
        ("90s", 90),
        ("90m", 5400),
        ("1.5h", 5400),
        (" 7d ", 604_800),
        (60, 60),
        (3600.5, 3600.5),
        (timedelta(hours=2), 7200),
    ],
)
def test_durations(expires: Any, seconds: float) -> None:
    assert lifetime(expires) == seconds


@pytest.mark.parametrize(
    "expires", ["", "tomorrow", "-1h", "8d", "1s", 0, 1e9, float("nan"), timedelta(days=8)]
)
def test_durations_that_cannot_be(expires: Any) -> None:
    with pytest.raises(errors.BadRequest):
        lifetime(expires)


# --------------------------------------------------------------------------------------------------- end and leave


def test_end_ends_it_for_everyone_and_may_be_called_again(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    kernel.do(kernel.meetings[m.id].comes, "Ada")
    eventually(lambda: m.participants)
    m.end()
    assert kernel.meetings[m.id].ended
    eventually(lambda: m.participants == [])
    m.end()
    m.close()


def test_leave_leaves_once_and_tells_the_view(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    assert m.participants == []
    sent: list[Any] = []
    m.send = lambda message, buffers=None: sent.append(message)  # type: ignore[method-assign]
    m.leave()
    m.leave()
    assert {"type": "leave"} in sent
    eventually(lambda: kernel.meetings[m.id].seats[0].gone)
    assert sum(isinstance(message, Leave) for message in kernel.received) == 1
    assert m.participants == []
    assert not kernel.meetings[m.id].ended
    del m.send
    m.close()


def test_a_block_leaves_at_its_end_also_after_an_error(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    assert m.participants == []
    with pytest.raises(ZeroDivisionError), m:
        _ = 1 / 0
    eventually(lambda: kernel.meetings[m.id].seats[0].gone)
    assert not kernel.meetings[m.id].ended


def test_closing_the_widget_leaves(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    assert m.participants == []
    m.close()
    eventually(lambda: kernel.meetings[m.id].seats[0].gone)
    m.leave()


def test_list_has_the_open_meetings(kernel: FakeServer) -> None:
    kernel.meeting("Over", ended=True)
    stored = kernel.meeting("Algebra", passcode="fourier")
    stored.comes("Ada")
    (row,) = Meeting.list()
    assert (row.id, row.title, row.present, row.has_passcode) == (stored.id, "Algebra", 1, True)


def test_several_threads_may_use_it_at_once(kernel: FakeServer) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: Meeting.create(f"Algebra {number}"), range(8)))
    assert sorted(m.title for m in made) == [f"Algebra {number}" for number in range(8)]
    for m in made:
        assert m.participants == []
        m.close()


# -------------------------------------------------------------------------------------------- a hub's service


def test_a_server_that_was_started_again_is_told_who_this_is(kernel: FakeServer) -> None:
    with Meeting.create("Algebra") as m:
        assert m.participants == []
        assert kernel.introduced == 1
        kernel.goes_down()
        kernel.comes_back()
        eventually(lambda: kernel.introduced == 2)


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        ("service_unreachable", errors.ServerUnreachable, "JupyterHub's meeting service does not answer"),
        ("service_missing", errors.ExtensionNotEnabled, "not where this server looks for it"),
        ("service_too_old", errors.ServerTooOld, "Ask the hub's administrator to update it"),
        ("service_too_new", errors.ServerTooNew, "Update it here and start the server again"),
    ],
)
def test_what_is_wrong_with_a_hub_s_service_is_said_in_the_cell(
    kernel: FakeServer, code: str, error: type[errors.MeetError], words: str
) -> None:
    kernel.failing["about"] = code
    with pytest.raises(error, match=words):
        Meeting.create("Algebra")


def test_a_login_that_the_hub_has_ended_is_said_in_the_cell(kernel: FakeServer) -> None:
    kernel.failing["me"] = "hub_token_expired"
    with pytest.raises(errors.LoginRequired, match="Stop the server and start it again"):
        Meeting.create("Algebra")
