"""How text is set: where its lines end."""
