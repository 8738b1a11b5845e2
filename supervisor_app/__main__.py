"""`python -m supervisor_app` does what the command does."""

from __future__ import annotations

import sys

from supervisor_app.app import main

if __name__ == "__main__":
    sys.exit(main())
