"""The certificate's pages drawn by other programs, where they are installed: fpdf2, WeasyPrint, typst. None is a dependency.

Each draws the same texts at the same places in the same fonts, the same boxes and modules, and attaches the same record; none
shapes, judges or makes an archive of it. `pip install fpdf2 weasyprint typst` beside the program to see them.
"""

from __future__ import annotations

import html
import importlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "credential.json"


@dataclass(frozen=True)
class Sheet:
    """What is on the pages, in points from the top left corner: texts (page, x, baseline, font, size, text), boxes (page, x, y,
    width, height), dark modules of the code likewise, and the record to attach.
    """

    width: float
    height: float
    texts: tuple[tuple[int, float, float, Path, float, str], ...]
    boxes: tuple[tuple[int, float, float, float, float], ...]
    record: bytes

    @property
    def fonts(self) -> tuple[Path, ...]:
        """The font files, each once."""
        return tuple(sorted({text[3] for text in self.texts}))

    @property
    def pages(self) -> range:
        """The page numbers."""
        return range(1 + max(text[0] for text in self.texts))


def installed(sheet: Sheet) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each program that is installed and what draws the sheet with it."""
    for name, module, maker in (("fpdf2", "fpdf", _fpdf), ("WeasyPrint", "weasyprint", _weasyprint), ("typst", "typst", _typst)):
        try:
            library = importlib.import_module(module)
        except (ImportError, OSError):  # WeasyPrint without its system libraries is an OSError
            continue
        yield name, maker(library, sheet)


def _fpdf(library: Any, sheet: Sheet) -> Callable[[], bytes]:
    def draw() -> bytes:
        pdf = library.FPDF(unit="pt", format=(sheet.width, sheet.height))
        for path in sheet.fonts:
            pdf.add_font(path.stem, fname=str(path))
        for page in sheet.pages:
            pdf.add_page()
            for _, x, y, path, size, text in (one for one in sheet.texts if one[0] == page):
                pdf.set_font(path.stem, size=size)
                pdf.text(x, y, text)
            for _, x, y, width, height in (one for one in sheet.boxes if one[0] == page):
                pdf.rect(x, y, width, height, style="F")
        pdf.embed_file(bytes=sheet.record, basename=NAME)
        return bytes(pdf.output())

    return draw


def _weasyprint(library: Any, sheet: Sheet) -> Callable[[], bytes]:
    faces = "".join(f"@font-face {{ font-family: '{path.stem}'; src: url('{path.as_uri()}') }}" for path in sheet.fonts)
    style = f"@page {{ size: {sheet.width}pt {sheet.height}pt; margin: 0 }} body {{ margin: 0 }} "
    style += f".page {{ position: relative; width: {sheet.width}pt; height: {sheet.height}pt; break-after: page }} "
    style += ".page span { position: absolute; white-space: pre; line-height: 1 } .page svg { position: absolute } "

    def page(number: int) -> str:
        words = "".join(
            f"<span style=\"left:{x}pt;top:{y - size}pt;font:{size}pt '{path.stem}'\">{html.escape(text)}</span>"
            for at, x, y, path, size, text in sheet.texts
            if at == number
        )
        boxes = "".join(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
            for at, x, y, width, height in sheet.boxes
            if at == number
        )
        size = f'viewBox="0 0 {sheet.width} {sheet.height}" width="{sheet.width}pt" height="{sheet.height}pt"'
        return f'<div class="page"><svg {size}>{boxes}</svg>{words}</div>'

    def draw() -> bytes:
        text = f"<html><style>{style}{faces}</style><body>{''.join(map(page, sheet.pages))}</body></html>"
        attached = [library.Attachment(string=sheet.record.decode(), name=NAME)]
        return bytes(library.HTML(string=text).write_pdf(attachments=attached))

    return draw


def _typst(library: Any, sheet: Sheet) -> Callable[[], bytes]:
    fonts = library.Fonts(include_system_fonts=False, font_paths=[str(path.parent) for path in sheet.fonts])
    known = {Path(font.path).resolve(): font for font in fonts.fonts() if font.path}
    faces = {path: _typst_face(known[path.resolve()]) for path in sheet.fonts}
    compiler = library.Compiler(input=b" ", root="/", font_paths=fonts)

    def page(number: int) -> str:
        words = "".join(
            f"#place(dx: {x}pt, dy: {y - size}pt, text({faces[path]}, size: {size}pt)[#{_quoted(text)}])\n"
            for at, x, y, path, size, text in sheet.texts
            if at == number
        )
        boxes = "".join(
            f"#place(dx: {x}pt, dy: {y}pt, rect(width: {width}pt, height: {height}pt, fill: black))\n"
            for at, x, y, width, height in sheet.boxes
            if at == number
        )
        return words + boxes

    def draw() -> bytes:
        text = f"#set page(width: {sheet.width}pt, height: {sheet.height}pt, margin: 0pt)\n"
        text += f'#pdf.attach("{NAME}", bytes({_quoted(sheet.record.decode())}))\n' + "#pagebreak()\n".join(
            map(page, sheet.pages)
        )
        return bytes(compiler.compile(input=text.encode(), format="pdf"))

    return draw


def _quoted(text: str) -> str:
    """Return a text as typst's source writes it: as JSON, with letters of any script as they are."""
    return json.dumps(text, ensure_ascii=False)


def _typst_face(font: Any) -> str:
    return f'font: "{font.family}", weight: {font.weight}, stretch: {font.stretch * 100:.0f}%'
