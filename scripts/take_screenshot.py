"""Takes the pictures of README and docs: four people in a real meeting, seen from a JupyterLab cell.

Run it from a clone after ``make test`` has set things up: ``.venv/bin/python scripts/take_screenshot.py``. The cameras
are drawn portraits, one for each person, and the shared screen is a photograph of a notebook; everything else is the product.
"""

import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path  # noqa: E402 (found by the line above)
from tests.e2e.frontends import LAB  # noqa: E402
from tests.e2e.media import expect_moving  # noqa: E402
from tests.e2e.meetings import button  # noqa: E402
from tests.e2e.people import People, Person  # noqa: E402
from tests.e2e.secrets_scan import Secrets  # noqa: E402
from tests.e2e.waiting import wait_until  # noqa: E402
from tests.jupyter import JupyterServer, running  # noqa: E402

PICTURES = REPOSITORY / "docs" / "images"
SIZE = (640, 360)
LOOKS = {
    "Ada": ((196, 139, 146), (62, 40, 36), (222, 178, 150), (46, 96, 84)),
    "Grace": ((139, 160, 196), (72, 66, 70), (206, 156, 126), (112, 74, 56)),
    "Alan": ((150, 176, 150), (38, 30, 28), (226, 186, 160), (60, 70, 110)),
    "Carol": ((196, 180, 132), (120, 72, 40), (190, 140, 108), (120, 60, 84)),
}
CELL = 'from notebook_meet import Meeting\n\nm = Meeting.create("Linear algebra, office hours")\nm'
SHARED = (
    "import numpy as np\nimport pandas as pd\n\nA = np.array([[2, 1], [1, 3]])",
    "values, vectors = np.linalg.eigh(A)\npd.DataFrame(vectors, index=['x', 'y'], columns=values.round(3))",
    "vectors @ np.diag(values) @ vectors.T  # A again",
)
"""The notebook on Grace's screen."""
SHOW = """(picture) => {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    setInterval(() => context.drawImage(image, 0, 0), 100);
    return canvas.captureStream(10);
  };
}"""

Colour = tuple[int, int, int]


