"""Boxes, content controls and legacy form fields: what changes in them beside their text when they are filled."""

from __future__ import annotations

from pipeline.ooxml.edits import Edit
from pipeline.ooxml.fills import TEXT_CLOSE, TEXT_OPEN, Fill
from pipeline.ooxml.names import CONTROL_PROPERTIES, RUN_PROPERTIES, VAL, W14, Element, W
from pipeline.ooxml.spans import Atom, symbol_font
from pipeline.ooxml.symbols import BOXES, CROSSED, EMPTY, TICKED, box_code
from pipeline.ooxml.tags import Tags

_VALUE_KINDS = frozenset({"showingPlcHdr", "text", "date", "dropDownList", "comboBox", "checkbox"})
_TICKED_GLYPH, _EMPTY_GLYPH = "2612", "2610"  # what Word draws where the control names nothing


def takes_value(control: Element) -> bool:
    """True for a control that holds one value; one around whole clauses may hold others."""
    properties = control.find(CONTROL_PROPERTIES)
    names = {str(child.tag).rsplit("}", 1)[-1] for child in properties} if properties is not None else set()
    return bool(names & _VALUE_KINDS)


def state_marks(control: Element) -> dict[str, bytes]:
    """Return the characters with which a check box control draws its states."""
    box = control.find(f"{CONTROL_PROPERTIES}/{W14}checkbox")
    if box is None:
        return {}
    marks = {}
    for state, default, texts in (
        ("checkedState", _TICKED_GLYPH, (TICKED, CROSSED)),
        ("uncheckedState", _EMPTY_GLYPH, (EMPTY,)),
    ):
        element = box.find(f"{W14}{state}")
        glyph = default if element is None else element.get(f"{W14}val", default)
        font = "" if element is None else element.get(f"{W14}font", "")
        if font.lower().startswith("wingdings"):
            drawn = f'<w:sym w:font="{font}" w:char="F0{glyph[-2:]}"/>'.encode()
        else:
            drawn = TEXT_OPEN + chr(int(glyph, 16)).encode() + TEXT_CLOSE
        marks.update(dict.fromkeys(texts, drawn))
    return marks


def control_edits(hole: int, atom: Atom, tags: Tags) -> list[Edit]:
    """Return what makes a filled content control a filled one for Word too.

    Its placeholder state and style go; so does its data binding, or Word would put the bound value over ours.
    """
    control = atom.frame.control
    properties = None if control is None else control.find(CONTROL_PROPERTIES)
    if properties is None:
        return []
    gone = [child for child in properties if str(child.tag).rsplit("}", 1)[-1] in {"showingPlcHdr", "dataBinding"}]
    if atom.frame.is_placeholder:
        gone += atom.run.findall(f"{RUN_PROPERTIES}/{W}rStyle")
    edits = []
    for element in gone:
        span = tags.span(element)
        edits.append(Edit(span.start, span.end, (Fill(hole=hole, original=tags.bytes_of(element)),)))
    box = properties.find(f"{W14}checkbox")
    if box is not None:
        edits += _checked(hole, box, tags)
    return edits


def _checked(hole: int, box: Element, tags: Tags) -> list[Edit]:
    checked = box.find(f"{W14}checked")
    if checked is None:
        return []
    span = tags.span(checked)
    states = {EMPTY: b"0", TICKED: b"1", CROSSED: b"1"}
    exact = {text: b'<w14:checked w14:val="' + state + b'"/>' for text, state in states.items()}
    fill = Fill(hole=hole, original=tags.bytes_of(checked), writes=True, exact=exact, is_closed=True, is_control=True)
    return [Edit(span.start, span.end, (fill,))]


def form_edit(hole: int, character: Element, tags: Tags) -> Edit:
    """Return the change of a legacy check box or drop-down that sets its state.

    Args:
        hole: Number of the anchor.
        character: The w:fldChar that begins the field and holds its form data.
        tags: The bytes of the part.
    """
    box = character.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        states = {EMPTY: b"0", TICKED: b"1", CROSSED: b"1"}
        exact = {text: b'<w:checked w:val="' + state + b'"/>' for text, state in states.items()}
        return _state(hole, box, box.find(f"{W}checked"), exact, tags, at_end=True)
    choice = character.find(f"{W}ffData/{W}ddList")
    assert choice is not None, "a form field that draws itself is a check box or a drop-down"
    entries = [entry.get(VAL, "") for entry in choice.iterfind(f"{W}listEntry")]
    exact = {entry: f'<w:result w:val="{index}"/>'.encode() for index, entry in enumerate(entries)}
    return _state(hole, choice, choice.find(f"{W}result"), exact, tags, at_end=False)


def _state(
    hole: int, parent: Element, state: Element | None, exact: dict[str, bytes], tags: Tags, *, at_end: bool
) -> Edit:
    original, outer = b"", (b"", b"")
    span = tags.span(parent)
    if state is not None:
        start, end = tags.span(state).start, tags.span(state).end
        original = tags.bytes_of(state)
    elif span.is_empty:
        start, end, original = span.start, span.end, tags.bytes_of(parent)
        name = original[1:-2].rstrip()
        outer = (b"<" + name + b">", b"</" + name.split(None, 1)[0] + b">")
    else:
        start = end = span.close if at_end else span.inner
    fill = Fill(
        hole=hole, original=original, writes=True, exact=exact, is_closed=True, is_control=True, outer=outer
    )  # fmt: skip
    return Edit(start, end, (fill,))


def drawn_boxes(atom: Atom) -> dict[str, bytes]:
    """Return how the boxes are written in the symbol font that draws the atom; nothing for an ordinary font."""
    font = atom.node.get(f"{W}font", "") if atom.node.tag == f"{W}sym" else symbol_font(atom.run)
    if not font and not any("\uf000" <= c <= "\uf0ff" for c in atom.node.text or ""):
        return {}
    drawn = {}
    for box in BOXES:
        code = box_code(font, box)
        if code is not None:
            drawn[box] = f'<w:sym w:font="{font or "Wingdings"}" w:char="{code:04X}"/>'.encode()
    return drawn
