"""Drafts as files: Word in the national layout (GB/T 9704-2012), and Markdown.

`export.export` is the way in. What is said is values first (`content`, `tracked`, `notes`), then
written down (`body`, `evidence`, `markdown`). Only this package imports docx.
"""
