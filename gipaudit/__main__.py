"""``python -m gipaudit`` is ``gipaudit``, for where the command is not on the path."""

from gipaudit.cli.main import main

if __name__ == "__main__":
    main()
