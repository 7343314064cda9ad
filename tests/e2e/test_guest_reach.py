"""What a guest can reach, and what someone learns who has neither login nor invite."""

import re
from collections.abc import Callable

from playwright.sync_api import Error, Response, expect

from tests.e2e.jupyter import JupyterServer
from tests.e2e.meetings import created, invited
from tests.e2e.people import SLOW, Person

TITLE = "Very private planning"
ELSEWHERE = (
    "tree",
    "lab",
    "api/contents",
    "api/kernels",
    "api/sessions",
    "api/me",
    "files/x",
    "meet/api/v1/meetings",
)


def test_guest_reaches_the_meeting_and_nothing_else(meet: Callable[..., Person], lab: JupyterServer) -> None:
    ada = meet("Ada")
    ada.page.goto(f"{lab.url}meet/")
    ada.page.get_by_role("textbox", name="Meeting title", exact=True).fill(TITLE, timeout=SLOW)
    ada.page.get_by_role("button", name="Create meeting", exact=True).click()
    ada.join()
    meeting = ada.page.url.rsplit("/", 1)[-1]
    secret = invited(lab, ada, meeting)

    carol = meet("Carol", login=False)
    carol.page.goto(f"{lab.url}meet/{meeting}#invite={secret}")
    carol.join()
    for path in ELSEWHERE:
        answer = carol.context.request.get(lab.url + path, max_redirects=0)
        assert answer.status in (302, 401, 403, 404, 405), (path, answer.status)
        assert answer.status != 302 or "/login" in answer.headers["location"], path
    assert not [cookie["name"] for cookie in carol.context.cookies() if cookie["name"].startswith("username")]


def test_stranger_learns_nothing(meet: Callable[..., Person], lab: JupyterServer) -> None:
    meeting = created(lab, TITLE)
    stranger = meet("Mallory", login=False)
    bodies: list[str] = []
    stranger.page.on("response", lambda response: bodies.append(_body(response)))
    answers = {}
    for link in (meeting, "A" * 22):
        stranger.page.goto(f"{lab.url}meet/{link}")
        expect(stranger.page).to_have_url(re.compile("/login"), timeout=SLOW)
        answers[link] = stranger.page.url.replace(link, "ID")
    assert answers[meeting] == answers["A" * 22], "a real and an unknown meeting look alike"
    assert not [body for body in bodies if TITLE in body]


def _body(response: Response) -> str:
    try:
        return response.text()
    except Error:
        return ""  # a redirect has no body
