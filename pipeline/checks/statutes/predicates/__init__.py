"""Facts + parameters → verdicts: the named functions that test the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.checks.statutes.facts import Facts
from pipeline.checks.statutes.predicates.dealings import (
    form_of_contract,
    payment_days,
    signed_within,
    words_and_digits,
)
from pipeline.checks.statutes.predicates.disputes import (
    arbitration_bodies,
    arbitration_body,
    arbitration_or_court,
    venue,
)
from pipeline.checks.statutes.predicates.guarantees import (
    company_resolution,
    guarantee_mode,
    guarantee_period,
)
from pipeline.checks.statutes.predicates.labour import (
    employee_penalty,
    probation,
    probation_pay,
    signed_after_start,
)
from pipeline.checks.statutes.predicates.limits import duration_limit, share_limit
from pipeline.checks.statutes.predicates.loans import late_rate, loan_rate, penalty_share
from pipeline.checks.statutes.predicates.phrases import phrase, terms_present
from pipeline.checks.statutes.verdicts import Verdict

Predicate = Callable[[Facts, Mapping[str, Any]], Iterable[Verdict]]

PREDICATES: Mapping[str, Predicate] = {
    predicate.__name__: predicate
    for predicate in (
        arbitration_bodies, arbitration_body, arbitration_or_court, company_resolution, duration_limit,
        employee_penalty, form_of_contract, guarantee_mode, guarantee_period, late_rate, loan_rate, payment_days,
        penalty_share, phrase, probation, probation_pay, share_limit, signed_after_start, signed_within, terms_present,
        venue, words_and_digits,
    )
}  # fmt: skip
