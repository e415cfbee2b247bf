"""Fonts: which file prints which face, and a private fontconfig that makes it so everywhere.

DOCX files name the official faces; PDF uses them where they are installed, else free stand-ins made
as wide as they are, so that measuring, PDF and LibreOffice as judge break lines as Word does.
"""
