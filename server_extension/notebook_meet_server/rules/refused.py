"""The one way to say no."""

from notebook_meet.wire.errors import ERRORS


class Refused(Exception):
    """A call or a message is refused, in the protocol's vocabulary.

    Args:
        code: a key of ``notebook_meet.wire.errors.ERRORS``.
        retry_after: seconds after which another try can succeed, if waiting helps.
        detail: appended to the code's sentence, for example a field's name; never a value that was sent.

    Raises:
        KeyError: ``code`` is not in the vocabulary.
    """

    def __init__(self, code: str, *, retry_after: float | None = None, detail: str = "") -> None:
        self.spec = ERRORS[code]
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.detail = detail
