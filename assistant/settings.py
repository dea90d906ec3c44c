"""Settings from the environment (prefix ``NIGAO_``) and ``.env``; unknown names are errors."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

_PREFIX = "NIGAO_"


class Settings(BaseSettings):
    """All settings with their defaults. An empty `model` means drafting without one."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=".env", extra="forbid")

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("nigao")))
    embedding: str = "bundled"
    model: str = ""
    model_base_url: str = ""
    model_api_key: SecretStr = SecretStr("")


def load_settings(home: Path | None = None) -> Settings:
    """Settings with `home` taking precedence. Raises SettingsError, naming every culprit."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(
        n for n in os.environ if n.upper().startswith(_PREFIX) and n.upper() not in known
    )
    if unknown:
        raise SettingsError(
            f"不认识的环境变量：{'、'.join(unknown)}；可用的有 {'、'.join(sorted(known))}"
        )
    try:
        settings = Settings()
    except ValidationError as error:
        names = "、".join(str(e["loc"][0]) for e in error.errors() if e["loc"])
        raise SettingsError(f"环境变量或 .env 中的设置无法使用：{names}") from error
    return settings.model_copy(update={"home": home}) if home else settings
