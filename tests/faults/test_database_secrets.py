"""The password of a shared database: in no file in the clear, list of processes or message; and servers that prove themselves."""

from __future__ import annotations

import contextlib
import ipaddress
import random
import shutil
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from supervisor_app.services.backing_up import back_up
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.sync_places import chosen
from supervisor_app.services.sync_process import choose_in_process, sync_in_process
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.settings import load_settings, save_settings
from supervisor_app.storage.shared_address import without_password
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from tests.postgres import PASSWORD, PASSWORD_QUOTED, Server, postgres, running
from tests.postgres import missing as no_server
from tests.services.sync_sites import PATIENCE, Clock, add_people, closing, found

__all__ = ["postgres"]
SECRETS = (PASSWORD.encode(), PASSWORD_QUOTED.encode())


@pytest.fixture
def a(tmp_path: Path) -> Iterator[Site]:
    site = found(tmp_path / "a")
    with closing(site):
        yield site


def assert_nowhere(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in SECRETS), path


def again(site: Site) -> Site:
    site.close()
    return open_site(site.folder, clock=Clock(), randomness=random.Random(5).randbytes)


def test_it_is_sealed_in_the_settings_and_in_a_backup_that_nobody_sealed(a: Site, postgres: Server, tmp_path: Path) -> None:
    url = postgres.new_database()
    choose_shared(a, url, True, patience=PATIENCE)
    assert a.settings.shared == without_password(url)
    (tmp_path / "backups").mkdir()
    back_up(a.folder, to=tmp_path / "backups", clock=Clock(), randomness=random.Random(6).randbytes)
    assert list((tmp_path / "backups").iterdir())
    assert_nowhere(tmp_path)
    with closing(opened := again(a)):
        assert chosen(opened) == url
        assert sync_now(opened, patience=PATIENCE).clean


def test_what_an_earlier_version_left_in_the_clear_is_sealed_at_the_next_start(a: Site, postgres: Server) -> None:
    url = postgres.new_database()
    choose_shared(a, url, True, patience=PATIENCE)
    save_settings(a.folder, replace(a.settings, shared=url, shared_secret=""))
    with closing(opened := again(a)):
        assert_nowhere(opened.folder)
        assert load_settings(opened.folder).shared == without_password(url)
        assert chosen(opened) == url


@pytest.mark.parametrize("way", ["user:{}@", "user@"])
def test_a_password_in_an_option_of_the_address_is_one_too(a: Site, way: str) -> None:
    from supervisor_app.services.sync_places import with_choice

    option = "" if "{}" in way else f"&sslpassword={PASSWORD_QUOTED}"
    address = f"postgresql://{way.format(PASSWORD_QUOTED)}server/site?sslmode=verify-full{option}"
    save_settings(a.folder, with_choice(a, address))
    assert_nowhere(a.folder)
    with closing(opened := again(a)):
        assert chosen(opened) == address


def test_the_key_of_another_laptop_does_not_open_it_and_the_password_is_asked_for(
    a: Site, postgres: Server, tmp_path: Path
) -> None:
    choose_shared(a, postgres.new_database(), True, patience=PATIENCE)
    other = found(tmp_path / "b", seed=2)
    with closing(other):
        other.settings = a.settings
        assert chosen(other) == a.settings.shared
    sealed = a.settings.shared_secret
    for spoiled in ("", "AAAA", sealed[:-8], "no base64 at all", "A" + sealed[1:]):
        a.settings = replace(a.settings, shared_secret=spoiled)
        with pytest.raises(SharedFileError) as caught:
            sync_now(a, patience=PATIENCE)
        assert caught.value.trouble is Trouble.PASSWORD


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_list_of_processes_shows_it_while_a_window_syncs(a: Site, postgres: Server) -> None:
    url = postgres.new_database()
    seen: set[str] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.05):
            for process in Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):
                    told = (process / "cmdline").read_bytes()
                    if b"supervisor" in told and str(a.folder).encode() in told:
                        seen.add("one")
                        told += (process / "environ").read_bytes()
                    if any(secret in told for secret in SECRETS):
                        seen.add(f"secret in {process}")

    watching = threading.Thread(target=look)
    add_people(a, 50)
    watching.start()
    try:
        choose_in_process(a, url, True, lambda *_: None, lambda: False)
        sync_in_process(a.folder, lambda *_: None, lambda: False)
    finally:
        ended.set()
        watching.join()
    assert seen == {"one"}
    titles = postgres.sql("SELECT query || application_name || coalesce(usename, '') FROM pg_stat_activity")
    assert PASSWORD not in str(titles)
    assert not any(secret in (postgres.folder / "log").read_bytes() for secret in SECRETS)


