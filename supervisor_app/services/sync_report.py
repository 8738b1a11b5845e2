"""From what an exchange moved to what the supervisor reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from supervisor_app.ledger.chain import WORDS
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.vectors import Fork
from supervisor_app.services.sync_blobs import MovedFiles
from supervisor_app.services.sync_exchange import Exchanged
from supervisor_app.services.sync_kept_out import kept_out_remark
from supervisor_app.services.sync_records import NOT_ALL, WENT_ON, ForkLine, Received, RefusedLine, Remark, SyncReport
from supervisor_app.services.sync_words import kinds_words, moment_words, records
from supervisor_app.services.witnessing import KIND
from supervisor_app.storage.remote_records import Refused

WHY = {
    **WORDS,
    "header": "it is not a record at all",
    "gap": "a record before it is missing",
    "chain": "it does not follow the record before it",
    "key": "its laptop does not name its key, or belongs to another site",
    "seal": "its sealed content was changed",
}
"""Why a record is set aside, to follow "Record 12 of Line 3 laptop was not accepted: ..."."""
SOME_LAPTOP = "a laptop not known yet"


def report_of(exchanged: Exchanged, names: Mapping[bytes, str], own: bytes, now: datetime, seconds: float) -> SyncReport:
    """Return the report of an exchange; `names` maps origins to laptops, `own` is this laptop's origin."""
    exchanged = _without_checkpoints(exchanged)
    received = sum(exchanged.received.values(), Counter[str]())
    forks = tuple(_fork_line(fork, names, own) for fork in exchanged.forks)
    refused = tuple(_refused_line(item, names) for item in exchanged.refused if item.reason not in ("fork", "changed"))
    healed_words = _healed_words(exchanged, now)
    return SyncReport(
        at=now,
        seconds=seconds,
        sent=exchanged.sent.total(),
        sent_words=kinds_words(exchanged.sent),
        received=received.total(),
        received_words=kinds_words(received),
        received_from=_received_from(exchanged.received, names),
        healed=exchanged.healed.total(),
        healed_words=healed_words,
        still_lost=exchanged.lost,
        forks=forks,
        quarantined=refused,
        sentence=_sentence(exchanged, received.total(), healed_words, len(forks), len(refused)),
        file_bytes=exchanged.file_bytes,
        locked=exchanged.locked,
        locked_words=_locked_sentence(exchanged) if exchanged.locked else "",
        remarks=tuple(_remarks(exchanged, names)),
        files=exchanged.files.sent + exchanged.files.received,
    )


def _without_checkpoints(exchanged: Exchanged) -> Exchanged:
    """Leave out what laptops write by themselves: nobody waits for it, and nobody need read of it."""
    received = {origin: _others(kinds) for origin, kinds in exchanged.received.items() if _others(kinds)}
    return replace(exchanged, sent=_others(exchanged.sent), received=received)


def _others(kinds: Counter[str]) -> Counter[str]:
    return Counter({kind: count for kind, count in kinds.items() if kind != KIND})


def of_a_database(report: SyncReport) -> SyncReport:
    """Return a report whose sentences speak of a shared database."""
    return msgspec.json.decode(msgspec.json.encode(report).replace(b"shared file", b"shared database"), type=SyncReport)


def short_words(report: SyncReport) -> str:
    """Return a report in the few words of a line of the history."""
    words = [f"sent {report.sent:,}"] if report.sent else []
    words += [f"received {report.received:,}"] if report.received else []
    words += [f"put back {report.healed:,}"] if report.healed else []
    words += [f"missed {report.still_lost:,}"] if report.still_lost else []
    words += [f"could not open {report.locked:,} yet"] if report.locked else []
    words += [f"moved {report.files:,} evidence file{'' if report.files == 1 else 's'}"] if report.files else []
    needs = len(report.forks) + len(report.quarantined)
    words += [f"{records(needs)} to look at"] if needs else []
    put_right = [remark for remark in report.remarks if not remark.title.startswith((WENT_ON, NOT_ALL))]
    words += ["put the shared file right"] if put_right else []
    words += ["went on under a new number"] if report.went_on else []
    return ", ".join(words).capitalize() or report.sentence


def name_of(origin: bytes, names: Mapping[bytes, str]) -> str:
    """Return a laptop's name, or words for one that has not named itself."""
    return names.get(origin) or SOME_LAPTOP


def _received_from(received: Mapping[bytes, Counter[str]], names: Mapping[bytes, str]) -> tuple[Received, ...]:
    counts = Counter[str]()  # a laptop that went on under a new number keeps its name
    for origin, kinds in received.items():
        counts[name_of(origin, names)] += kinds.total()
    lines = [Received(station=name, count=count) for name, count in counts.items()]
    return tuple(sorted(lines, key=lambda line: (-line.count, line.station)))


def _healed_words(exchanged: Exchanged, now: datetime) -> str:
    if not exchanged.healed and not exchanged.lost:
        return ""
    words = "It had lost them"
    if exchanged.copy_from:
        words = f"It had gone back to a copy from {moment_words(moment_of(exchanged.copy_from), now)}"
    if exchanged.lost:
        return f"{words}. {records(exchanged.lost)} will come back with the next sync of the laptop that wrote them."
    return f"{words}. Nothing was lost."


