"""How people get into a meeting, and meetings and invites made beside the user interface, for tests about something else."""

from playwright.sync_api import Locator

from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer


def button(someone: Person, name: str) -> Locator:
    return someone.page.get_by_role("button", name=name, exact=True)


def begin(host: Person, title: str, *others: Person, passcode: str = "") -> str:
    """Makes a meeting on the page, in which everybody is then; its address."""
    host.page.goto(f"{host.server.url}meet/")
    host.page.get_by_role("textbox", name="Meeting title", exact=True).fill(title, timeout=SLOW)
    host.page.get_by_role("textbox", name="Passcode (optional)", exact=True).fill(passcode)
    button(host, "Create meeting").click()
    host.join()
    for someone in others:
        come(someone, host.page.url)
    return host.page.url


def come(someone: Person, address: str) -> None:
    someone.page.goto(address)
    someone.join()


def make_invite(host: Person, name: str = "", role: str = "attendee") -> str:
    """Makes an invite in the panel and takes its link from the clipboard, as a person would."""
    page = host.page
    # What is not named here is taken away, also what is in use.
    host.context.grant_permissions(["camera", "microphone", "clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("textbox", name="Guest name (optional)", exact=True).fill(name)
    page.get_by_role("combobox", name="Role", exact=True).select_option(role)
    page.get_by_role("button", name="Create invite", exact=True).click()
    copy = page.get_by_role("list", name="Invites").get_by_role(
        "button", name=f"Copy invite {name or 'Anyone'}", exact=True
    )
    copy.click()
    wait_until(page, "async () => (await navigator.clipboard.readText()).includes('#invite=')")
    link: str = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    return link


def created(lab: JupyterServer, title: str) -> str:
    """Makes a meeting over REST as the server's owner; its id."""
    answer = lab.call("POST", "meet/api/v1/meetings", {"title": title})
    meeting: str = answer["meeting"]["id"]
    return meeting


def invited(lab: JupyterServer, host: Person, meeting: str, role: str = "attendee") -> str:
    """Makes an invite from the host's own page, whose cookie the meeting's host role is bound to."""
    secret: str = host.page.evaluate(
        """async ([root, meeting, role]) => {
          const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? "";
          const answer = await fetch(`${root}meet/api/v1/meetings/${meeting}/invites`, {
            method: "POST", headers: { "Content-Type": "application/json", "X-XSRFToken": xsrf },
            body: JSON.stringify({ role }) });
          return (await answer.json()).secret;
        }""",
        [lab.base_url, meeting, role],
    )
    return secret
