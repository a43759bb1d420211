"""The names in a record → field keys.

A field answers to its key, nested or with dots, to its label where only one field has it, and to the heading that
forms print (服务费用（元） *).
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.field import fields
from pipeline.model.template import Template, is_party_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the fields of a template answer to.

    Attributes:
        keys: Every name → the field key.
        parties: Role or label of a party → its key.
        labels: Field key → label, for suggestions.
    """

    keys: Mapping[str, str]
    parties: Mapping[str, str]
    labels: Mapping[str, str]

    def flatten(self, values: Mapping[str, object], prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, str, object]]:
        """Yield (name as given, field key or "", value) for every value of a record, nested mappings opened."""
        for name, value in values.items():
            path = (*prefix, str(name).strip())
            key = self._key(path)
            opened = not key or (path[0] in self.parties and len(path) == 1)  # 甲方 alone is its name
            if opened and isinstance(value, Mapping) and value:
                yield from self.flatten(value, path)
            else:
                yield ".".join(path), key, value

    def _key(self, path: tuple[str, ...]) -> str:
        if len(path) == 1:
            return self.keys.get(path[0], "")
        dotted = self.keys.get(".".join(path)) or self.keys.get("".join(path))
        party = self.parties.get(path[0])
        return dotted or (self.keys.get(".".join((party, *path[1:])), "") if party else "")

    def similar(self, name: str) -> str:
        """Return the field that an unknown name looks most like, as "『label』（key）"; "" if none does."""
        found = difflib.get_close_matches(name, self.keys, n=1, cutoff=0.6)
        if not found:
            return ""
        key = self.keys[found[0]]
        return f"『{self.labels.get(key, key)}』（{key}）"


def names_of(template: Template) -> Names:
    """Return the names that the fields of a template answer to, signatures among them (to refuse them by name)."""
    shown = {field.key: field for field in fields(template)}
    labels = {blank.key: blank.label for blank in template.blanks}
    counted = Counter(labels.values())
    keys = {label: key for key, label in labels.items() if counted[label] == 1}
    for key, field in shown.items():
        keys.setdefault(field.label, key)
        keys.setdefault(field.heading, key)
        keys.setdefault(field.heading.removesuffix(" *"), key)
    keys.update({key: key for key in labels})
    parties = {name: p.key for p in template.parties for name in (p.role, p.label, *p.aliases) if name}
    named = {
        blank.key.removesuffix(".name"): blank.key for blank in template.blanks if is_party_name(blank.key, blank.kind)
    }
    for name, party in parties.items():
        if party in named:
            keys.setdefault(name, named[party])
    return Names(keys=keys, parties=parties, labels=labels)
