"""One at a time: PDFium keeps state of its own and may be called by one thread only; whoever draws with it takes a turn."""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
"""Hold it from opening a document until it is closed again."""
