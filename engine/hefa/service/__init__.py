"""The HTTP service: drafts in, opinions out, with what people decide on them kept in one store.

    request ─► Desk ─► store ─► Queue ─► worker processes ─► opinion in the store ─► letter, page, workbook

``Desk`` does everything that the API and the pages do; there is no HTTP in it. Importing this is cheap.
"""
