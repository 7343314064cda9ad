"""Calls that only a TURN server carries, over UDP and over TCP, with credentials that the meeting gives out.

What becomes of a bad credential: tests/web/test_turn_credentials.py.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.coturn import SECRET, Coturn, running_coturn
from tests.e2e.media import expect_media_from, links
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]

RELAY_ONLY = """
(() => {
  const forced = (given) => ({
    ...given,
    iceTransportPolicy: "relay",
    iceServers: given.iceServers.map((one) => ({ ...one, urls: one.urls.filter((url) => url.endsWith("TRANSPORT")) })),
  });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(given) { super(forced(given)); }
    setConfiguration(given) { super.setConfiguration(forced(given)); }
  };
})();
"""
"""Runs before the page's own scripts: its connections find no way but through the TURN server, by one transport."""

WAY = """async () => {
  const [connection] = window.__connections.filter((one) => one.connectionState === "connected");
  const rows = await connection.getStats();
  const transport = [...rows.values()].find(({ type }) => type === "transport");
  const pair = rows.get(transport.selectedCandidatePairId);
  const [local, remote] = [rows.get(pair.localCandidateId), rows.get(pair.remoteCandidateId)];
  return [local.candidateType, local.relayProtocol, remote.candidateType];
}"""
SHORT = 60
"""Seconds that a credential is good for on a server where tests wait for it to run out: the least that can be set."""
USERNAME = """() => window.__connections.filter((one) => one.connectionState === "connected")
  .map((one) => one.getConfiguration().iceServers.at(-1).username)[0]"""
RESTARTED = """([index, ufrag]) =>
  !window.__connections[index].localDescription.sdp.includes(`a=ice-ufrag:${ufrag}\\r`)"""


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with running_coturn(tmp_path_factory.mktemp("coturn")) as coturn:
        yield coturn


@pytest.fixture(scope="module")
def lab(
    tmp_path_factory: pytest.TempPathFactory, secrets: Secrets, coturn: Coturn
) -> Iterator[JupyterServer]:
    """A server without JupyterLab that knows the TURN server."""
    options = [f"--Meet.turn_uris={coturn.uri(transport)}" for transport in ("udp", "tcp")]
    options.append(f"--Meet.turn_seconds={SHORT}")
    folder, variables = tmp_path_factory.mktemp("turn"), {"NOTEBOOK_MEET_TURN_SECRET": SECRET}
    secrets.add("secret of the TURN server", SECRET)
    with watched(
        JupyterServer(folder, app="server", options=options, variables=variables), secrets
    ) as server:
        yield server


@pytest.fixture
def relayed(lab: JupyterServer, meet: Meet) -> Callable[[str], tuple[Page, Page]]:
    """Two people whose call has only one way: through the TURN server, by this transport."""

    def call(transport: str) -> tuple[Page, Page]:
        address = f"{lab.url}meet/{created(lab, transport)}"
        people = meet("Ada"), meet("Grace")
        for someone in people:
            someone.context.add_init_script(RELAY_ONLY.replace("TRANSPORT", transport))
            someone.page.goto(address)
            someone.join()
        for someone in people:
            expect_media_from(someone.page, 1)
            assert someone.page.evaluate(WAY) == ["relay", transport, "relay"]
        return people[0].page, people[1].page

    return call


def test_a_call_over_tcp(relayed: Callable[[str], tuple[Page, Page]]) -> None:
    relayed("tcp")


def test_a_call_over_udp_goes_on_with_the_next_credential(
    relayed: Callable[[str], tuple[Page, Page]], lab: JupyterServer
) -> None:
    """A restarted server welcomes everybody afresh, and a welcome brings the next credential."""
    pages = relayed("udp")
    before = [(links(page), page.evaluate(USERNAME)) for page in pages]
    assert len({username.partition(":")[2] for _, username in before}) == len(pages)
    lab.stop()
    lab.start()
    for page, (connections, username) in zip(pages, before, strict=True):
        wait_until(page, f"(before) => ({USERNAME})() !== before", username)
        later = page.evaluate(USERNAME)
        assert later.partition(":")[2] == username.partition(":")[2], "still the same participation"
        assert links(page) == connections
        expect_media_from(page, 1)


@pytest.mark.soak
def test_a_call_finds_its_way_again_after_the_first_credential_has_run_out(
    relayed: Callable[[str], tuple[Page, Page]], coturn: Coturn
) -> None:
    """The TURN server forgets every relay, so the pages need new ones: only the credential that came last gets them."""
    pages = relayed("udp")
    before = []
    for page in pages:
        first = page.evaluate(USERNAME)
        wait_until(page, "(first) => Date.now() / 1000 > parseInt(first)", first, timeout=3 * SHORT * 1000)
        wait_until(page, f"() => parseInt(({USERNAME})()) > Date.now() / 1000")
        (link,) = links(page)
        before.append(link)
    coturn.kill()
    coturn.start()
    for page, (index, ufrag) in zip(pages, before, strict=True):
        wait_until(page, RESTARTED, [index, ufrag])
        expect_media_from(page, 1)
        assert page.evaluate(WAY) == ["relay", "udp", "relay"]
        assert [at for at, _ in links(page)] == [index], "the connection was mended, not made anew"
