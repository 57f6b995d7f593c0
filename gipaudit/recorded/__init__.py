"""Audits that were kept: the JSON of ``gipaudit audit`` read back, for whoever compares one audit with another."""
