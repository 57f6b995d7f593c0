"""YAML that people write, read so that every setting remembers where it stands.

The language is YAML 1.2's core schema with what a civil servant's editor really produces in mind: only ``true`` and
``false`` are booleans; ``off``, ``no``, ``1:30``, ``012`` and dates are text; keys are always text. Tags, duplicate
keys, many aliases and oversized files are refused, and the usual slips of a Chinese keyboard are answered in words.
"""

from gipaudit.sources.reading import load_source, read_source
from gipaudit.sources.source import LONGEST_SHOWN, KeyPath, Source, shortened

__all__ = ["LONGEST_SHOWN", "KeyPath", "Source", "load_source", "read_source", "shortened"]
