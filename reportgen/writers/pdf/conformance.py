"""What a PDF says of its own kind: PDF/A-3a and PDF/UA-1 in one file.

WeasyPrint writes one of them at a time. PDF/A wants every other schema that the metadata use to be
described in them (ISO 19005-3, 6.6.2.3.3), which is done here for that of PDF/UA.
"""

from __future__ import annotations

from reportgen.writers.pdf.weasy import weasyprint

_UA = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
"""


def claim_both(pages: weasyprint.Document) -> None:
    """Make a document that is written as PDF/A-3a claim PDF/UA-1 too."""
    metadata = pages.metadata
    default = type(metadata).generate_rdf_metadata

    def with_ua(variant: str, version: str, conformance: str) -> bytes:
        written: bytes = default(metadata, variant, version, conformance)
        before, end, after = written.rpartition(b"</rdf:RDF>")
        return before + _UA + end + after

    metadata.generate_rdf_metadata = with_ua
