"""Issued contract + annex files → the bundle: one PDF bound of everything (合订本), and one parcel of all files."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import readers
from pipeline.api.annex_pages import Found, piece_of
from pipeline.errors import ReadError
from pipeline.model.contract import AnnexStatus, Contract, SuppliedAnnex
from pipeline.model.record import JsonValue
from pipeline.writers.bundle import Bound, Enclosed, Face, Piece, bind_pdf, parcel
from pipeline.writers.pdf.fonts import font_set

if TYPE_CHECKING:
    from pipeline.api.issuing import Issue

BUNDLE_PDF, PARCEL = "bundle.pdf", "zip"  # endings of the two files
_KEPT = 32  # annexes remembered as PDF: a batch mostly has the same for all its records
_ROLES = {"json": "record", BUNDLE_PDF: "bundle"}


class AnnexChanged(ReadError):
    """An annex file is another than the one that was checked."""

    def __init__(self, name: str) -> None:
        super().__init__("附件在检查之后被改动了", location=name, hint="请关闭正在编辑它的程序后重试")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An annex on its way into the bundle: how it stands, its piece, its bytes, and what is worth telling."""

    status: AnnexStatus
    piece: Piece
    data: bytes = field(repr=False)
    found: Found = ()


class Bundler:
    """Bundles contracts of one template; an annex that comes again is converted once.

    Args:
        issue: How the contracts are issued.
    """

    def __init__(self, issue: Issue) -> None:
        self._issue = issue
        self._known: OrderedDict[tuple[str, str], tuple[Piece, Found]] = OrderedDict()

    def leaves(self, contract: Contract) -> tuple[Leaf, ...]:
        """Return the supplied annexes in the contract's order, each as PDF where it can become one.

        Raises:
            AnnexUnreadable: One is broken or needs a password.
            AnnexChanged: One is not the file that was checked.
        """
        return tuple(self._leaf(s, s.supplied) for s in contract.annexes if s.supplied is not None)

    def _leaf(self, status: AnnexStatus, supplied: SuppliedAnnex) -> Leaf:
        path = Path(supplied.path)
        data = readers.read_bytes(path)
        if hashlib.sha256(data).hexdigest() != supplied.sha256:
            raise AnnexChanged(path.name)
        key = supplied.sha256, path.name
        if key not in self._known:
            self._known[key] = piece_of(data, path.name, self._issue)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        piece, found = self._known[key]
        named = replace(piece, number=_number(status.number), title=status.title or path.stem)
        return Leaf(status=status, piece=named, data=data, found=found)

    def bind(self, contract: Contract, contract_no: str, main: bytes, leaves: tuple[Leaf, ...]) -> Bound:
        """Return the contract's PDF and its annexes as one; see `bind_pdf`."""
        face = Face(title=contract.template.title, contract_no=contract_no, draft=contract.state == "draft")
        pieces = [leaf.piece for leaf in leaves]
        return bind_pdf(main, pieces, face, font_set(tuple(map(Path, self._issue.font_paths))), self._issue.today)


def parcel_of(
    contract: Contract, contract_no: str, files: Mapping[str, bytes], bound: Bound, leaves: tuple[Leaf, ...]
) -> bytes:
    """Return the zip of a contract's files and its annexes.

    Args:
        contract: The contract.
        contract_no: Its number, "" if it has none.
        files: Its files by ending, the bundle among them.
        bound: Which pages of the bundle are whose.
        leaves: The annexes.

    Raises:
        BundleTooLarge: They are more than anybody could send.
    """
    stem = contract_no or contract.template.title or "合同"
    own = [
        Enclosed(name=f"{stem}.{ending}", data=data, role=_ROLES.get(ending, "contract"))
        for ending, data in files.items()
    ]
    annexes = [
        Enclosed(
            name=Path(leaf.piece.file).name, data=leaf.data, role="annex", folder="附件/",
            about=_about(leaf, pages) ,
        )
        for leaf, pages in zip(leaves, bound.pieces, strict=True)
    ]  # fmt: skip
    about: dict[str, JsonValue] = {
        "title": contract.template.title, "contract_no": contract_no, "state": contract.state,
    }  # fmt: skip
    return parcel(about, [*own, *annexes])


def _about(leaf: Leaf, pages: tuple[int, int]) -> dict[str, JsonValue]:
    return {
        "number": leaf.status.number,
        "title": leaf.piece.title,
        "status": leaf.status.status,
        "bound": bool(leaf.piece.pdf),
        "bundle_pages": [*pages],
        "notes": [d.message for d in leaf.found],
    }


def _number(number: str) -> str:
    """Return an annex's number as a title page shows it: 附件1 for 1, 附表二 as it is."""
    return f"附件{number}" if number and not number.startswith(("附", "Annex", "ANNEX")) else number