ADDRESSES = {
    "wrong password": "postgresql://signoff:p%40ss%20word_not@127.0.0.1:{port}/postgres",
    "no such option": "postgresql://signoff:p%40ss%20word@127.0.0.1:{port}/postgres?nonsense=p%40ss%20word",
    "no port": "postgresql://signoff:p%40ss%20word@127.0.0.1:p%40ss/postgres",
    "not quoted": "postgresql://signoff:p@ss word@127.0.0.1:{port}/postgres",
    "no host": "postgresql://signoff:p%40ss%20word@nowhere.invalid/postgres",
    "no database": "postgresql://signoff:p%40ss%20word@127.0.0.1:{port}/none",
    "not ours": "postgresql://signoff:p%40ss%20word@127.0.0.1:{port}/postgres",
}


@pytest.mark.parametrize("what", ADDRESSES)
def test_no_message_and_no_traceback_quotes_it(a: Site, postgres: Server, what: str) -> None:
    with pytest.raises(SharedFileError) as caught:
        choose_shared(a, ADDRESSES[what].format(port=postgres.port), False, patience=PATIENCE)
    told = "".join(traceback.format_exception(caught.value))
    for secret in (PASSWORD, PASSWORD_QUOTED, "ss word"):
        assert secret not in told.replace("ADDRESSES", "")


# A server that proves itself.


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server with a certificate for localhost, and the root certificate that vouches for it."""
    if why := no_server():
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("certificates")
    with running() as server:
        certificate, key = certificate_of(folder)
        owner = server.data.stat()
        for path, data in ((server.data / "server.crt", certificate), (server.data / "server.key", key)):
            path.write_bytes(data)
            path.chmod(0o600)
            shutil.chown(path, owner.st_uid, owner.st_gid)
        server.sql("ALTER SYSTEM SET ssl = on")
        (server.data / "pg_hba.conf").write_text("hostssl all all all scram-sha-256\n")
        server.stop("fast")
        server.start()
        yield server, folder / "root.crt"


def certificate_of(folder: Path) -> tuple[bytes, bytes]:
    """Make a root and a server's certificate for localhost; return the latter and its key (PEM)."""
    now = datetime.now(UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Root", "Another root", "localhost")]

    def made(number: int, by: int, **more: x509.ExtensionType) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(names[number]).issuer_name(names[by]).serial_number(number + 1)
        builder = builder.public_key(keys[number].public_key())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        for extension in more.values():
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(keys[by], hashes.SHA256())

    pem = serialization.Encoding.PEM
    for number, name in ((0, "root.crt"), (1, "other.crt")):
        root = made(number, number, basic=x509.BasicConstraints(ca=True, path_length=None))
        (folder / name).write_bytes(root.public_bytes(pem))
    names_of = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))])
    key = keys[2].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made(2, 0, names=names_of).public_bytes(pem), key


def address(server: Server, name: str, root: Path, host: str = "localhost", mode: str = "verify-full") -> str:
    return f"postgresql://signoff:{PASSWORD_QUOTED}@{host}:{server.port}/{name}?sslmode={mode}&sslrootcert={root}"


def test_a_server_that_proves_itself_by_its_certificate_is_used(a: Site, secured: tuple[Server, Path]) -> None:
    server, root = secured
    url = address(server, "proven", root)
    choose_shared(a, url, True, patience=PATIENCE)
    add_people(a, 60)
    assert sync_now(a, patience=PATIENCE).sent == 60
    assert "sslmode=verify-full" in a.settings.shared
    assert_nowhere(a.folder)


def test_one_that_does_not_is_told_and_gets_no_password(a: Site, secured: tuple[Server, Path]) -> None:
    server, root = secured
    for url in (
        address(server, "proven", root.with_name("other.crt")),
        address(server, "proven", root, host="127.0.0.1"),
        address(server, "proven", root.with_name("none.crt")),
    ):
        with pytest.raises(SharedFileError) as caught:
            choose_shared(a, url, False, patience=PATIENCE)
        assert caught.value.trouble is Trouble.NOT_TRUSTED, url
        assert "sslrootcert" in caught.value.hint
    with pytest.raises(SharedFileError) as caught:
        choose_shared(a, address(server, "proven", root, mode="disable"), False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.NO_RIGHT


def test_a_server_without_certificates_is_not_used_where_one_is_wanted(a: Site, postgres: Server, tmp_path: Path) -> None:
    certificate_of(tmp_path)
    with pytest.raises(SharedFileError) as caught:
        choose_shared(a, address(postgres, "postgres", tmp_path / "root.crt"), False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.NOT_TRUSTED
