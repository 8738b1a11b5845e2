"""What happened at the sample site: who was assessed in what, when, where, and how it went."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.demo_answers import Course

G, GAP, MISS, OUT, STOP, OFF = (
    Course.GOOD,
    Course.GOOD_WITH_GAP,
    Course.CRITICAL_MISS,
    Course.OUT_OF_LIMIT,
    Course.SAFETY_STOP,
    Course.BROKEN_OFF,
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One assessment: `days_ago` before today, on station "a" or "b", the `person`-th of those who do such work.

    `certified` asks for the certificate where the rule is then met; `printed` says that it has left the printer.
    """

    days_ago: int
    station: str
    competency: str
    person: int
    course: Course
    certified: bool = False
    printed: bool = True


JOBS = {
    "forklift-operator-eval": "Forklift Operator",
    "forklift-preuse-inspection": "Forklift Operator",
    "loto-single-machine": "Maintenance Mechanic",
    "gmaw-fillet-2f": "Welder",
    "torque-bolted-joint": "Assembler",
    "cnc-lathe-setup": "CNC Operator",
    "fai-micrometer": "Quality Inspector",
    "crane-signal-rigger": "Rigger",
    "confined-space-attendant": "Maintenance Mechanic",
    "fire-extinguisher-use": "Line Lead",
    "press-brake-setup": "Press Brake Operator",
    "soldering-pth": "Solder Technician",
}
"""Whose work each competency belongs to, as the sample roster names jobs."""

MACHINES = {
    "forklift-operator-eval": ("Linde E25, truck FT-07", "Bay 3, racks A to D"),
    "forklift-preuse-inspection": ("Linde E25, truck FT-07", "Bay 3"),
    "loto-single-machine": ("Press P-14", "Press hall"),
    "gmaw-fillet-2f": ("Fronius TPS 320i, cell 2", "Weld cell 2"),
    "torque-bolted-joint": ("Click wrench 40-200 N·m, no. 1187", "Final assembly"),
    "cnc-lathe-setup": ("Mori NLX 2500, Fanuc 0i-T", "Machining"),
    "fai-micrometer": ("Micrometer 0-25 mm, no. 332", "Measuring room"),
    "crane-signal-rigger": ("Overhead crane 10 t, no. 3", "Bay 1"),
    "confined-space-attendant": ("Quench tank T-2", "Heat treatment"),
    "fire-extinguisher-use": ("ABC powder 6 kg", "Yard"),
    "press-brake-setup": ("Trumpf 3120", "Press hall"),
    "soldering-pth": ("Weller WX2, bench 5", "Electronics"),
}

STORY: tuple[Chapter, ...] = (
    Chapter(345, "a", "loto-single-machine", 0, G, certified=True),
    Chapter(338, "b", "fire-extinguisher-use", 0, G, certified=True),
    Chapter(331, "a", "forklift-operator-eval", 0, MISS),
    Chapter(329, "a", "forklift-operator-eval", 0, G, certified=True),
    Chapter(322, "b", "press-brake-setup", 0, OUT),
    Chapter(318, "b", "press-brake-setup", 0, G, certified=True),
    Chapter(310, "a", "fire-extinguisher-use", 1, G, certified=True),
    Chapter(301, "a", "crane-signal-rigger", 0, STOP),
    Chapter(296, "b", "crane-signal-rigger", 0, G, certified=True),
    Chapter(290, "b", "confined-space-attendant", 1, G, certified=True),
    Chapter(283, "a", "soldering-pth", 0, OUT),
    Chapter(276, "a", "soldering-pth", 0, G, certified=True),
    Chapter(269, "b", "cnc-lathe-setup", 0, MISS),
    Chapter(262, "b", "cnc-lathe-setup", 0, G, certified=True),
    Chapter(255, "a", "fai-micrometer", 0, G, certified=True),
    Chapter(248, "a", "torque-bolted-joint", 0, OUT),
    Chapter(241, "a", "torque-bolted-joint", 0, G, certified=True),
    Chapter(233, "b", "forklift-preuse-inspection", 0, G, certified=True),
    Chapter(226, "b", "forklift-operator-eval", 1, STOP),
    Chapter(219, "b", "forklift-operator-eval", 1, G, certified=True),
    Chapter(210, "a", "press-brake-setup", 1, OFF),
    Chapter(202, "a", "press-brake-setup", 1, MISS),
    Chapter(195, "a", "cnc-lathe-setup", 1, GAP),
    Chapter(186, "b", "soldering-pth", 1, MISS),
    Chapter(178, "b", "crane-signal-rigger", 1, OUT),
    Chapter(166, "a", "gmaw-fillet-2f", 0, G, certified=True),
    Chapter(158, "b", "gmaw-fillet-2f", 1, OUT),
    Chapter(151, "b", "gmaw-fillet-2f", 1, G, certified=True),
    Chapter(140, "a", "fai-micrometer", 1, MISS),
    Chapter(131, "a", "torque-bolted-joint", 1, MISS),
    Chapter(122, "b", "forklift-preuse-inspection", 1, MISS),
    Chapter(113, "b", "loto-single-machine", 2, MISS),
    Chapter(104, "a", "loto-single-machine", 2, G, certified=True),
    Chapter(95, "a", "forklift-operator-eval", 2, MISS),
    Chapter(86, "b", "confined-space-attendant", 2, STOP),
    Chapter(77, "a", "fire-extinguisher-use", 2, OUT),
    Chapter(68, "b", "gmaw-fillet-2f", 2, MISS),
    Chapter(59, "b", "gmaw-fillet-2f", 2, OUT),
    Chapter(50, "a", "torque-bolted-joint", 2, G, certified=True),
    Chapter(41, "b", "soldering-pth", 2, G, certified=True),
    Chapter(33, "a", "forklift-operator-eval", 2, G, certified=True),
    Chapter(24, "b", "crane-signal-rigger", 1, G, certified=True),
    Chapter(16, "a", "cnc-lathe-setup", 2, MISS),
    Chapter(9, "b", "press-brake-setup", 2, G, certified=True, printed=False),
    Chapter(4, "a", "fai-micrometer", 2, G, certified=True, printed=False),
    Chapter(2, "b", "forklift-preuse-inspection", 2, G, certified=True, printed=False),
    Chapter(1, "a", "cnc-lathe-setup", 2, G),
)
"""Oldest first. Certificates that hold for six or twelve months are recent enough not to have ended, old enough to be due."""

STACKS: tuple[tuple[str, int, str], ...] = (("forklift-operator-eval", 0, "forklift-driver"),)
"""Certificates made of others, issued on station "a" at the end: whose (by a part and a place, as in a chapter), which."""

OPEN_DRAFTS: tuple[tuple[str, int, int], ...] = (("forklift-operator-eval", 3, 8), ("cnc-lathe-setup", 3, 6))
"""Assessments under way on station "a" today: competency, person, how many steps are answered."""
