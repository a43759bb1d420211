"""What characters stand in: content controls and fields, read from their properties."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.ooxml.names import (
    BOX_CONTENT,
    CONTROL,
    CONTROL_PROPERTIES,
    VAL,
    W14,
    Element,
    W,
    child_value,
    is_on,
    value,
    whole,
)
from pipeline.ooxml.symbols import EMPTY, TICKED


class Frame(NamedTuple):
    """What characters stand in.

    Attributes:
        inserted: In a tracked insertion.
        name: Name or tag of the field or content control.
        choices: The entries of its drop-down, or the two states of its check box.
        is_field: They are the placeholder of a form field or merge field.
        is_placeholder: They are the placeholder of a content control.
        control: The innermost w:sdt around them.
        ticked: State of the check box content control that they draw, None if they draw none.
        on_colour: They stand on a coloured ground, where white can be read.
    """

    inserted: bool = False
    name: str = ""
    choices: tuple[str, ...] = ()
    is_field: bool = False
    is_placeholder: bool = False
    control: Element | None = None
    ticked: bool | None = None
    on_colour: bool = False


BARE = Frame()


def control_frame(control: Element, outer: Frame) -> Frame:
    """Return the frame of what stands in a content control, inside the outer frame."""
    properties = control.find(CONTROL_PROPERTIES)
    if properties is None or properties.find(f"{W}docPartObj") is not None:
        return outer
    name = child_value(properties, f"{W}tag") or child_value(properties, f"{W}alias")
    box = properties.find(f"{W14}checkbox")
    entries = tuple(
        entry.get(f"{W}displayText") or entry.get(f"{W}value") or ""
        for kind in ("dropDownList", "comboBox")
        for entry in properties.iterfind(f"{W}{kind}/{W}listItem")
        if entry.get(f"{W}value")
    )
    ticked = None
    if box is not None:
        checked = box.find(f"{W14}checked")
        ticked = checked is not None and checked.get(f"{W14}val", "1") in {"1", "true", "on"}
        entries = (EMPTY, TICKED)
    return outer._replace(
        name=name or outer.name, choices=entries, control=control, ticked=ticked,
        is_placeholder=is_on(properties.find(f"{W}showingPlcHdr")),
    )  # fmt: skip


def outer_frame(paragraph: Element) -> Frame:
    """Return what a whole paragraph stands in: the content controls around it."""
    controls = []
    for ancestor in paragraph.iterancestors():
        if ancestor.tag == BOX_CONTENT:
            break
        if ancestor.tag == CONTROL:
            controls.append(ancestor)
    frame = BARE
    for control in reversed(controls):
        frame = control_frame(control, frame)
    return frame


def face(data: Element) -> tuple[str, tuple[str, ...]] | None:
    """Return what a legacy form field shows by itself, and what it may show; None for a text field."""
    box = data.find(f"{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        is_ticked = is_on(state if state is not None else box.find(f"{W}default"))
        return (TICKED if is_ticked else EMPTY), (EMPTY, TICKED)
    choice = data.find(f"{W}ddList")
    if choice is not None:
        entries = tuple(entry.get(VAL, "") for entry in choice.iterfind(f"{W}listEntry"))
        chosen = choice.find(f"{W}result")
        index = whole(value(chosen if chosen is not None else choice.find(f"{W}default")))
        return (entries[index] if 0 <= index < len(entries) else ""), entries
    return None


def merge_name(instruction: str) -> str | None:
    """Return the name of the merge field that the instruction asks for, None for any other field."""
    kind, _, rest = instruction.strip().partition(" ")
    return rest.split("\\", 1)[0].strip().strip('"') if kind.upper() == "MERGEFIELD" else None
