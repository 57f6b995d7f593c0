"""This version of gipaudit, for modules that must not reach above themselves to tell it."""

__version__ = "0.1.0"
