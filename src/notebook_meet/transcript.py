"""The chat of one meeting as the kernel knows it, without I/O."""

from notebook_meet.wire.talk import ChatMessage


class Transcript:
    """Every message once, in the order written; those of an earlier life of the server stay.

    Attributes:
        messages: what is known, oldest first. Never changed, but replaced: any thread may read it.
    """

    def __init__(self) -> None:
        self.messages: tuple[ChatMessage, ...] = ()
        self._earlier: tuple[ChatMessage, ...] = ()
        self._known: dict[int, ChatMessage] = {}
        self._epoch = ""
        self._welcomes = 0
        self._live = False

    def welcomed(self) -> None:
        """The server begins to tell what was written before."""
        self._welcomes += 1

    def read(self, messages: list[ChatMessage], epoch: str, *, live: bool) -> list[ChatMessage]:
        """Takes messages in.

        Args:
            messages: what the server told.
            epoch: the server's life; in each the numbers begin anew.
            live: whether this was just written, and is not history.

        Returns:
            What is news: not known yet, and not written before this kernel first came.
        """
        if epoch != self._epoch:
            self._earlier = self.messages
            self._known, self._epoch = {}, epoch
        fresh = [message for message in messages if message.number not in self._known]
        self._known |= {message.number: message for message in fresh}
        self.messages = (*self._earlier, *(self._known[number] for number in sorted(self._known)))
        self._live = self._live or live or self._welcomes > 1
        return fresh if self._live else []
