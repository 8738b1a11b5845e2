"""Changing how the app behaves on this laptop: written at once, in force at once."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.services.opened_site import Site
from supervisor_app.settings import StationSettings, load_settings, save_settings
from supervisor_app.storage import key_files
from supervisor_app.storage.database import sorted_errors


def change_settings(site: Site, settings: StationSettings) -> StationSettings:
    """Keep other settings for this laptop; StorageError where the folder cannot be written, and then the old ones stay.

    The shared file is chosen by `syncing.choose_shared`, perhaps from a command while the window was open: that choice stays.
    """
    there = load_settings(site.folder)
    chosen = there if there.shared else settings
    kept = replace(settings, note="", shared=chosen.shared, shared_secret=chosen.shared_secret)
    with sorted_errors():
        save_settings(site.folder, kept)
    site.settings = kept
    return kept


def key_in_keyring(site: Site) -> bool:
    """Tell whether the system's keyring keeps the key of this laptop; else a file in the data folder does."""
    return key_files.is_in_keyring(site.folder)


def keep_key(site: Site, *, in_keyring: bool) -> None:
    """Keep the key of this laptop in the system's keyring from now on, or in its file again.

    StorageError where the system has no keyring that keeps it; the key stays where it was then.
    """
    key_files.move_key(site.folder, into_keyring=in_keyring)
