import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet.errors import BadLink, InviteInvalid, MeetError
from notebook_meet.links import is_loopback, is_origin, names_one_of, parse_link

ID = "AbCdEfGhIjKlMnOpQrSt-_"
SECRET = "s" * 42 + "-"


@pytest.mark.parametrize(
    ("text", "root"),
    [
        (ID, None),
        (f"  {ID}\n", None),
        (f"http://127.0.0.1:8888/meet/{ID}", "http://127.0.0.1:8888/meet/"),
        (
            f"<https://hub.example.org/user/ada%40home/meet/{ID}>",
            "https://hub.example.org/user/ada%40home/meet/",
        ),
        (f"https://hub.example.org/services/meet/{ID}?utm=mail", "https://hub.example.org/services/meet/"),
        (f"http://[::1]:8888/meet/{ID}", "http://[::1]:8888/meet/"),
    ],
)
def test_takes_ids_and_links(text: str, root: str | None) -> None:
    link = parse_link(text)
    assert (link.meeting_id, link.root, link.invite) == (ID, root, None)


def test_takes_the_invite_out_of_the_fragment_and_shows_it_to_nobody() -> None:
    link = parse_link(f"http://127.0.0.1:8888/meet/{ID}#invite={SECRET}")
    assert link.invite == SECRET
    assert SECRET not in repr(link)


def test_an_invite_that_was_not_copied_whole_is_no_meeting_link() -> None:
    with pytest.raises(InviteInvalid):
        parse_link(f"http://127.0.0.1:8888/meet/{ID}#invite={SECRET[:-1]}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        ID[:-1],
        f"{ID}x",
        f"ftp://127.0.0.1/meet/{ID}",
        f"javascript:{ID}",
        f"//host/meet/{ID}",
        f"/meet/{ID}",
        f"http:///meet/{ID}",
        f"http://ada:pw@host/meet/{ID}",
        f"http://host:99999/meet/{ID}",
        f"http://host:0/meet/{ID}",
        f"http://[::1/meet/{ID}",
        f"http://host/meet/{ID[:-1]}",
        f"http://host/meet/{ID}/more",
        f"http://host/a b/{ID}",
    ],
)
def test_refuses_everything_else_in_words(text: str) -> None:
    with pytest.raises(BadLink) as refused:
        parse_link(text)
    assert refused.value.code == "bad_id"
    assert "copied whole" in str(refused.value)


@given(st.text() | st.text(st.sampled_from("htps:/#@[]%?=0 " + ID)).map(lambda tail: f"http://{tail}"))
def test_no_text_gives_anything_but_a_link_or_a_clear_error(text: str) -> None:
    try:
        link = parse_link(text)
    except MeetError:
        return
    assert len(link.meeting_id) == 22


def test_all_names_of_this_machine_are_one() -> None:
    own = ["http://127.0.0.1:8888/meet/", "https://example.org/jupyter/meet/"]
    assert names_one_of("http://localhost:8888/meet/", own)
    assert names_one_of("http://[::1]:8888/meet/", own)
    assert names_one_of("https://EXAMPLE.org:443/jupyter/meet/", own)
    assert not names_one_of("http://localhost:8889/meet/", own)
    assert not names_one_of("https://localhost:8888/meet/", own)
    assert not names_one_of("https://example.org/user/ada/meet/", own)
    assert not names_one_of("http://127.0.0.1.example.org:8888/meet/", own)


def test_loopback_is_told_from_look_alikes() -> None:
    assert is_loopback("http://127.8.0.1/")
    assert is_loopback("http://localhost/")
    assert not is_loopback("http://localhost.example.org/")
    assert not is_loopback("http://10.0.0.1/")


def test_origins() -> None:
    assert is_origin("https://example.org:8443")
    for text in (
        "https://example.org/",
        "https://a@example.org",
        "null",
        "file://x",
        "https://",
        "https://x y",
        "http://x:0",
    ):
        assert not is_origin(text)
