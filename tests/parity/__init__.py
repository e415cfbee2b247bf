"""Do the PDF and the DOCX, as LibreOffice lays it out, break the same lines on the same pages? Then this says so."""
