"""Findings written into the officer's own file: Word comments and tracked changes, highlights of a PDF."""

from hefa.annotate.docx import AUTHOR, Annotated, Remark, annotate_docx
from hefa.annotate.pdf import annotate_pdf

__all__ = ["AUTHOR", "Annotated", "Remark", "annotate_docx", "annotate_pdf"]
