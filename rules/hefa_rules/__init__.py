"""The built-in rule pack: rules, lexicon and tables as data; no code."""
