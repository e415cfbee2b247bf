"""Fonts: which file prints which face, and a private fontconfig that makes it so everywhere.

DOCX files name the official faces; PDF uses them where they are installed, else free stand-ins.
"""
