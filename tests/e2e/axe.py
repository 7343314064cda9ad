"""What axe-core has against a page: WCAG 2.2, levels A and AA."""

from typing import Any

from playwright.sync_api import Page

from tests.gallery.stage import JS

AXE = JS / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
"""All that can change with the light."""


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What is wrong, one sentence for each element, with the element's own words."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    run = """async (runOnly) => {
      const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${help}\\n${html}\\n${failureSummary}`));
    }"""
    found: list[str] = page.evaluate(run, rules)
    return found
