"""The review in editors that speak LSP (Language Server Protocol): see docs/editors.md.

``settings``, ``check`` and ``worker`` know nothing of the protocol; ``places`` counts as the editor counts;
``marks`` says findings in the protocol's types; ``server`` needs the package ``pygls`` and joins them.
"""
