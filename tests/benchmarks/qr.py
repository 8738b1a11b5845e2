"""What the QR matrix costs: ours with its stored mask, and the choice of the mask at issue, against zxing-cpp's writer in C++.

Run: python -m tests.benchmarks.qr. Goal: at most 2.5 of the writer with the mask fixed. CPU time, medians of alternated runs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import zxingcpp

from supervisor_app.documents.qr_code import best_mask, matrix
from tests.documents.samples import qr_text

RUNS = 9
A_RUN = 20


def cost(action: Callable[[], object], times: int = A_RUN) -> float:
    started = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - started) / times * 1000


def main() -> None:
    text = qr_text("benchmark", 265)
    writer, fixed, choosing = [], [], []
    for _ in range(RUNS):
        writer.append(cost(lambda: zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image()))
        fixed.append(cost(lambda: matrix(text, 3)))
        choosing.append(cost(lambda: best_mask(text), 2))
    floor = statistics.median(writer)
    print(f"zxing-cpp create_barcode        {floor:6.2f} ms   1.00")
    for name, times, goal in (("matrix, stored mask", fixed, "(goal 2.5)"), ("choosing the mask, at issue", choosing, "")):
        ratio = statistics.median(mine / other for mine, other in zip(times, writer, strict=True))
        print(f"{name:31} {statistics.median(times):6.2f} ms   {ratio:.2f}   {goal}")


if __name__ == "__main__":
    main()
