"""What a rule says of a blank."""

from __future__ import annotations

from pipeline.model.template import Kind

Verdict = tuple[Kind, str, float]  # the kind, its unit ("" for none), how sure that is from 0 to 1
