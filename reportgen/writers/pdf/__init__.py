"""PDF: Layout → HTML of decided lines and CSS → WeasyPrint, once → tagged PDF/A and PDF/UA."""
