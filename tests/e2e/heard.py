"""Who is heard in a page, asked of the elements that play: sound that comes but is not played is heard by nobody."""

from playwright.sync_api import Page

from tests.e2e.media import LOUD
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until

LISTEN = """
(() => {
  const players = (window.__players = []);
  const Native = window.Audio;
  window.Audio = function (...settings) {
    const player = new Native(...settings);
    players.push(player);
    return player;
  };
})();
"""
"""Runs before the page's own scripts: remembers every element that plays sound without standing in the document."""

_HEARD = """([name, heard]) => {
  const tile = [...document.querySelectorAll("figure")].find((one) => one.getAttribute("aria-label") === name);
  const [track] = tile?.querySelector("video")?.srcObject?.getAudioTracks() ?? [];
  const plays = ({ srcObject, paused, muted }) =>
    !paused && !muted && srcObject !== null && srcObject.getAudioTracks().includes(track);
  return track !== undefined && window.__players.some(plays) === heard;
}"""

_GROWS = """async ([name, figure, much]) => {
  const tile = [...document.querySelectorAll("figure")].find((one) => one.getAttribute("aria-label") === name);
  const [track] = tile?.querySelector("video")?.srcObject?.getAudioTracks() ?? [];
  for (const connection of window.__connections) {
    if (!track || !connection.getReceivers().some((one) => one.track === track)) continue;
    for (const row of (await connection.getStats()).values()) {
      if (row.type !== "inbound-rtp" || row.kind !== "audio") continue;
      window.__before ??= row[figure];
      if (row[figure] > window.__before + much) return true;
    }
  }
  return false;
}"""
SOME_BYTES = 4000
"""What comes in about a second of sound."""


def listen(*people: Person) -> None:
    """From the next page on, what these people's pages play is known."""
    for someone in people:
        someone.context.add_init_script(LISTEN)


def expect_heard(page: Page, name: str, *, heard: bool = True) -> None:
    """Waits until the page plays the sound of the tile ``name``, or plays it no more."""
    wait_until(page, _HEARD, [name, heard])


def expect_sound_arrives(page: Page, name: str) -> None:
    """Waits until more sound has come from the person of the tile ``name``, whether or not it is played."""
    _expect_growing(page, name, "bytesReceived", SOME_BYTES)


def expect_loud(page: Page, name: str) -> None:
    """Waits until more sound than silence was played of what comes from the person of the tile ``name``."""
    _expect_growing(page, name, "totalAudioEnergy", LOUD)


def _expect_growing(page: Page, name: str, figure: str, much: float) -> None:
    page.evaluate("() => { delete window.__before }")
    wait_until(page, _GROWS, [name, figure, much])
