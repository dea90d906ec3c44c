"""One typed message, part by part: section, period, themes, sizes, items meant, operation. Pure.

`assistant.brief.understand` puts the parts together.
"""
