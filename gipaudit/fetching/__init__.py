"""Collecting reports from the pages where units publish them (extra ``fetch``: httpx, httpcore, protego, filelock).

Nothing here opens a connection unless :func:`gipaudit.fetching.collecting.collect` is called. Reading a manifest
(:mod:`gipaudit.fetching.manifest`) needs none of these libraries.
"""
