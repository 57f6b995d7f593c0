"""How the tables came to be: numbered steps, forward only, run by :mod:`gipaudit.archive.migrating`."""
