"""Members of the simulator's worlds sign records under few ids: what one signs, another has signed or will, on a copy or not."""

from __future__ import annotations

from supervisor_app.errors import NotAllowed
from supervisor_app.services.appending import append_act
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.succession import waiting_since
from supervisor_app.services.unlocking import unlock
from tests.faults.simulator.world import Station, World
from tests.ledger.samples import sign_off

_PIN = "1234"


def claim(w: World, station: Station) -> None:
    """Sign somebody off under one of two ids; the record is acknowledged by whom it is about."""
    site, here = station.site, list_members(station.site)
    if not here or waiting_since(site) is not None:
        return
    name, worker = f"r{w.random.randrange(2)}", w.random.randbytes(16).hex()
    try:
        session = sign_in(site, here[0].id, _PIN)
        keys = unlock(site, session, _PIN)
    except NotAllowed as refused:  # its clock says that there was no member yet
        w.say(f"  {station.number}: {refused.message}")
        return
    now, body = site.clock(), sign_off(name, worker=worker)
    with site.database.write() as connection:
        append_act(site, connection, session, keys, "assessment.signed", about=worker, body=body, meaning="", signed_at=now)
    w.acknowledged.add(worker)
