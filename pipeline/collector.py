"""The cyclic garbage collector, held back while a document is read.

A contract becomes some hundred thousand small objects that all stay until it is understood. Each few hundred of them
make the collector walk over what has been built, a sixth of the whole time, and it finds nothing: no cycles are made.
Nor would it find anything when it goes on: what was built meanwhile counts among what has stayed.

What a library left behind in cycles counts there, too, and nobody would look at it again: so readers whose library does
that have the collector look at everything now and then.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

# To look at everything takes 40 ms, to read a small PDF 120; a page leaves some 0.1 MB in cycles.
_EVERY = 8
_swept = itertools.count(1)


@contextmanager
def paused() -> Iterator[None]:
    """Hold the collector back; what was on before goes on again afterwards."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        _settle()
        gc.enable()


def _settle() -> None:
    """Put all objects among the old ones unseen, where only the rare look at everything comes.

    To set them aside and take them back does so at once, however many they are. Who has set aside some for good
    (`gc.freeze`, as before a fork) would get these back too: there the collector looks at the new ones.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def sweep() -> None:
    """Have the collector look at everything once in eight calls: for readers that leave cycles behind, once a file."""
    if gc.isenabled() and next(_swept) % _EVERY == 0:
        gc.collect()
