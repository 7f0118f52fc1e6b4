"""What WeasyPrint leaves out of an accessible archive file: scopes, artifacts, metadata for both norms."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String
from pikepdf.models.metadata import encode_pdf_date

PRODUCER = "Borgerforløb"
MARKED = re.compile(rb"/(?:Span|Figure)\n<</MCID (\d+)>>\nBDC")
# PDF/A accepts a property of another norm only if the file describes it: hence the second block.
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>da</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def finish(content: bytes, *, title: str, made_at: datetime) -> tuple[bytes, int]:
    """The finished file and its number of pages."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page_number, page in enumerate(pdf.pages):
            _hide_running_text(pdf, page.obj, page_number)
        _give_scope(pdf)
        _describe(pdf, title, made_at)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue(), len(pdf.pages)


def _hide_running_text(pdf: pikepdf.Pdf, page: Any, number: int) -> None:
    """Text in a page's margins hangs on no branch of the tag tree; it must be marked as an artifact."""
    loose = set(_loose_marks(pdf.Root.StructTreeRoot, number))
    if not loose:
        return

    def as_artifact(match: re.Match[bytes]) -> bytes:
        return b"/Artifact <</Type/Pagination>> BDC" if int(match[1]) in loose else match[0]

    page.Contents.write(MARKED.sub(as_artifact, page.Contents.read_bytes()))


def _loose_marks(tree: Any, page_number: int) -> Iterator[int]:
    """Margin boxes are drawn before or after everything else, so only both ends have to be looked at."""
    document = tree.K[0]
    branches = {element.objgen for element in document.K}
    marks = list(enumerate(tree.ParentTree.Nums[2 * page_number + 1]))
    for ordered in (marks, marks[::-1]):
        for mark, element in ordered:
            while element.P.objgen != document.objgen:
                element = element.P
            if element.objgen in branches:
                break
            yield mark


def _give_scope(pdf: pikepdf.Pdf) -> None:
    """Our templates put column headings in the table's head and nowhere else."""
    for element in pdf.objects:
        if isinstance(element, Dictionary) and element.get("/S") == Name.TH and "/ID" in element:
            group = element.P.P.S
            element.A.Scope = Name.Column if group == Name.THead else Name.Row


def _describe(pdf: pikepdf.Pdf, title: str, made_at: datetime) -> None:
    moment = made_at.replace(microsecond=0)
    xmp = XMP.format(title=escape(title), producer=PRODUCER, moment=moment.isoformat())
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf_date = String(encode_pdf_date(moment))
    # Who made it, with what and for whom is in the audit log; the file says only what it is.
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(title), Producer=String(PRODUCER), CreationDate=pdf_date, ModDate=pdf_date)
    )
    pdf.Root.Lang = String("da")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
