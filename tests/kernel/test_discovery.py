import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.discovery import Server, find_server
from notebook_meet.errors import ServerNotFound

EXTENSION = {
    "NOTEBOOK_MEET_SERVER_URL": "http://127.0.0.1:8888/user/ada/meet/",
    "NOTEBOOK_MEET_SECRET": "extension-secret",
}
OWN = {"NOTEBOOK_MEET_SERVER": "https://hub.example.org/user/ada", "NOTEBOOK_MEET_TOKEN": "own-token"}
PARENT = {"JPY_PARENT_PID": "4711"}
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes what a running Jupyter server writes into the runtime folder."""

    def write(**changes: Any) -> Path:
        info = {
            "base_url": "/", "hostname": "localhost", "password": False, "pid": 4711, "port": 8890, "root_dir": "/",
            "secure": False, "sock": "", "token": "file-token", "url": "http://localhost:8890/", "version": "2.21.1",
        }  # fmt: skip
        (tmp_path / "jpserver-4711.json").write_text(json.dumps({**info, **changes}))
        return tmp_path

    return write


def test_what_the_call_names_wins_over_everything(written: Written) -> None:
    found = find_server(
        "http://elsewhere:1/", "t", environ={**OWN, **EXTENSION, **PARENT}, runtime_dir=written()
    )
    assert found == Server("http://elsewhere:1/", "token t")


def test_then_what_the_person_has_set(written: Written) -> None:
    found = find_server(environ={**OWN, **EXTENSION, **PARENT}, runtime_dir=written())
    assert found == Server("https://hub.example.org/user/ada/", "token own-token")


def test_then_what_the_extension_gave_to_this_kernel(written: Written) -> None:
    found = find_server(environ={**EXTENSION, **PARENT}, runtime_dir=written())
    assert found == Server("http://127.0.0.1:8888/user/ada/", "notebook-meet extension-secret")
    assert found.root == EXTENSION["NOTEBOOK_MEET_SERVER_URL"]
    assert found.origin == "http://127.0.0.1:8888"


def test_then_what_the_server_that_started_it_wrote_down(written: Written) -> None:
    assert find_server(environ=PARENT, runtime_dir=written()) == Server(
        "http://localhost:8890/", "token file-token"
    )


@pytest.mark.parametrize("base", ["/lab/", "/user/meet/", "/tree/ada/"])
def test_a_base_url_may_be_named_like_one_of_jupyters_pages(written: Written, base: str) -> None:
    given = {**EXTENSION, "NOTEBOOK_MEET_SERVER_URL": f"http://127.0.0.1:8888{base}meet/"}
    assert find_server(environ=given, runtime_dir=written()).base_url == f"http://127.0.0.1:8888{base}"
    assert (
        find_server(environ=PARENT, runtime_dir=written(base_url=base)).base_url
        == f"http://localhost:8890{base}"
    )


def test_else_the_error_names_the_cure(tmp_path: Path) -> None:
    for environ in ({}, PARENT, {"JPY_PARENT_PID": "../4711"}, {"NOTEBOOK_MEET_SERVER_URL": "http://x/"}):
        with pytest.raises(ServerNotFound, match="NOTEBOOK_MEET_SERVER") as refused:
            find_server(environ=environ, runtime_dir=tmp_path)
        assert refused.value.code == "server_not_found"


@pytest.mark.parametrize(
    ("changes", "base_url"),
    [
        ({"hostname": "0.0.0.0", "url": "http://box:8890/"}, "http://127.0.0.1:8890/"),
        ({"hostname": "::"}, "http://127.0.0.1:8890/"),
        ({"hostname": "::1"}, "http://[::1]:8890/"),
        ({"hostname": ""}, "http://127.0.0.1:8890/"),
        ({"secure": True, "base_url": "/user/ada%40home/"}, "https://localhost:8890/user/ada%40home/"),
    ],
)
def test_the_written_address_is_made_one_that_this_machine_reaches(
    written: Written, changes: dict[str, Any], base_url: str
) -> None:
    assert find_server(environ=PARENT, runtime_dir=written(**changes)).base_url == base_url


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"port": "x"}', '{"port": 1, "sock": "/run/x"}', "\x00"]
)
def test_a_file_that_cannot_be_used_is_passed_over(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "jpserver-4711.json").write_text(content)
    with pytest.raises(ServerNotFound):
        find_server(environ=PARENT, runtime_dir=tmp_path)
    assert "jpserver-4711.json" in caplog.text


@pytest.mark.parametrize(
    ("address", "base_url"),
    [
        ("http://localhost:8888", "http://localhost:8888/"),
        ("http://localhost:8888/lab?token=abc", "http://localhost:8888/"),
        ("http://localhost:8888/user/ada/lab/tree/x.ipynb?token=abc", "http://localhost:8888/user/ada/"),
        ("http://localhost:8888/user/ada/meet/", "http://localhost:8888/user/ada/"),
    ],
)
def test_an_address_may_be_pasted_as_a_browser_or_a_log_shows_it(
    tmp_path: Path, address: str, base_url: str
) -> None:
    found = find_server(address, environ={}, runtime_dir=tmp_path)
    assert found == Server(base_url, "token abc" if "token" in address else "")


@pytest.mark.parametrize(
    "address", ["localhost:8888", "ftp://x/", "http://", "http://u:p@x/", "http://x:99999/"]
)
def test_what_is_no_address_is_refused_with_an_example(tmp_path: Path, address: str) -> None:
    with pytest.raises(ServerNotFound, match="http://host:8888/"):
        find_server(address, environ={}, runtime_dir=tmp_path)


def test_a_token_without_its_server_goes_nowhere(written: Written) -> None:
    with pytest.raises(ServerNotFound, match="Pass server="):
        find_server(token="t", environ={**OWN, **EXTENSION, **PARENT}, runtime_dir=written())


def test_naming_the_own_server_uses_the_own_credentials_and_any_other_gets_none(written: Written) -> None:
    environ = {**EXTENSION, **PARENT}
    assert find_server(
        "http://localhost:8888/user/ada", environ=environ, runtime_dir=written()
    ).authorization == ("notebook-meet extension-secret")
    assert (
        find_server("http://127.0.0.1:8890/", environ=environ, runtime_dir=written()).authorization
        == "token file-token"
    )
    assert (
        find_server("http://other:8888/user/ada", environ=environ, runtime_dir=written()).authorization == ""
    )


def test_no_credential_is_ever_printed(tmp_path: Path) -> None:
    assert "extension-secret" not in repr(find_server(environ=EXTENSION, runtime_dir=tmp_path))


def test_certificates_are_checked_except_on_this_machine() -> None:
    assert Server("https://hub.example.org/").checks_certificate
    assert not Server("https://127.0.0.1:8888/").checks_certificate


ON_HUB = {
    **EXTENSION,
    "NOTEBOOK_MEET_SERVICE": "http://127.0.0.1:10181/services/meet/",
    "JUPYTERHUB_USER": "ada",
    "JUPYTERHUB_PUBLIC_URL": "https://ada.hub.example/user/ada/",
}


def test_on_a_hub_the_meetings_live_in_its_service(tmp_path: Path) -> None:
    server = find_server(environ=ON_HUB, runtime_dir=tmp_path)
    assert server.socket_url == "ws://127.0.0.1:10181/services/meet/api/v1/socket"
    assert server.origin == "http://127.0.0.1:10181"
    assert server.public_root("https://hub.example") == "https://hub.example/services/meet/"
    assert find_server(environ=EXTENSION, runtime_dir=tmp_path).service_page("") == ""


def test_browsers_go_to_another_host_on_a_hub_with_subdomains(tmp_path: Path) -> None:
    server = find_server(environ=ON_HUB, runtime_dir=tmp_path)
    assert server.service_page("https://meet.hub.example/s/") == "https://meet.hub.example/s/"
    assert server.service_page("") == "/services/meet/"
