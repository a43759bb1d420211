"""What can be wrong with the tags of a template."""

from __future__ import annotations

from pipeline.errors import RecordError, TemplateError

_SHOWN = 60


def shown(tag: str) -> str:
    """Return a tag as a message quotes it."""
    tag = " ".join(tag.split())
    return tag if len(tag) <= _SHOWN else f"{tag[: _SHOWN - 1]}…"


class TagError(TemplateError):
    """A tag that can't be used.

    Args:
        message: What is wrong.
        tag: The tag as written.
        place: The paragraph that it stands in.
        hint: What to do.
        index: Which of the template's tags it is, None if none in particular.
    """

    def __init__(
        self, message: str, *, tag: str = "", place: str = "", hint: str = "", index: int | None = None
    ) -> None:
        words = f"标签 {shown(tag)}：{message}" if tag else message
        super().__init__(words, location=place, hint=hint)
        self.index = index

    def __reduce__(self) -> tuple[object, ...]:
        return (_restored, (type(self), self.message, self.location, self.hint, self.index))


def _restored(kind: type[TagError], message: str, place: str, hint: str, index: int | None) -> TagError:
    error = kind.__new__(kind)
    TemplateError.__init__(error, message, location=place, hint=hint)
    error.index = index
    return error


class TagSyntax(TagError):
    """A tag is not well-formed, or opened and never closed."""


class TagRefused(TagError):
    """A tag does what no contract needs and an attack does: it reaches for the program's inside or takes too much."""


class TagUndefined(TagError):
    """A tag uses a name that neither a field nor another tag defines."""


class TagFailed(TagError):
    """A tag can't be computed with the values given."""


class TagMisplaced(TagError):
    """A tag stands where it would tear the document, or take text with it."""


class TagValueMissing(RecordError):
    """The record lacks a value that the template turned out to need."""

    def __init__(self, name: str, tag: str, place: str) -> None:
        super().__init__(
            f"缺少『{name}』：标签 {shown(tag)} 用到了它", location=place, hint="请填写这一项，或改变使它需要填写的选项"
        )
