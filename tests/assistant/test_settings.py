"""Settings come from NIGAO_ variables and .env; a name nobody knows is an error, not silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import AssistantError, SettingsError
from assistant.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [n for n in os.environ if n.upper().startswith("NIGAO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_variable_there_is_no_model_and_the_bundled_embedding() -> None:
    settings = load_settings()
    assert (settings.model, settings.model_base_url, settings.embedding) == ("", "", "bundled")
    assert settings.model_api_key.get_secret_value() == ""
    assert settings.home.is_absolute()
    assert settings.home != Path.cwd()


@pytest.mark.parametrize(
    ("variable", "field", "value"),
    [
        ("NIGAO_HOME", "home", Path("/data/nigao")),
        ("NIGAO_MODEL", "model", "openai:qwen3-32b"),
        ("nigao_model", "model", "openai:qwen3-32b"),
        ("NIGAO_MODEL_BASE_URL", "model_base_url", "http://10.0.0.2:8000/v1"),
        ("NIGAO_EMBEDDING", "embedding", "/models/bge-m3"),
    ],
)
def test_a_variable_is_taken(
    monkeypatch: pytest.MonkeyPatch, variable: str, field: str, value: object
) -> None:
    monkeypatch.setenv(variable, str(value))
    assert getattr(load_settings(), field) == value


def test_a_key_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_MODEL_API_KEY", "sk-geheim")
    settings = load_settings()
    assert settings.model_api_key.get_secret_value() == "sk-geheim"
    assert "sk-geheim" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("names", [["NIGAO_MODLE"], ["nigao_modle"], ["NIGAO_A", "NIGAO_B"]])
def test_an_unknown_variable_is_an_error_naming_it(
    monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    for name in names:
        monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsError, match="不认识的环境变量") as caught:
        load_settings()
    assert all(name in str(caught.value) for name in names)
    assert "NIGAO_MODEL_BASE_URL" in str(caught.value)
    assert isinstance(caught.value, AssistantError)


def test_variables_of_others_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAOX_MODEL", "x")
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    assert load_settings().model == ""


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NIGAO_MODEL=local\nNIGAO_HOME=/data/n\n", encoding="utf-8")
    settings = load_settings()
    assert (settings.model, settings.home) == ("local", Path("/data/n"))


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("NIGAO_MODEL=local\n", encoding="utf-8")
    monkeypatch.setenv("NIGAO_MODEL", "openai:x")
    assert load_settings().model == "openai:x"


def test_an_unknown_name_in_the_file_is_an_error_naming_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NIGAO_MODLE=local\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"\.env 中的设置无法使用：nigao_modle"):
        load_settings()


def test_the_option_goes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_HOME", "/data/from-environment")
    assert load_settings(Path("/data/from-option")).home == Path("/data/from-option")


def test_every_setting_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.setenv(f"NIGAO_{field.upper()}", "x")
    assert load_settings().model_dump(exclude={"model_api_key", "home"}) == {
        "embedding": "x", "model": "x", "model_base_url": "x",
    }  # fmt: skip
