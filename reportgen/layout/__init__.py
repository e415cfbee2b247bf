"""The layout profile: every measure of a page, read from one file that CSS and Word styles share."""
