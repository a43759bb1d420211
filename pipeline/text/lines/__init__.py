"""A text without line ends → the text in lines: see `verb.restore_lines`."""

from pipeline.text.lines.verb import restore_lines

__all__ = ["restore_lines"]
