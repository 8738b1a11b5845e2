"""Our `dataclass` does what the standard library's does: each law is asked of both."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain import frozen


def _classes(dataclass: Callable[..., Any]) -> tuple[type[Any], type[Any], type[Any]]:
    @dataclass(frozen=True, slots=True)
    class Point:
        """Where."""

        x: int
        y: int = 0
        tags: list[str] = field(default_factory=list)
        secret: str = field(default="", repr=False, compare=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        """Who."""

        name: str
        at: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Worker(Named):
        """A named one with a number that cannot be negative."""

        number: int = 1

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError("negative")

    return Point, Named, Worker


OURS, THEIRS = _classes(frozen.dataclass), _classes(dataclasses.dataclass)
BOTH = pytest.mark.parametrize(("point", "named", "worker"), [OURS, THEIRS], ids=["ours", "the standard library's"])


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """A record that is found by its name, as pickling needs it."""

    words: str
    numbers: tuple[int, ...] = ()


@given(st.integers(), st.integers(), st.lists(st.text(max_size=3), max_size=2), st.text(max_size=3))
def test_it_shows_itself_as_the_standard_librarys_does(x: int, y: int, tags: list[str], secret: str) -> None:
    ours, theirs = OURS[0](x, y, tags, secret), THEIRS[0](x, y, tags, secret)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(replace(ours, y=5)) == repr(replace(theirs, y=5))


@given(*[st.tuples(st.text(max_size=1), st.tuples(st.integers(0, 1)), st.integers(0, 1))] * 2)
def test_it_is_equal_exactly_where_the_standard_librarys_is(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    def pair(worker: type[Any]) -> list[Any]:
        return [worker(name=name, at=at, number=number) for name, at, number in (one, other)]

    ours, theirs = pair(OURS[2]), pair(THEIRS[2])
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1]) == (one == other)
    assert len(set(ours)) == len(set(theirs))
    assert ours[0] != theirs[0]


@BOTH
def test_what_is_not_compared_makes_no_difference(point: type[Any], named: type[Any], worker: type[Any]) -> None:
    assert point(1, secret="a") == point(1, secret="b")
    assert point(1) != point(2)
    assert named(name="a") != worker(name="a")
    with pytest.raises(TypeError, match="unhashable"):
        hash(point(1))


@BOTH
def test_nothing_of_it_can_be_changed(point: type[Any], named: type[Any], worker: type[Any]) -> None:
    made = point(1)
    with pytest.raises(FrozenInstanceError):
        made.x = 2
    with pytest.raises(FrozenInstanceError):
        del made.x
    assert (made.x, hasattr(made, "__dict__")) == (1, False)


@BOTH
def test_it_takes_its_fields_as_the_options_say(point: type[Any], named: type[Any], worker: type[Any]) -> None:
    assert point(1, 2).y == 2
    assert point(1).tags is not point(1).tags
    assert point.__match_args__ == ("x", "y", "tags", "secret")
    assert [one.name for one in fields(worker)] == ["name", "at", "number"]
    for wrong in (lambda: point(), lambda: point(1, z=1), lambda: named("by place"), lambda: worker(number=1)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="negative"):
        worker(name="", number=-1)


@given(st.text(), st.lists(st.integers()).map(tuple))
def test_it_can_be_copied_kept_and_sent(words: str, numbers: tuple[int, ...]) -> None:
    made = Kept(words, numbers)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == copy.copy(made) == made
    small = Kept(words, tuple(number % 1000 for number in numbers))
    assert msgspec.json.decode(msgspec.json.encode(small), type=Kept) == small


def test_other_options_are_the_standard_librarys() -> None:
    @frozen.dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        number: int

    @frozen.dataclass(slots=True)
    class Open:
        number: int

    made = Open(1)
    made.number = 2
    assert (Ordered(1) < Ordered(2), made) == (True, Open(2))
