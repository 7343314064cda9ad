"""What a page does for each way in which a socket can end (docs/protocol.md, section 7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from tests.e2e.lost import BACK, NOTICED, expect_roster
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.faults.script import HEADER
from tests.jupyter import JupyterServer

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    """A server that misbehaves by script."""
    server = JupyterServer(
        tmp_path_factory.mktemp("faulty"),
        app="server",
        options=("--ServerApp.jpserver_extensions={'notebook_meet_server': False, 'tests.faults': True}",),
        variables={"PYTHONPATH": str(REPOSITORY)},
    )
    with watched(server, secrets):
        yield server


@dataclass
class Guinea:
    """Someone alone in a meeting, and how often that page opened a socket and asked to be let in."""

    person: Person
    sockets: int = 0
    admissions: int = 0

    def __post_init__(self) -> None:
        self.person.page.on("websocket", lambda _: self._count(sockets=1))
        self.person.page.on("request", self._requested)

    def _count(self, sockets: int = 0, admissions: int = 0) -> None:
        self.sockets += sockets
        self.admissions += admissions

    def _requested(self, request: Request) -> None:
        self._count(admissions=int(request.url.endswith("/admissions")))


@pytest.fixture
def play(meet: Callable[..., Person], lab: JupyterServer) -> Callable[[str], Guinea]:
    """Joins under a script."""

    def start(script: str) -> Guinea:
        ada = meet("Ada")
        ada.context.set_extra_http_headers({HEADER: script})
        guinea = Guinea(ada)
        ada.page.goto(f"{lab.url}meet/{created(lab, 'A call')}")
        ada.fill_prejoin()
        ada.page.get_by_role("button", name="Join without camera or microphone", exact=True).click()
        return guinea

    return start


def expect_in(guinea: Guinea, sockets: int) -> None:
    """Connected by so many sockets in all, alone, and nothing is wrong."""
    page = guinea.person.page
    while guinea.sockets < sockets:
        page.wait_for_event("websocket", timeout=NOTICED)
    expect(guinea.person.status).to_have_text("Connected", timeout=BACK)
    expect_roster(guinea.person)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_comes_back_with_the_same_participation(play: Callable[[str], Guinea]) -> None:
    steps = [
        "slow 0.2, close 1001",
        "close 1011",
        "close 1013 server_busy",
        "twice, close 4408 slow_reader",
        "close 4429 too_fast",
    ]
    steps += ["drop 1", "going-away 0.2", "epoch, drop 1", "twice"]
    guinea = play("; ".join(steps))
    expect_in(guinea, len(steps))
    assert (guinea.sockets, guinea.admissions) == (len(steps), 1)


@pytest.mark.parametrize(
    ("script", "sockets", "admissions"),
    [
        ("refuse internal", 2, 1),
        ("drop 1; refuse resume_refused", 3, 2),
        ("close 4401", 2, 2),
        ("drop 1; refuse admission_invalid; refuse admission_invalid", 4, 3),
    ],
)
def test_asks_the_server_and_not_the_person(
    script: str, sockets: int, admissions: int, play: Callable[[str], Guinea], lab: JupyterServer
) -> None:
    guinea = play(script)
    expect_in(guinea, sockets)
    assert (guinea.sockets, guinea.admissions) == (sockets, admissions)
    digest = lab.call("GET", f"meet/api/v1/meetings/{guinea.person.page.url.rpartition('/')[2]}")
    assert digest["present"] == 1, "no second self"


@pytest.mark.parametrize(
    ("script", "words", "may_return"),
    [
        ("close 1009", "larger than the server accepts", True),
        ("close 4400 bad_message", "did not understand a message", True),
        ("close 4403 removed", "You were removed from this meeting.", False),
        ("close 4403", "You were removed from this meeting.", False),
        ("close 4403 invite_revoked", "This invite was revoked.", False),
        ("close 4409", "moved to another of your tabs", True),
        ("close 4410", "This meeting has ended.", False),
    ],
)
def test_does_not_come_back(script: str, words: str, may_return: bool, play: Callable[[str], Guinea]) -> None:
    guinea = play(script)
    page = guinea.person.page
    expect(page.get_by_role("heading", level=2)).to_contain_text(words, timeout=SLOW)
    rejoin = page.get_by_role("button", name="Rejoin meeting", exact=True)
    expect(rejoin).to_have_count(1 if may_return else 0)
    assert (guinea.sockets, guinea.admissions) == (1, 1)
    if may_return:
        guinea.person.context.set_extra_http_headers({HEADER: ""})
        rejoin.click()
        expect_in(guinea, 2)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("script", "sockets"), [("no-pong", 2), ("stall 1", 2), ("stall 2", 2), ("drop 1; slow 6", 3)]
)
def test_gives_up_a_socket_that_does_not_answer(
    script: str, sockets: int, play: Callable[[str], Guinea]
) -> None:
    guinea = play(script)
    expect_in(guinea, sockets)
    assert guinea.admissions == 1
