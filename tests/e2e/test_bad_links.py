"""Links that lead nowhere, and doors that are shut: a sentence for the person, and nobody else notices."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.media import expect_media_from, ice_servers
from tests.e2e.meetings import begin, created, invited
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer, free_port

Meet = Callable[..., Person]


def expect_sentence(page: Page, words: str) -> None:
    """An alert with these words, and no trace of a program's inside."""
    alert = page.get_by_role("alert").filter(has_text=re.compile(words, re.IGNORECASE))
    expect(alert).to_be_visible(timeout=SLOW)
    text = alert.inner_text()
    assert not re.search(r"Traceback|undefined|\bnull\b|\[object|Error:", text), text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("A" * 22, "no such meeting"),
        ("not-a-meeting", "not a meeting link"),
        ("%3Cscript%3E", "not a meeting link"),
    ],
)
def test_link_to_no_meeting(path: str, words: str, meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    ada.page.goto(f"{lab.url}meet/{path}")
    expect_sentence(ada.page, words)


def test_ended_meeting_offers_a_new_one(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    link = begin(ada, "Short")
    ada.page.get_by_role("button", name="End meeting for everyone", exact=True).click()
    ada.page.get_by_role("alertdialog").get_by_role(
        "button", name="End meeting for everyone", exact=True
    ).click()
    expect(ada.page.get_by_text(re.compile("ended", re.IGNORECASE)).first).to_be_visible()
    grace = meet("Grace")
    grace.page.goto(link)
    expect_sentence(grace.page, "has ended")
    grace.page.get_by_text(re.compile("new meeting", re.IGNORECASE)).first.click()
    expect(grace.page.get_by_role("button", name="Create meeting", exact=True)).to_be_visible(timeout=SLOW)


def test_wrong_and_revoked_invites(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    meeting = begin(ada, "Doors").rsplit("/", 1)[-1]
    secret = invited(lab, ada, meeting)

    carol = meet("Carol", login=False)
    carol.page.goto(f"{lab.url}meet/{meeting}#invite={'A' * 43}")
    expect_sentence(carol.page, "invite is not valid")

    dave = meet("Dave", login=False)
    dave.page.goto(f"{lab.url}meet/{meeting}#invite={secret}")
    dave.join()
    ada.page.get_by_role("button", name="Invite", exact=True).click()
    ada.page.get_by_role("list", name="Invites").get_by_role(
        "button", name=re.compile("^Revoke invite")
    ).first.click()
    expect(dave.page.get_by_text(re.compile("revoked|removed", re.IGNORECASE)).first).to_be_visible(
        timeout=10_000
    )
    expect(ada.tile("Dave")).to_have_count(0, timeout=10_000)

    erin = meet("Erin", login=False)
    erin.page.goto(f"{lab.url}meet/{meeting}#invite={secret}")
    expect_sentence(erin.page, "revoked")


def test_full_meeting_and_full_mesh(
    serve: Callable[[JupyterServer], JupyterServer], meet: Meet, tmp_path: Path
) -> None:
    """A server whose meetings hold two people, one of them with a camera; its browsers are told of a STUN server."""
    stun = [{"urls": [f"stun:127.0.0.1:{free_port()}"]}]
    options = ("--Meet.max_seats=2", "--Meet.mesh_video=1", f"--Meet.ice_servers={json.dumps(stun)}")
    small = serve(JupyterServer(tmp_path, options=options))
    meeting = created(small, "Small")
    people = ada, grace, alan = [meet(name, at=small) for name in ("Ada", "Grace", "Alan")]
    for someone in people:
        someone.page.goto(f"{small.url}meet/{meeting}")
        someone.fill_prejoin()
    for someone in (ada, grace):
        someone.page.get_by_role("button", name="Join meeting", exact=True).click()
        someone.expect_in()
    camera = grace.page.get_by_role("button", name="Camera", exact=True)
    expect(camera).to_have_attribute("aria-pressed", "false")
    expect(grace.page.get_by_text(re.compile("camera on already", re.IGNORECASE)).first).to_be_visible()
    alan.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect_sentence(alan.page, "full")
    expect(ada.page.get_by_role("figure")).to_have_count(2)
    for someone in (ada, grace):
        expect_media_from(someone.page, 1, frames=0)
        assert ice_servers(someone.page) == stun
