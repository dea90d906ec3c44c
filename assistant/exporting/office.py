"""The layout an office has chosen in its settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.errors import DraftError
from assistant.exporting.export import Layout
from assistant.exporting.template import Template, read_template
from assistant.settings import Settings
from corpus.files import reason_of


def office_layout(settings: Settings) -> Layout:
    """Fonts, template and label as they are set; the template is read as it is now.

    Raises DraftError if it cannot be read or is no Word file.
    """
    layout = Layout(settings.word_fonts, None, settings.word_label)
    if settings.word_template is None:
        return layout
    return replace(layout, template=template_of(settings.word_template))


def template_of(path: Path) -> Template:
    """Raises DraftError if the file cannot be read or is no Word file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DraftError(f"模板“{path.name}”：{reason_of(error)}") from error
    return read_template(data, path.name)
