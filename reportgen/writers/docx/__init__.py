"""DOCX: tree + profile → WordprocessingML in a package made by python-docx.

``styles`` turns the profile into Word styles, ``body`` writes paragraphs and sections, ``tables``
rows as XML, ``pages`` headers, footers and page numbers, ``package`` the file.
"""
