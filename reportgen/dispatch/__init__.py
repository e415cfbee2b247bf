"""Circulars with their attachments: from one dispatch to all files that go out."""
