"""A program to be killed: records workers and says of each that it is kept. `python -m tests.faults.appending FOLDER COUNT`"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from supervisor_app.errors import UserError
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import open_site


def main(folder: Path, count: int) -> int:
    """Append and acknowledge; 3 where the disk refuses, said in a sentence."""
    numbers = random.SystemRandom()
    try:
        site = open_site(folder, clock=lambda: datetime.now(UTC), randomness=numbers.randbytes)
        for _ in range(count):
            worker = numbers.randbytes(16).hex()
            with site.database.write() as connection:
                append(site, connection, "worker.recorded", by="", about=worker, body={"given_name": "Alise"})
            print(worker, flush=True)
        site.close()
    except UserError as problem:
        print(f"problem: {problem.message} {problem.hint}", flush=True)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
