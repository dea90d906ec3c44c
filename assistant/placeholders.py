"""What in a text still waits to be filled in. Pure."""

from __future__ import annotations

import re

# XX个, 〇〇, ***, ____, 【待补】, [待填], {{…}}, （此处…）: the forms offices use; no XX光, no Latin word.
PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×✕]{1,4}(?![A-Za-z0-9])(?!光|射线|轴|染色体)|[〇○]{2,}|\*{2,}|_{3,}"
    r"|【待[^】]{0,30}】|\[[^\]]{0,20}(?:待|填|补)[^\]]{0,20}\]|\{\{[^}]+\}\}|（(?:此处|待)[^）]{0,30}）"
)
