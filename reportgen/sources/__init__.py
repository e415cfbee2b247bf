"""Read the user's YAML files into the model, keeping where every value stands.

In: a workspace folder. Out: records of :mod:`reportgen.model`, each with the places of its values,
so that every later finding can name file, line and column.
"""
