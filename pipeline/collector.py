"""The cyclic garbage collector, held back while a document is read.

A contract becomes some hundred thousand small objects that all stay until it is understood. Each few hundred of them
make the collector walk over what has been built, a sixth of the whole time, and it finds nothing: no cycles are made.
Nor would it find anything when it goes on: what was built meanwhile counts among what has stayed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
