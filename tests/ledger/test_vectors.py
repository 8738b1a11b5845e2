"""The sync plan is a function of heads: it names exactly what each side lacks, whatever the order of syncs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.vectors import Fork, Plan, Span, Vector, count_missing, plan_sync

A, B, C = (bytes([n]) * 16 for n in (1, 2, 3))


def vector(**seqs: int) -> dict[bytes, Head]:
    """Heads of honest origins: the hash follows from origin and number."""
    names = {"a": A, "b": B, "c": C}
    return {names[name]: Head(names[name], seq, names[name][:1] * 16 + seq.to_bytes(16, "big")) for name, seq in seqs.items()}


honest = st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)).map(lambda seqs: vector(**seqs))


def after(ours: Vector, theirs: Vector) -> dict[bytes, Head]:
    """What both sides hold once the plan is carried out."""
    return {o: max((v[o] for v in (ours, theirs) if o in v), key=lambda head: head.seq) for o in {*ours, *theirs}}


def test_equal_vectors_need_nothing():
    assert plan_sync(vector(a=3, b=2), vector(a=3, b=2), vector(a=3)) == Plan()


def test_what_they_have_more_is_pulled_and_what_we_have_more_is_pushed_also_of_others():
    plan = plan_sync(vector(a=5, c=2), vector(a=3, b=4), {})
    assert plan.pulls == (Span(B, 0, 4),)
    assert plan.pushes == (Span(A, 3, 5), Span(C, 0, 2))
    assert not plan.lost
    assert not plan.forks


def test_lower_heads_than_seen_are_lost_whether_or_not_we_can_put_them_back():
    plan = plan_sync(vector(a=9), vector(a=2, b=1), vector(a=7, b=4))
    assert plan.lost == (Span(A, 2, 7), Span(B, 1, 4))
    assert plan.pushes == (Span(A, 2, 9),)
    assert plan.pulls == (Span(B, 0, 1),)


def test_same_number_with_another_hash_is_a_fork_and_moves_nothing():
    other = {A: Head(A, 3, b"x" * 32)}
    plan = plan_sync(vector(a=3), other, {})
    assert plan == Plan(forks=(Fork(A, 3, vector(a=3)[A].hash, b"x" * 32),))


def test_waiting_counts_own_entries_the_other_side_lacks():
    assert count_missing(vector(a=9), vector(a=6), A) == 3
    assert count_missing(vector(a=9), {}, A) == 9
    assert count_missing(vector(a=6), vector(a=9), A) == 0


@given(honest, honest, honest)
def test_a_plan_carried_out_leaves_both_sides_equal_and_is_done_once(ours: Vector, theirs: Vector, seen: Vector):
    plan = plan_sync(ours, theirs, seen)
    ours_then = {**ours, **{span.origin: theirs[span.origin] for span in plan.pulls}}
    theirs_then = {**theirs, **{span.origin: ours[span.origin] for span in plan.pushes}}
    assert ours_then == theirs_then == after(ours, theirs)
    assert plan_sync(ours_then, theirs_then, theirs_then) == Plan()


@given(honest, honest)
def test_what_one_pulls_the_other_pushes(ours: Vector, theirs: Vector):
    plan, mirrored = plan_sync(ours, theirs, {}), plan_sync(theirs, ours, {})
    assert plan.pulls == mirrored.pushes
    assert plan.pushes == mirrored.pulls
