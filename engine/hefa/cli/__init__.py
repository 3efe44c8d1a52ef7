"""Typer commands: they read options and call the library, no logic of their own."""
