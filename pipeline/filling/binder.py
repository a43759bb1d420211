"""Template → Binder, made once; Binder + Record → Contract, for every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline import values
from pipeline.diagnostics import Diagnostic
from pipeline.errors import RecordError
from pipeline.filling import findings, place
from pipeline.filling.deadlines import Clock, clock, deadlines
from pipeline.filling.derive import pairs, rules
from pipeline.filling.naming import Names, names_of
from pipeline.filling.place import Spot, placements, reading, spots
from pipeline.filling.refusal import BlankUnusable, RecordRefused
from pipeline.filling.sheet import Rule, Sheet
from pipeline.filling.where import where
from pipeline.model.conditions import Condition, conditions
from pipeline.model.contract import Contract, Placement, Value
from pipeline.model.record import JsonValue, Record
from pipeline.model.template import Anchor, Blank, Column, Kind, Role, Template
from pipeline.values.alternatives import Alternatives, alternatives
from pipeline.values.choice import chosen
from pipeline.values.family import Coercer
from pipeline.values.table import rows_shown

_STRANGE = 50  # names of no field that are told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A blank made ready: its reader, its places, and where it stands in words.

    `rows` are, for each row of data that a table prints, the columns that it has a gap for.
    """

    blank: Blank
    coerce: Coercer
    spots: tuple[Spot, ...]
    where: str
    rows: tuple[tuple[Column, ...], ...] = ()

    def cells(self, data: JsonValue) -> Iterator[tuple[int, tuple[Column, ...], dict[str, JsonValue]]]:
        """Yield number, printed columns and values of every row of a table's data."""
        for number, row in enumerate(data if self.rows and isinstance(data, list) else (), 1):
            if isinstance(row, dict):
                yield number, self.rows[min(number, len(self.rows)) - 1], row


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """A template made ready to bind any number of records.

    Attributes:
        template: The template.
        names: What its fields answer to.
        bounds: Field key → blank made ready, in the template's order, signatures left out.
        signatures: Field key → place to sign.
        rules: Its derivations.
        clock: What its deadlines count from.
        implied: 大写 key → key of the amount that it follows from.
        nested: Choices whose alternatives hold other blanks.
        conditions: Field key → the option that must be chosen for it to be owed.
    """

    template: Template
    names: Names
    bounds: Mapping[str, Bound]
    signatures: Mapping[str, Blank]
    rules: tuple[Rule, ...]
    clock: Clock
    implied: Mapping[str, str]
    nested: tuple[Alternatives, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor that a placement can have, for writers to be compiled with; none overlaps another."""
        every = (a for bound in self.bounds.values() for spot in bound.spots for a in spot.anchors)
        return tuple(dict.fromkeys(every))

    def bind(
        self,
        record: Record,
        *,
        draft: bool = False,
        provenance: Mapping[str, str] | None = None,
        today: date | None = None,
    ) -> Contract:
        """Return the contract that a record makes of the template.

        Args:
            record: The values as given.
            draft: Leave what is missing blank instead of refusing.
            provenance: What made the contract; template and source are added.
            today: The day on which it is made, to question dates of signing far from it; None asks nothing.

        Raises:
            RecordRefused: Something is missing, unknown, wrong, or contradicts what follows from the rest; all of it
                at once.
        """
        sheet = Sheet()
        self._read(record, sheet)
        for rule in self.rules:
            rule(sheet)
        closed = self._close(sheet)
        if not draft:
            self._require(sheet, closed)
        placed = self._place(sheet)
        emptied = [one for key in sorted(closed) for spot in self.bounds[key].spots for one in place.emptied(spot)]
        if sheet.findings:
            raise RecordRefused(_in_order(sheet.findings), record.source)
        return self._contract(sheet, placed, emptied, record, draft=draft, provenance=provenance or {}, today=today)

    def _read(self, record: Record, sheet: Sheet) -> None:
        """Coerce every value that was given."""
        given: dict[str, tuple[str, object]] = {}
        strange: list[str] = []
        for name, key, raw in self.names.flatten(record.values):
            if not key:
                strange.append(name)
            elif values.is_empty(raw):
                continue
            elif key in self.signatures:
                blank = self.signatures[key]
                sheet.findings.append(findings.signature(blank, where(self.template, blank)))
            elif key in given and given[key][1] != raw:
                sheet.findings.append(findings.twice(self.bounds[key].blank, (given[key][0], name)))
            else:
                given[key] = (name, raw)
                self._coerce(key, raw, record.places.get(key, ""), sheet)
        for name in strange[:_STRANGE]:
            sheet.findings.append(findings.unknown(name, self.names.similar(name), record.places.get(name, "")))
        if len(strange) > _STRANGE:
            sheet.findings.append(findings.more_unknown(len(strange) - _STRANGE))

    def _coerce(self, key: str, raw: object, source: str, sheet: Sheet) -> None:
        bound = self.bounds[key]
        try:
            sheet.data[key] = bound.coerce(raw)
        except RecordError as error:
            sheet.failed.add(key)
            for one in (error, *(error.more if isinstance(error, values.BadValue) else ())):
                sheet.findings.append(findings.bad(bound.blank, bound.where, source, one.message))
            return
        for number, columns, row in bound.cells(sheet.data[key]):
            lost = [c for c in bound.blank.columns if not values.is_empty(row.get(c.key)) and c not in columns]
            for column in lost:
                sheet.findings.append(findings.no_cell(bound.blank, bound.where, source, number, column.label))

    def _close(self, sheet: Sheet) -> set[str]:
        """Return the blanks that go with alternatives that were not chosen, and report values given for them."""
        closed: set[str] = set()
        for choice in self.nested:
            written = choice.written(sheet.data)
            if written:
                sheet.derive(choice.blank.key, [])
            if choice.blank.key not in sheet.data:
                continue
            data = sheet.data[choice.blank.key]
            gone = choice.closed(data, sheet.data) | set(written if data and not choice.blank.multiple else ())
            closed |= gone
            for key in sorted(gone & sheet.data.keys()):
                sheet.findings.append(findings.not_chosen(self.bounds[key].blank, choice.blank, self.bounds[key].where))
        return closed

    def _require(self, sheet: Sheet, closed: set[str]) -> None:
        """Report what is required and was neither given nor derived."""
        for key, bound in self.bounds.items():
            if key in sheet.data:
                self._require_cells(bound, sheet)
            elif key in closed or key in sheet.failed or not bound.blank.required or not self._is_owed(key, sheet):
                continue
            elif not self._is_implied(key, sheet):
                sheet.findings.append(findings.missing(bound.blank, bound.where))

    def _is_owed(self, key: str, sheet: Sheet) -> bool:
        """False for a blank of an option that was not chosen."""
        condition = self.conditions.get(key)
        if condition is None or condition.choice not in self.bounds:
            return True
        data = sheet.data.get(condition.choice)
        return condition.option in chosen(self.bounds[condition.choice].blank, data)

    def _is_implied(self, key: str, sheet: Sheet) -> bool:
        """True for 大写 whose amount is reported already: one thing is missing there, not two."""
        amount = self.implied.get(key)
        return amount is not None and (amount in sheet.failed or self.bounds[amount].blank.required)

    def _require_cells(self, bound: Bound, sheet: Sheet) -> None:
        for number, columns, row in bound.cells(sheet.data[bound.blank.key]):
            for column in columns:
                if row.get(column.key) is None:
                    sheet.findings.append(findings.missing_cell(bound.blank, bound.where, number, column.label))

    def _place(self, sheet: Sheet) -> dict[str, list[Placement]]:
        """Return what each value writes, and report the values that can't be printed where they stand."""
        placed: dict[str, list[Placement]] = {}
        for key, bound in self.bounds.items():
            if key not in sheet.data:
                continue
            try:
                placed[key] = [one for spot in bound.spots for one in placements(spot, sheet.data[key])]
            except RecordError as error:
                sheet.findings.append(findings.bad(bound.blank, bound.where, "", error.message))
        return placed

    def _contract(
        self,
        sheet: Sheet,
        placed: Mapping[str, list[Placement]],
        emptied: list[Placement],
        record: Record,
        *,
        draft: bool,
        provenance: Mapping[str, str],
        today: date | None,
    ) -> Contract:
        bound_values = {
            key: Value(
                key=key,
                data=sheet.data[key],
                text=reading(self.bounds[key].blank, sheet.data[key], placed[key], self.bounds[key].spots[0]),
                derived=key in sheet.derived,
            )
            for key in placed
        }
        every = sorted((one for ones in (*placed.values(), emptied) for one in ones), key=_order)
        due, notes = deadlines(self.clock, sheet.data)
        return Contract(
            template=self.template,
            values=bound_values,
            placements=tuple(every),
            state="draft" if draft else "issued",
            deadlines=due,
            diagnostics=(*self._doubts(sheet, draft=draft, today=today), *notes),
            accepted=record.accept,
            provenance={"template_sha256": self.template.sha256, "source": record.source, **provenance},
        )

    def _doubts(self, sheet: Sheet, *, draft: bool, today: date | None) -> tuple[Diagnostic, ...]:
        found = [one for key, data in sheet.data.items() for one in values.doubts(data, self.bounds[key].blank)]
        found += _far_dates(self.clock.signing, sheet, self.bounds, today) if today else []
        # What only tags use leaves nothing blank.
        left = [
            b.blank
            for key, b in self.bounds.items()
            if key not in sheet.data and any(s.slots for s in b.spots) and self._is_owed(key, sheet)
        ]
        found += [
            findings.idle(b.blank, self.bounds[self.conditions[key].choice].blank, b.where)
            for key, b in self.bounds.items()
            if key in sheet.data and not draft and not self._is_owed(key, sheet)
        ]
        return (*found, findings.left_open(left)) if left and not draft else tuple(found)


def _order(placement: Placement) -> tuple[int, int]:
    return placement.start, placement.end


def _in_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda diagnostic: -1 if diagnostic.start is None else diagnostic.start))


