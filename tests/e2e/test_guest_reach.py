"""What a guest can reach, and what someone learns who has neither login nor invite."""

import re
from collections.abc import Callable

from playwright.sync_api import Error, Response, expect

from tests.e2e.meetings import begin, created, invited
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

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


def host_and_guest(meet: Callable[..., Person], lab: JupyterServer) -> tuple[Person, Person]:
    """Ada, who made a meeting, and Carol, who has an invite and no login; both in the call."""
    ada = meet("Ada")
    meeting = begin(ada, TITLE).rsplit("/", 1)[-1]
    secret = invited(lab, ada, meeting)
    carol = meet("Carol", login=False)
    carol.page.goto(f"{lab.url}meet/{meeting}#invite={secret}")
    carol.join()
    return ada, carol


def test_guest_reaches_the_meeting_and_nothing_else(meet: Callable[..., Person], lab: JupyterServer) -> None:
    _, carol = host_and_guest(meet, lab)
    for path in ELSEWHERE:
        answer = carol.context.request.get(lab.url + path, max_redirects=0)
        assert answer.status in (302, 401, 403, 404, 405), (path, answer.status)
        assert answer.status != 302 or "/login" in answer.headers["location"], path
    assert not [cookie["name"] for cookie in carol.context.cookies() if cookie["name"].startswith("username")]


OPENS = """async (address) => {
  const socket = new WebSocket(address.replace(/^http/, "ws"));
  const opened = await new Promise((done) => {
    socket.onopen = () => done(true);
    socket.onclose = () => done(false);
  });
  socket.close();
  return opened;
}"""
POSTS = """async (address) => {
  const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? "";
  const headers = { "Content-Type": "application/json", "X-XSRFToken": xsrf };
  const answer = await fetch(address, { method: "POST", headers, body: "{}", redirect: "manual" });
  return answer.status;
}"""


def test_guest_cannot_run_anything(meet: Callable[..., Person], lab: JupyterServer) -> None:
    """Jupyter's own sockets and calls, from pages of the guest's browser and of the host's."""
    ada, carol = host_and_guest(meet, lab)

    kernel = lab.call("POST", "api/kernels", {})["id"]
    terminal = lab.call("POST", "api/terminals")["name"]
    sockets = (f"api/kernels/{kernel}/channels", f"terminals/websocket/{terminal}", "api/events/subscribe")
    calls = ("api/kernels", "api/terminals", "api/sessions", "api/contents")
    # A page without a policy of its own, where only the server can refuse.
    hers, guests = ada.context.new_page(), carol.context.new_page()
    for tab in (hers, guests):
        tab.goto(f"{lab.url}login")
    for path in sockets:
        assert hers.evaluate(OPENS, lab.url + path), path
        assert not guests.evaluate(OPENS, lab.url + path), path
    for path in calls:
        assert hers.evaluate(POSTS, lab.url + path) in (200, 201, 400), (
            path
        )  # 400: let in, and not understood
        assert guests.evaluate(POSTS, lab.url + path) in (401, 403), path
    lab.call("DELETE", f"api/terminals/{terminal}")
    expect(ada.tile("Carol")).to_have_count(1)


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
