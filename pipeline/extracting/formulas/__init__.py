"""Contract record + values given → what a formula of the contract comes to (计算公式)."""

from pipeline.extracting.formulas.calculate import (
    Calculated,
    Calculation,
    FormulaUnknown,
    Limit,
    Listed,
    NotComputable,
    Quantity,
    ValuesMissing,
    calculate,
    list_formulas,
)

__all__ = [
    "Calculated",
    "Calculation",
    "FormulaUnknown",
    "Limit",
    "Listed",
    "NotComputable",
    "Quantity",
    "ValuesMissing",
    "calculate",
    "list_formulas",
]
