"""A PDF/A-3b file in one pass: reportlab's document with our pages, the metadata, the colour profile and attached files.

ISO 19005-3. The same input gives the same bytes: dates and identifiers come from the record, nothing from the clock.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from supervisor_app.documents.embedding import EmbeddedFont
from supervisor_app.documents.faces import Face
from supervisor_app.documents.objects import Array, Entries, NameTree, Stream, Value, text_string
from supervisor_app.documents.srgb import srgb_profile
from supervisor_app.domain.frozen import dataclass

PRODUCER = "supervisor-app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels inside the PDF; `relationship` is the PDF/A-3 word for what it is to the paper (Source, Data)."""

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: str = "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the file says about itself. `made` is the moment of the record (aware), `identity` makes the file's own id."""

    title: str
    author: str
    subject: str
    language: str
    made: datetime
    identity: str


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    """The document root with the entries PDF/A-3 asks for."""

    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "AF", "OutputIntents")
    __Refs__ = __NoDefault__


class Archive:
    """Collects pages and turns them into one file. `fonts` are shared by all pages."""

    def __init__(self, about: About, attachments: tuple[Attachment, ...] = ()) -> None:
        self._about = about
        self._attachments = attachments
        self._fonts: dict[Face, EmbeddedFont] = {}
        self._pages: list[tuple[tuple[float, float], bytes]] = []
        self._images: dict[str, Stream] = {}

    def font(self, face: Face) -> EmbeddedFont:
        """Return the document's font for a face; its resource name counts up from /F1 in order of first use."""
        if face not in self._fonts:
            self._fonts[face] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return self._fonts[face]

    def image(self, stream: Stream) -> str:
        """Add a picture, once however often it is drawn, and return its resource name."""
        for known, there in self._images.items():
            if there is stream:
                return known
        name = f"I{len(self._images) + 1}"
        self._images[name] = stream
        return name

    def add_page(self, size: tuple[float, float], content: bytes) -> None:
        """Add a page of a size in points."""
        self._pages.append((size, content))

    def data(self) -> bytes:
        """Return the whole file."""
        document = pdfdoc.PDFDocument(invariant=1, compression=0, lang=self._about.language, pdfVersion=(1, 7))
        identity = hashlib.sha256(self._about.identity.encode()).hexdigest()[:32].encode()
        document._ID = b"[<%s> <%s>]" % (identity, identity)
        document.Catalog = self._catalog(document)
        document.info = Entries(self._info())
        document.info.digest = lambda signature: None
        resources = Entries(
            {
                "Font": Entries({font.resource: font.entries() for font in self._fonts.values()}),
                "XObject": Entries(self._images) if self._images else None,
            }
        )
        for size, content in self._pages:
            document.Pages.addPage(
                Entries(
                    {
                        "Type": "/Page",
                        "Parent": document.Pages,
                        "MediaBox": f"[0 0 {size[0]:.3f} {size[1]:.3f}]",
                        "Resources": resources,
                        "Contents": Stream(content),
                    }
                )
            )
        return bytes(document.GetPDFData(None))

    def _catalog(self, document: pdfdoc.PDFDocument) -> _Catalog:
        catalog = _Catalog()
        catalog.Pages = document.Pages
        catalog.Lang = pdfdoc.PDFString(self._about.language)
        catalog.Metadata = Stream(self._xmp(), {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        catalog.OutputIntents = Array([self._output_intent()])
        catalog.ViewerPreferences = Entries({"DisplayDocTitle": "true"})
        files = {attachment.name: self._file(attachment) for attachment in self._attachments}
        if files:
            catalog.AF = Array(tuple(files.values()))
            catalog.Names = Entries({"EmbeddedFiles": NameTree(files)})
        return catalog

    def _output_intent(self) -> Entries:
        name = "(sRGB IEC61966-2.1)"
        profile = Stream(srgb_profile(), {"N": 3})
        return Entries(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "OutputConditionIdentifier": name,
                "Info": name,
                "DestOutputProfile": profile,
            }
        )

    def _file(self, attachment: Attachment) -> Entries:
        parameters = f"<< /Size {len(attachment.data)} /ModDate {self._pdf_date()} >>"
        media = attachment.media_type.replace("/", "#2F")
        stream = Stream(attachment.data, {"Type": "/EmbeddedFile", "Subtype": f"/{media}", "Params": parameters})
        return Entries(
            {
                "Type": "/Filespec",
                "F": f"({attachment.name})",
                "UF": text_string(attachment.name),
                "Desc": text_string(attachment.description),
                "AFRelationship": f"/{attachment.relationship}",
                "EF": Entries({"F": stream, "UF": stream}),
            }
        )

    def _info(self) -> dict[str, Value]:
        about = self._about
        made = self._pdf_date()
        return {
            "Title": text_string(about.title),
            "Author": text_string(about.author),
            "Subject": text_string(about.subject),
            "Creator": text_string(PRODUCER),
            "Producer": text_string(PRODUCER),
            "CreationDate": made,
            "ModDate": made,
        }

    def _pdf_date(self) -> str:
        offset = self._about.made.strftime("%z") or "+0000"
        return f"(D:{self._about.made:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}')"

    def _xmp(self) -> bytes:
        about = self._about
        made = about.made.isoformat(timespec="seconds")
        title, author, subject = (escape(_xml_text(text)) for text in (about.title, about.author, about.subject))
        language = escape(about.language)
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _xml_text(text: str) -> str:
    """The text without what XML 1.0 does not allow."""
    return "".join(char for char in text if char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
