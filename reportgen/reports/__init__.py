"""Documents: which there can be, what each one's template is given, how its file is named."""
