"""Every screen: nothing against WCAG 2.2 AA, nothing moves where people ask for less motion, everything fits on a small phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.axe import ALL, COLOURS, violations
from tests.gallery.stage import Stage, light, speak, stage

WIDE = {"width": 800, "height": 600}
SMALL = {"width": 320, "height": 640}

MOVING = """() => [...document.querySelectorAll("*")]
  .filter((one) => {
    const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
    const lasts = (times) => times.split(", ").some((time) => Number.parseFloat(time) > 0.01);
    return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
  })
  .map((one) => `moves: ${one.outerHTML.slice(0, 200)}`)"""

# What a box of its own scrolls or cuts on purpose cannot stick out of the page.
STICKING_OUT = """() => {
  const held = (one) => one.parentElement
    && (getComputedStyle(one.parentElement).overflowX !== "visible" || held(one.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      const seen = width > 1 && one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      return seen && !held(one) && (right > innerWidth + 1 || left < -1);
    })
    .map((one) => `sticks out: ${one.outerHTML.slice(0, 200)}`);
}"""

# A toggle that is pressed has to look otherwise than one that is not, though all have the system's colours.
TOGGLES = """() => [...document.querySelectorAll("[aria-pressed]")]
  .filter((one) => one.checkVisibility())
  .map((one) => {
    const { borderStyle, backgroundColor, color } = getComputedStyle(one);
    return [one.getAttribute("aria-pressed"), `${borderStyle} ${backgroundColor} ${color}`];
  })"""

# What has the focus, whether that can be seen, and whether it is in the window.
FOCUS = """() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const { top, bottom } = one.getBoundingClientRect();
  return [
    one === document.body ? "BODY" : one.getAttribute("aria-label") ?? one.textContent,
    outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1,
    top < innerHeight && bottom > 0,
  ];
}"""

OWN_COLOURS = """() => [...document.querySelectorAll(".nbmeet-root *")].filter((one) =>
  getComputedStyle(one).forcedColorAdjust === "none" && !one.closest(
    // Pictures of their own, and what is drawn in the system's colours by ourselves.
    ".nbmeet-initials, .nbmeet-qr, .nbmeet-meter-bar, .nbmeet-switch-track")).length"""


@pytest.fixture(scope="module")
def gallery() -> Iterator[Stage]:
    with stage() as shown:
        yield shown


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # Less motion also spares the wait until the colours of the other scheme have faded in.
    with browser.new_context(viewport=WIDE, reduced_motion="reduce") as context:
        yield context.new_page()


def complaints(page: Page) -> dict[str, list[str]]:
    """What is wrong with the screen that is shown, by how one looks at it."""
    found = {"light": violations(page, ALL), "less motion": page.evaluate(MOVING)}
    light(page, "dark")
    found["dark"] = violations(page, COLOURS)
    page.set_viewport_size(SMALL)
    for tag in ("en", "zh-CN"):
        speak(page, tag)
        found[f"small, {tag}"] = page.evaluate(STICKING_OUT)
    found["small, dark"] = violations(page, ALL)
    page.set_viewport_size(WIDE)
    return found


def test_every_screen(gallery: Stage, page: Page) -> None:
    wrong: list[str] = []
    for scene in gallery.scenes(page):
        gallery.show(page, scene)
        for look, found in complaints(page).items():
            wrong += [f"{scene} ({look}): {one}" for one in found]
    assert not wrong, "\n\n".join(wrong)


def test_forced_colours(gallery: Stage, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    looks: dict[str, set[str]] = {"true": set(), "false": set()}
    for scene in ("meeting-four", "people", "chat", "prejoin-preview"):
        gallery.show(page, scene)
        for pressed, look in page.evaluate(TOGGLES):
            looks[pressed].add(look)
        assert page.evaluate(OWN_COLOURS) == 0, f"{scene}: something keeps colours of its own"
    assert looks["true"]
    assert looks["false"]
    assert not looks["true"] & looks["false"], "pressed and not pressed look alike"


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_focus_is_seen(gallery: Stage, page: Page, forced: str) -> None:
    """Tab by tab through a meeting with its people: each stop is marked."""
    page.emulate_media(forced_colors=forced)
    gallery.show(page, "people")
    page.evaluate("document.activeElement.blur()")
    stops: list[str] = []
    while True:
        page.keyboard.press("Tab")
        name, outline, whole = page.evaluate(FOCUS)
        if name == "BODY" or name in stops:
            break
        assert outline, f"nothing marks the focus on {name}"
        assert whole, f"{name} has the focus outside the window"
        stops.append(name)
    assert len(stops) > 8, stops
