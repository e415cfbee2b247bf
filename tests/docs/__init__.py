"""The documentation says what the program does; ``make docs`` renews what is generated."""