def portrait(wall: Colour, hair: Colour, skin: Colour, shirt: Colour, shift: int) -> Image.Image:
    """Head and shoulders before a wall with a window; ``shift`` moves the person a few pixels."""
    picture = Image.new("RGB", SIZE, wall)
    draw = ImageDraw.Draw(picture)
    light: Colour = (min(wall[0] + 24, 255), min(wall[1] + 24, 255), min(wall[2] + 24, 255))
    draw.rectangle((60, 30, 210, 190), fill=light)
    draw.line((135, 30, 135, 190), fill=wall, width=6)
    picture = picture.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(picture)
    x = 320 + shift
    draw.ellipse((x - 150, 262, x + 150, 560), fill=shirt)
    draw.rounded_rectangle((x - 34, 210, x + 34, 300), 30, fill=skin)
    draw.ellipse((x - 88, 56, x + 88, 240), fill=hair)
    draw.ellipse((x - 68, 82, x + 68, 254), fill=skin)
    draw.pieslice((x - 76, 58, x + 76, 196), 180, 360, fill=hair)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def film(path: Path, look: tuple[Colour, Colour, Colour, Colour]) -> None:
    """Two seconds of someone who sways a little, as Chromium's fake camera reads it (YUV4MPEG2)."""
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420mpeg2\n" % SIZE)
        for frame in range(20):
            bands = portrait(*look, shift=abs(frame - 10)).convert("YCbCr").split()
            half = (SIZE[0] // 2, SIZE[1] // 2)
            planes = [bands[0], *(band.resize(half) for band in bands[1:])]
            file.write(b"FRAME\n" + b"".join(plane.tobytes() for plane in planes))


def browser(playwright: Playwright, camera: Path) -> Browser:
    """A Chromium whose camera plays a film."""
    flags = [flag for flag in CHROMIUM_FLAGS if not flag.startswith("--use-fake-device")]
    flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
    return playwright.chromium.launch(executable_path=chromium_path(), args=flags)


def meet(people: People, playwright: Playwright, server: JupyterServer, folder: Path) -> list[Person]:
    """Everybody joins; Ada, the first, is whom the pictures are taken of."""
    made: list[Person] = []
    for name, look in LOOKS.items():
        film(folder / f"{name}.y4m", look)
        window = browser(playwright, folder / f"{name}.y4m")
        made.append(people.meet(window, server, name, Secrets()))
    ada, *others = made
    ada.page.set_viewport_size({"width": 1180, "height": 800})
    ada.open_lab("office-hours.ipynb")
    ada.run_cell(0)
    ada.join()
    link = ada.page.get_by_role("textbox", name="Meeting link").input_value()
    for other in others:
        other.page.goto(link)
        other.join()
    for name in LOOKS:
        expect_moving(ada.page, f"{name} (you)" if name == "Ada" else name)
    return made


def shoot(ada: Person, name: str) -> None:
    """What she sees, without a pointer on anything and while nothing moves."""
    ada.page.mouse.move(5, 5)
    wait_until(ada.page, "() => document.getAnimations().every((one) => one.playState !== 'running')")
    ada.shoot(PICTURES / name)


def show_people(ada: Person, grace: Person) -> None:
    """The list of the people, with a hand raised, as a host sees it."""
    button(grace, "Raise hand").click()
    button(ada, "People").click()
    expect(button(ada, "Lower hand of Grace")).to_be_visible()
    shoot(ada, "people.png")
    button(ada, "Lower hand of Grace").click()
    button(ada, "Make presenter Grace").click()
    button(ada, "People").click()


def show_screen(ada: Person, grace: Person) -> None:
    """Grace, who may now, shares a notebook."""
    desk = grace.context.new_page()
    desk.set_viewport_size({"width": 1120, "height": 630})
    desk.goto(f"{grace.server.url}lab/workspaces/desk/tree/eigenvalues.ipynb")
    LAB.wait(desk)
    for index in range(len(SHARED)):
        LAB.run_cell(desk, index)
    desk.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    grace.page.evaluate(SHOW, b64encode(desk.screenshot()).decode())
    desk.close()
    button(grace, "Share screen").click()
    expect_moving(ada.page, "Grace's screen")
    sharp = "(tile) => tile.querySelector('video').videoWidth === 1120"
    wait_until(ada.page, sharp, ada.tile("Grace's screen").element_handle())
    shoot(ada, "shared-screen.png")


def show_chat(ada: Person, grace: Person, alan: Person) -> None:
    """A question, and an answer with code in it."""
    for someone in (ada, grace, alan):
        button(someone, "Chat").click()
    write(alan, "Which routine do we take if A is not symmetric?")
    write(grace, "This one:\n```\nvalues, vectors = np.linalg.eig(A)\n```")
    write(ada, "The notes are at https://example.org/notes/07")
    expect(ada.page.get_by_role("log", name="Messages", exact=True)).to_contain_text("not symmetric")
    shoot(ada, "chat.png")
    button(ada, "Chat").click()


def write(someone: Person, text: str) -> None:
    someone.page.get_by_role("textbox", name="Message", exact=True).fill(text)
    button(someone, "Send").click()


def main() -> None:
    """Takes the pictures."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        with running(JupyterServer(folder / "lab")) as server:
            server.notebook("office-hours.ipynb", CELL)
            server.notebook("eigenvalues.ipynb", *SHARED)
            people = People()
            ada, grace, alan, _ = meet(people, playwright, server, folder)
            ada.command("application:toggle-left-area")
            expect(ada.page.get_by_role("figure")).to_have_count(len(LOOKS))
            shoot(ada, "first-call.png")
            show_people(ada, grace)
            show_chat(ada, grace, alan)
            show_screen(ada, grace)
            people.close()
    print(PICTURES)


if __name__ == "__main__":
    main()
