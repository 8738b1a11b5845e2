"""`python -m supervisor_app` does what the command does; the frozen program starts here."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # a process of a batch starts here too, and ends in this line

    from supervisor_app.app import main

    sys.exit(main())
