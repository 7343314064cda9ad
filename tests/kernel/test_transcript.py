from notebook_meet.transcript import Transcript
from notebook_meet.wire.talk import ChatMessage


def written(number: int) -> ChatMessage:
    return ChatMessage(number=number, sender="a" * 16, name="Ada", text=f"message {number}", at=float(number))


def numbers(transcript: Transcript) -> list[int]:
    return [message.number for message in transcript.messages]


def test_what_was_written_before_the_kernel_came_is_known_and_no_news() -> None:
    transcript = Transcript()
    transcript.welcomed()
    assert transcript.read([written(1), written(2)], "e1", live=False) == []
    assert transcript.read([written(3)], "e1", live=False) == []
    assert transcript.read([written(4)], "e1", live=True) == [written(4)]
    assert numbers(transcript) == [1, 2, 3, 4]


def test_what_was_missed_is_news_once() -> None:
    transcript = Transcript()
    transcript.welcomed()
    transcript.read([written(1)], "e1", live=False)
    transcript.welcomed()
    assert transcript.read([written(1), written(2)], "e1", live=False) == [written(2)]
    assert transcript.read([written(2)], "e1", live=True) == []
    assert numbers(transcript) == [1, 2]


def test_each_stands_where_it_was_written_however_it_comes() -> None:
    transcript = Transcript()
    transcript.read([written(3)], "e1", live=True)
    transcript.read([written(2)], "e1", live=False)
    assert numbers(transcript) == [2, 3]


def test_what_an_earlier_life_of_the_server_told_stays() -> None:
    transcript = Transcript()
    transcript.read([written(7)], "e1", live=True)
    assert transcript.read([written(1)], "e2", live=True) == [written(1)]
    assert numbers(transcript) == [7, 1]
