"""The archive: a database of what was read and judged, so that nothing is read twice and all can be asked again.

:func:`gipaudit.archive.opening.open_archive` is its door. Its libraries (extra ``archive``) are imported only there.
"""