def _far_dates(keys: tuple[str, ...], sheet: Sheet, bounds: Mapping[str, Bound], today: date) -> list[Diagnostic]:
    """Return a warning for every date of signing more than a year away from the day of making."""
    found = []
    for key in keys:
        text = str(sheet.data.get(key, ""))[:10]
        if len(text) == 10 and abs((date.fromisoformat(text) - today).days) > 366:
            found.append(findings.far_date(bounds[key].blank, text, today))
    return found


def compile_template(template: Template) -> Binder:
    """Return the binder of a template.

    Args:
        template: A template whose blanks have keys and whose slots have anchors.

    Raises:
        BlankUnusable: A blank has no key, shares its key with another, or has no anchor.
    """
    _check_keys(template)
    places = spots(template)
    bounds = {
        blank.key: Bound(
            blank=blank,
            coerce=values.coercer(_settled(blank, template)),
            spots=places[blank.key],
            where=where(template, blank),
            rows=_rows(blank, template),
        )
        for blank in template.blanks
        if blank.kind is not Kind.SIGNATURE
    }
    return Binder(
        template=template,
        names=names_of(template),
        bounds=bounds,
        signatures={blank.key: blank for blank in template.blanks if blank.kind is Kind.SIGNATURE},
        rules=rules(template),
        clock=clock(template),
        nested=tuple(alternatives(template).values()),
        conditions=conditions(template),
        implied={upper.key: digits.key for digits, upper in pairs(template)},
    )


