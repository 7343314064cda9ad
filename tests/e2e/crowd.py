"""Many guests at once, over the bare protocol, from one page that shows nothing of the meeting."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.people import Person

COME = """
async ([root, meeting, invite, names]) => {
  const sockets = (window.__crowd = []);
  const join = async (name) => {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ name, invite });
    const asked = { method: "POST", credentials: "omit", headers, body };
    const answer = await (await fetch(`${root}api/v1/meetings/${meeting}/admissions`, asked)).json();
    if (!answer.admission) throw new Error(`${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
    const socket = new WebSocket(`${root.replace(/^http/, "ws")}api/v1/socket`, "notebook-meet.v1");
    await new Promise((resolve, reject) => {
      socket.onopen = () => socket.send(JSON.stringify({ type: "hello", admission: answer.admission }));
      socket.onmessage = ({ data }) => (JSON.parse(data).type === "welcome" ? resolve() : reject(new Error(data)));
      socket.onerror = reject;
    });
    socket.onmessage = null;
    sockets.push(socket);
    return answer.name;
  };
  const shown = [];
  for (let at = 0; at < names.length; at += 6) shown.push(...(await Promise.all(names.slice(at, at + 6).map(join))));
  return shown;
}
"""

GO = """
() => window.__crowd.forEach((socket) => {
  socket.send(JSON.stringify({ type: "leave", n: 1 }));
})
"""


@contextmanager
def crowd(host: Person, meeting: str, invite: str, names: list[str]) -> Iterator[list[str]]:
    """Guests with these names, for as long as the block takes; gives the names as the server has them.

    Args:
        host: whose page, which must be of the server's origin, holds the sockets.
        invite: the secret of an invite with enough uses.
    """
    root = f"{host.server.url}meet/"
    yield host.page.evaluate(COME, [root, meeting, invite, names])
    host.page.evaluate(GO)
