"""Writers: a paginated document tree and a layout profile become a file."""