def _check_keys(template: Template) -> None:
    seen: set[str] = set()
    for blank in template.blanks:
        if not blank.key:
            raise BlankUnusable(blank.label, "没有键名")
        if blank.key in seen:
            raise BlankUnusable(blank.label, f"与别处重复使用了键名 {blank.key}")
        seen.add(blank.key)


def _settled(blank: Blank, template: Template) -> Blank:
    """Return a share with the unit that is printed before its gap: in 万分之__ a bare 5 is five in ten thousand.

    A value that only tags use is read as one that stands alone.
    """
    from dataclasses import replace

    from pipeline.values.quantity import printed_mark

    blank = replace(blank, slots=tuple(replace(s, role=Role.VALUE) if s.role is Role.TAG else s for s in blank.slots))
    if blank.kind is not Kind.PERCENT:
        return blank
    mark = printed_mark(values.gaps(blank, blank.slots, template.text)[0])
    return replace(blank, unit=mark) if mark else blank


def _rows(blank: Blank, template: Template) -> tuple[tuple[Column, ...], ...]:
    """Return for each row of data that a table prints the columns that it has a gap for."""
    if blank.kind is not Kind.TABLE or not any(slot.role is Role.CELL for slot in blank.slots):
        return ()
    return rows_shown(blank, values.gaps(blank, blank.slots, template.text))