def _fork_line(fork: Fork, names: Mapping[bytes, str], own: bytes) -> ForkLine:
    name = "this laptop" if fork.origin == own else name_of(fork.origin, names)
    sentence = (
        f"Two different records claim number {fork.seq} of {name}. "
        "The one that was here first stays; the other is kept aside as proof. An admin decides under Set aside which one stands."
    )
    return ForkLine(station=name, seq=fork.seq, sentence=sentence)


def _refused_line(item: Refused, names: Mapping[bytes, str]) -> RefusedLine:
    name = name_of(item.origin, names)
    why = WHY.get(item.reason, item.reason)
    sentence = (
        f"Record {item.seq} of {name} was not accepted: {why}. It is kept aside; the records before it are here. "
        "The next laptop that syncs and holds the good one puts it back."
    )
    return RefusedLine(station=name, seq=item.seq, sentence=sentence)


def _remarks(exchanged: Exchanged, names: Mapping[bytes, str]) -> Iterator[Remark]:
    """Say what was out of order and is right again."""
    if exchanged.went_on:
        yield Remark(title=WENT_ON, sentence=exchanged.went_on)
    for origin in sorted(exchanged.settled):
        yield Remark(
            title=f"Settled: two branches of {name_of(origin, names)}",
            sentence="The one that an admin chose stands now. Every record of the other one is kept as proof, under Set aside.",
        )
    if exchanged.brought_back:
        yield Remark(
            title=f"Brought back: {records(exchanged.brought_back)}",
            sentence="Their laptop is gone, as an admin said. They stand again, with their own times and signatures.",
        )
    for origin, count in exchanged.mended.items():
        if count:
            name, one = name_of(origin, names), count == 1
            yield Remark(
                title=f"Put right on the shared file: {records(count)} of {name}",
                sentence=f"{'It was' if one else 'They were'} not what it wrote: somebody changed the file, or the drive did. "
                f"The good {'one' if one else 'ones'} came from this laptop; what was there is kept aside as proof.",
            )
    if exchanged.heads_mended and not exchanged.refused:
        yield Remark(
            title="The list on the shared file was put right",
            sentence="It did not fit the records that are there. Where some are missing, whoever holds them puts them back.",
        )
    if exchanged.kept_out:
        yield kept_out_remark(exchanged.kept_out)
    yield from _beside_the_records(exchanged)


def _beside_the_records(exchanged: Exchanged) -> Iterator[Remark]:
    """Say what others did to the file, or left beside it."""
    if exchanged.was_wal:
        yield Remark(
            title="The shared file was switched back",
            sentence="Another program had opened it and switched it to a write-ahead log, which fails on shared drives. "
            "Open it with this program only.",
        )
    if exchanged.strange_journal:
        yield Remark(
            title="Somebody laid a journal beside the shared file",
            sentence="No laptop of the site writes one like it: it was made to delete files of whoever opens the shared file. "
            "It did nothing and is kept beside the file. Find out who can write on that drive.",
        )
    if exchanged.broke_lock:
        yield Remark(
            title="A lock was left over",
            sentence="A laptop stopped in the middle of a sync. Nothing moved for a minute, so its lock was taken away.",
        )


def _sentence(exchanged: Exchanged, received: int, healed_words: str, forks: int, refused: int) -> str:
    """Say the whole sync in one or two sentences."""
    parts = []
    if healed_words:
        parts.append(_healed_sentence(healed_words, exchanged.healed.total()))
    elif not forks and not refused and not exchanged.locked:
        parts.append("Everything is on the shared file.")
    moved = [f"sent {records(exchanged.sent.total())}"] if exchanged.sent else []
    moved += [f"received {received:,}" if moved else f"received {records(received)}"] if received else []
    moved += _files_words(exchanged.files)
    if moved:
        parts.append(f"{', '.join(moved).capitalize()}.")
    if exchanged.locked:
        parts.append(_locked_sentence(exchanged))
    if forks or refused:
        count = forks + refused
        parts.append(f"{records(count).capitalize()} on the shared file {'needs' if count == 1 else 'need'} a look.")
    return " ".join([*parts, *([exchanged.went_on] if exchanged.went_on else [])])


def _files_words(files: MovedFiles) -> list[str]:
    words = ((files.sent, "sent"), (files.received, "received"), (files.damaged, "asked again for"))
    return [f"{word} {count:,} evidence file{'' if count == 1 else 's'}" for count, word in words if count]


def _healed_sentence(healed_words: str, count: int) -> str:
    start, _, end = healed_words.partition(". ")
    back = f" {records(count)} {'was' if count == 1 else 'were'} put back." if count else ""
    return f"{start.replace('It had lost them', 'It had lost records').replace('It had', 'The shared file had')}.{back} {end}"


def _locked_sentence(exchanged: Exchanged) -> str:
    """Say that this laptop has no key for what lies there: it was not let in yet, or an admin changed the key since."""
    count = exchanged.locked
    if exchanged.first_key:
        return f"This laptop is not let in yet: {records(count)} of the site wait for it. An admin lets it in on another laptop."
    parts = []
    if stranded := exchanged.stranded:
        whose = f"{records(stranded).capitalize()} of a laptop that is to be let in {_was(stranded)}"
        when = f"{'It opens' if stranded == 1 else 'They open'} once that laptop has synced again."
        parts.append(f"{whose} sealed for a key that is out of use. {when}")
    if count := exchanged.locked - exchanged.stranded:
        parts.append(
            f"{records(count).capitalize()} {_was(count)} sealed with a key that this laptop was not given. "
            "Perhaps it was reported lost: then what is signed on it does not count. Ask an admin."
        )
    return " ".join(parts)


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
