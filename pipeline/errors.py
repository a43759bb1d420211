"""The exception tree: what stops the work on one document.

A failure that stops a document is an exception from this tree; something read and found wrong is a
`diagnostics.Diagnostic`. Leaves live beside the code that raises them and build their own message.

    PipelineError
    ├── ReadError          the input can't be read            exit 3
    ├── TemplateError      the template can't be used         exit 4
    ├── RecordError        the values can't be used           exit 5
    ├── WriteError         the output can't be written        exit 6
    └── DependencyError    something is not installed         exit 7
"""

from __future__ import annotations


class PipelineError(Exception):
    """A typed failure, worded in Chinese for the person who has to act on it.

    Args:
        message: What is wrong, one sentence.
        location: Where: a file, a sheet and row, a paragraph; "" if it is the whole input.
        hint: What to do next; "" if there is nothing to advise.
    """

    def __init__(self, message: str, *, location: str = "", hint: str = "") -> None:
        super().__init__(message, location, hint)
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.location}：" if self.location else ""
        advice = f"（{self.hint}）" if self.hint else ""
        return f"{where}{self.message}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # A leaf's __init__ takes typed arguments of its own, so an error crosses a process boundary by its state.
        return (_restore, (type(self), self.message, self.location, self.hint))


def _restore(kind: type[PipelineError], message: str, location: str, hint: str) -> PipelineError:
    error = kind.__new__(kind)
    PipelineError.__init__(error, message, location=location, hint=hint)
    return error


class ReadError(PipelineError):
    """The input file can't be read."""


class TemplateError(PipelineError):
    """The template can't be used."""


class RecordError(PipelineError):
    """The values given for a contract can't be used."""


class WriteError(PipelineError):
    """The output can't be written."""


class DependencyError(PipelineError):
    """A program, package or font that the work needs is not installed."""
