"""Jinja2 templates, in a sandbox, and what they may be given and show."""
