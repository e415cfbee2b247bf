"""What every room stands on: problems and their codes, names of paths, numbers, limits."""
