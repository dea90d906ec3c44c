"""Settings from the environment and ``.env``: names with the prefix ``NIGAO_``.

An unknown name with our prefix is an error, since it is a typing mistake; names without it belong
to other programs, whose ``.env`` may lie in the same folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from assistant.errors import SettingsError

_PREFIX = "NIGAO_"
_FILE = ".env"


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("nigao"))


class Settings(BaseSettings):
    """All settings with their defaults. An empty `model` means drafting without one, an empty
    `reranker` searching without one."""

    # Windows' editor puts a BOM in front; without -sig it would become part of the first name.
    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=_FILE, env_file_encoding="utf-8-sig", extra="ignore"
    )

    home: Path = Field(default_factory=_default_home)
    embedding: str = "bundled"
    embedding_base_url: str = ""
    embedding_api_key: SecretStr = SecretStr("")
    embedding_query_prefix: str = ""
    embedding_passage_prefix: str = ""
    chroma_url: str = ""
    reranker: str = ""
    reranker_model: str = ""
    reranker_api_key: SecretStr = SecretStr("")
    model: str = ""
    model_base_url: str = ""
    model_api_key: SecretStr = SecretStr("")
    model_file: Path | None = None
    # An authenticating proxy: the header it names people in, and from which addresses it counts.
    proxy_user_header: str = ""
    proxy_role_header: str = ""
    proxy_addresses: str = "127.0.0.1,::1"
    # Seconds: for a whole draft; to connect; until an answer begins; for a pause in it.
    model_timeout: float = Field(default=90.0, gt=0)
    model_connect_timeout: float = Field(default=5.0, gt=0)
    model_first_token_timeout: float = Field(default=30.0, gt=0)
    model_token_timeout: float = Field(default=10.0, gt=0)

    # Word files: which fonts they name, whose styles they have, and where a line in the text says
    # how it came about (nowhere, in working files, in clean ones too).
    word_fonts: Literal["gb2312", "windows"] = "gb2312"
    word_template: Path | None = None
    word_label: Literal["never", "review", "always"] = "review"

    @field_validator("home", mode="before")
    @classmethod
    def _home(cls, value: Any) -> Any:
        """Empty is the default, never the working directory; no shell expands ~ in a file."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return _default_home()
        return _expanded(Path(value))

    @field_validator("model_file", "word_template", mode="before")
    @classmethod
    def _file(cls, value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return _expanded(Path(value))

    @field_validator("embedding_query_prefix", "embedding_passage_prefix")
    @classmethod
    def _prefix(cls, value: str) -> str:
        """Some models want a line break in it, which is hard to type into a variable."""
        return value.replace("\\n", "\n")


def load_settings(home: Path | None = None) -> Settings:
    """Settings with `home` taking precedence. Raises SettingsError, naming every culprit."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    try:
        in_file = DotEnvSettingsSource(Settings, case_sensitive=True).env_vars
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{_FILE} 无法读取，请检查读取权限，并存为 UTF-8 编码") from error
    names = {*os.environ, *in_file}
    unknown = sorted(n for n in names if n.upper().startswith(_PREFIX) and n.upper() not in known)
    if unknown:
        raise SettingsError(
            f"不认识的环境变量或 {_FILE} 设置：{'、'.join(unknown)}；可用的有 {'、'.join(sorted(known))}"
        )
    try:
        settings = Settings()
        return settings.model_copy(update={"home": _expanded(home)}) if home else settings
    except ValidationError as error:
        fields = "、".join(f"{_PREFIX}{e['loc'][0]}".upper() for e in error.errors() if e["loc"])
        raise SettingsError(f"环境变量或 {_FILE} 中的设置无法使用：{fields}") from error
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _expanded(home: Path) -> Path:
    """Raises ValueError if it names a user whose folder is not known."""
    try:
        return home.expanduser()
    except RuntimeError as error:
        raise ValueError(f"找不到文件夹 {home}，请写完整路径") from error
