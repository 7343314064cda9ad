"""The server's disk is full: whoever wants to come in is told so in words, and comes in once there is room."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.media import expect_media_from
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.jupyter import JupyterServer
from tests.store.disks import Disk, need_mounts, on_small_disk

Meet = Callable[..., Person]


def test_a_full_disk_costs_the_call_nothing(
    tmp_path: Path, serve: Callable[[JupyterServer], JupyterServer], meet: Meet
) -> None:
    need_mounts()
    folder = tmp_path / "disk"
    folder.mkdir()
    options = (f"--Meet.database={folder / 'meetings.sqlite3'}",)
    server = serve(
        JupyterServer(tmp_path / "server", app="server", options=options, within=on_small_disk(folder))
    )
    assert server.process is not None
    disk = Disk(folder, server.process.pid)
    meeting = created(server, "Full")
    ada, grace, alan = (meet(name, at=server) for name in ("Ada", "Grace", "Alan"))
    for someone in (ada, grace, alan):
        someone.page.goto(f"{server.url}meet/{meeting}")
        someone.fill_prejoin()
    for someone in (ada, grace):
        someone.join()
    expect_media_from(ada.page, 1)

    disk.fill()
    alan.page.get_by_role("button", name="Join meeting", exact=True).click()
    alert = alan.page.get_by_role("alert").filter(has_text=re.compile("disk is full"))
    expect(alert).to_contain_text("Ask its administrator to make room")
    expect_media_from(ada.page, 1)
    grace.leave()
    expect(ada.tile("Grace")).to_have_count(0)

    disk.make_room()
    alan.join()
    expect(alert).to_have_count(0)
    expect_media_from(alan.page, 1)
    expect(ada.tile("Alan")).to_have_count(1)
