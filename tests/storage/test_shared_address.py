"""Addresses of shared stores: a password in one is never shown, told or mistaken for something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.storage.shared_address import absolute, is_database, shown, without_password

SECRET = "s3cr%40t"


@pytest.mark.parametrize(
    ("address", "seen", "told"),
    [
        ("postgresql://ann:s3cr%40t@db/site", "postgresql://ann:••••@db/site", "postgresql://ann@db/site"),
        ("postgres://ann:s3cr%40t@db:5433/site?sslmode=require", "postgres://ann:••••@db:5433/site?sslmode=require", None),
        (
            "postgresql://db/site?user=a&password=s3cr%40t",
            "postgresql://db/site?user=a&password=••••",
            "postgresql://db/site?user=a",
        ),
        ("postgresql://db/site?password=s3cr%40t&a=b", "postgresql://db/site?password=••••&a=b", "postgresql://db/site?a=b"),
        ("postgresql:///?service=site", "postgresql:///?service=site", "postgresql:///?service=site"),
        ("/mnt/drive/a:b@c.sqlite", "/mnt/drive/a:b@c.sqlite", "/mnt/drive/a:b@c.sqlite"),
    ],
)
def test_the_password_is_hidden_where_it_is_shown_and_left_out_where_others_are_told(address: str, seen: str, told: str | None):
    assert shown(address) == seen
    assert told is None or without_password(address) == told
    assert SECRET not in shown(address) + without_password(address)


@given(st.text("abcXYZ019-._~%", min_size=6, max_size=30), st.sampled_from(["postgresql", "postgres", "POSTGRESQL"]))
def test_no_password_survives(password: str, scheme: str):
    secret = f"<{password}>".replace("<", "%3C").replace(">", "%3E")
    address = f"{scheme}://ann:{secret}@db.example.org:5432/site?sslmode=require"
    assert is_database(address)
    assert secret not in shown(address) + without_password(address)


def test_a_path_is_kept_from_the_root_and_an_address_as_it_is():
    assert absolute(" postgresql://db/site ") == "postgresql://db/site"
    assert absolute("a.sqlite").endswith("/a.sqlite")
    assert not is_database("C:\\drive\\postgresql.sqlite")
