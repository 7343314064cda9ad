"""Someone who has a keyboard and nothing else."""

from playwright.sync_api import Locator, Page, expect

STOPS = 60
"""How often Tab is pressed before something counts as out of reach."""

# What has the focus, by the name it has for a screen reader, and whether that can be seen.
FOCUS = """() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const label = one.matches("input, select, textarea") && one.closest("label")?.querySelector("span")?.textContent;
  const { top, bottom, width } = one.getBoundingClientRect();
  return {
    nowhere: one === document.body || !one.isConnected,
    name: one.getAttribute("aria-label") ?? (label || one.textContent),
    marked: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1,
    inSight: width > 0 && bottom > 0 && top < innerHeight,
  };
}"""


class Keys:
    """Walks a page by Tab. Wherever it comes to, the focus can be seen; whatever it does, the focus is somewhere after."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def walk(self, name: str) -> None:
        """Presses Tab until what has this name has the focus.

        Raises:
            AssertionError: it is out of reach, or the focus cannot be seen on the way.
        """
        passed: list[str] = []
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["nowhere"]:
                continue  # the end of the page, from where it begins again
            passed.append(focus["name"])
            assert focus["marked"], f"nothing marks the focus on {focus['name']}"
            assert focus["inSight"], f"{focus['name']} has the focus out of sight"
            if focus["name"] == name:
                return
        raise AssertionError(f"{name} is out of reach; on the way: {', '.join(passed)}")

    def press(self, name: str, key: str = "Enter") -> None:
        """Walks to a control and presses a key on it."""
        self.walk(name)
        self.page.keyboard.press(key)

    def write(self, name: str, words: str) -> None:
        """Walks to a field and writes in place of what stands there."""
        self.walk(name)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def expect_in(self, place: Locator) -> None:
        """The focus is in there, or on it: it has not been lost with what was drawn anew."""
        expect(place.locator(":focus").or_(place.and_(self.page.locator(":focus")))).to_have_count(1)
