"""Findings written into the officer's own Word file: as comments, and as tracked changes on request."""

from hefa.annotate.docx import AUTHOR, Annotated, Remark, annotate_docx

__all__ = ["AUTHOR", "Annotated", "Remark", "annotate_docx"]
