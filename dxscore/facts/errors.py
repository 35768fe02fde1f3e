"""Why the bytes of a file could not be turned into facts."""

from __future__ import annotations


class UnreadableSource(ValueError):  # noqa: N818 - the outcome of a file, not a fault of the program
    """The content is not what the file's name promises; `reason` is short and stable, fit for a `Skip`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
