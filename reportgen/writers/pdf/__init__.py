"""PDF: tree + profile → HTML tree + CSS → WeasyPrint → tagged PDF. ``engine`` also measures."""
