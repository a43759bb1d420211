"""The values that rooms hand to each other: frozen dataclasses, no I/O."""
