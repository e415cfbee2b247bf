"""What is due by the calendar, made and published with nobody watching."""
