"""What is said of laptops that were not let in and of which not everything is taken (`sync_strangers`)."""

from __future__ import annotations

from supervisor_app.services.sync_records import NOT_ALL, Remark
from supervisor_app.storage.strangers import MOST_BYTES, MOST_LAPTOPS, MOST_RECORDS


def kept_out_remark(laptops: int) -> Remark:
    """Say of how many there is more than is taken, and what to do."""
    those = "1 laptop that was" if laptops == 1 else f"{laptops:,} laptops that were"
    return Remark(
        title=f"{NOT_ALL} of {those} not let in",
        sentence=f"Of a laptop that only asks to join, {MOST_RECORDS:,} records and {MOST_BYTES // 2**20} MB come to the others, "
        f"and of {MOST_LAPTOPS} such laptops at once. The rest stays where it is and comes once an admin lets the laptop in; "
        "an invitation lets one in however many ask. If you do not know them, find out who can write where the records are "
        "exchanged.",
    )
