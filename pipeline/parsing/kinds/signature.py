"""Words → whether a blank is a place to sign or seal."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.kinds.capitals import UPPER
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

_ACT = r"(?:盖章|签字|签章|签名|公章|合同专用章|签署|捺印|手印|印章|签盖|签认)"
_SIGN = late(
    rf"(?:{_ACT}|（章）)(?:处|栏)?(?:（[^）]*）)?$|（(?:[^）]{{0,10}}{_ACT}[^）]{{0,8}}|单位章|签|印|公?章)）$"
)
_SIGN_AHEAD = late(rf"^[（]?[^，。；：（_]{{0,10}}{_ACT}[^，。；：_]{{0,8}}[）]?(?:[：_ ].*)?$|^（(?:公?章|签)）")


def by_signature(words: Words) -> Verdict | None:
    """A place to sign or seal, told by its label or by the words on either side."""
    if _SIGN.search(words.label) and not pattern(r"日期|时间|地点|人数|份").search(words.label):
        return Kind.SIGNATURE, "", 0.95
    label = words.label or words.segment
    if len(words.before) <= 40 and _SIGN_AHEAD.match(words.after) and not UPPER.search(label):
        return Kind.SIGNATURE, "", 0.85
    if (
        not words.label
        and len(words.before) <= 24
        and _SIGN.search(words.segment.rstrip("）") + ("）" if words.segment.endswith("）") else ""))
    ):
        return Kind.SIGNATURE, "", 0.9
    return None
