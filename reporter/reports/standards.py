"""One PDF for two standards: PDF/A-3a, to keep, and PDF/UA-1, to be read by everybody.

WeasyPrint writes a file that holds to both and says so of the one it was asked for. The other is declared here, in
the file's XMP metadata; PDF/A wants a description of every property it does not know itself (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from typing import Any

VARIANT = "pdf/a-3a"
"""What WeasyPrint is asked for."""

_PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


def declare_pdf_ua(_document: object, pdf: Any) -> None:  # noqa: ANN401 - a pydyf.PDF, which has no types
    """Say in the metadata of a finished PDF that it holds to PDF/UA-1 too; a `finisher` of WeasyPrint's."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(_END, _PDF_UA + _END) for part in metadata.stream]
