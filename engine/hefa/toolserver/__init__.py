"""The review as tools for programs that speak MCP (Model Context Protocol): see docs/mcp.md.

``desk`` does the work and knows nothing of the protocol; ``server`` needs the package ``mcp``.
"""
