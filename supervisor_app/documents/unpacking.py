"""Unpacking a stream of a PDF that anyone may have made: never more than a limit."""

from __future__ import annotations

import zlib

import pikepdf


def bounded(stream: pikepdf.Object, limit: int) -> bytes:
    """Return a stream's bytes, unpacked up to one byte beyond `limit`; ValueError for a packing that certificates do not use."""
    filters = stream.get("/Filter", None)
    names = (
        [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters is not None else []
    )
    raw = stream.read_raw_bytes()
    if not names:
        return bytes(raw[: limit + 1])
    if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        return zlib.decompressobj().decompress(raw, limit + 1)
    raise ValueError("unknown packing")
