"""Settings come from NIGAO_ variables and .env; a NIGAO_ name nobody knows is an error."""

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
        ("NIGAO_MODEL_FILE", "model_file", Path("/models/qwen.gguf")),
        ("NIGAO_MODEL_TIMEOUT", "model_timeout", 120.0),
        ("NIGAO_EMBEDDING", "embedding", "/models/bge-m3"),
    ],
)
def test_a_variable_is_taken(
    monkeypatch: pytest.MonkeyPatch, variable: str, field: str, value: object
) -> None:
    monkeypatch.setenv(variable, str(value))
    assert getattr(load_settings(), field) == value


@pytest.mark.parametrize("value", ["0", "-1", "bald"])
def test_a_model_is_waited_for_some_seconds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NIGAO_MODEL_TIMEOUT", value)
    with pytest.raises(SettingsError, match="NIGAO_MODEL_TIMEOUT"):
        load_settings()


def test_an_empty_model_file_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_MODEL_FILE", " ")
    assert load_settings().model_file is None


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


@pytest.mark.parametrize("name", ["NIGAO_MODLE", "nigao_modle", "Nigao_X"])
def test_an_unknown_name_in_the_file_is_an_error_naming_it(tmp_path: Path, name: str) -> None:
    (tmp_path / ".env").write_text(f"FOO=x\n{name}=local\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"\.env 设置：{name}；") as caught:
        load_settings()
    assert "FOO" not in str(caught.value)


def test_the_file_of_another_program_stops_nothing(tmp_path: Path) -> None:
    content = "OPENAI_API_KEY=sk-x\nFOO=\nBAR\nNIGAOX_Y=1\nexport nigao_model=local\n"
    (tmp_path / ".env").write_text(content, encoding="utf-8")
    assert load_settings().model == "local"


def test_a_file_written_on_windows_is_read_from_its_first_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NIGAO_MODEL=local\r\n", encoding="utf-8-sig")
    assert load_settings().model == "local"


def test_a_file_in_another_encoding_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NIGAO_HOME=/数据\n", encoding="gb18030")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings()


@pytest.mark.parametrize("in_file", [False, True])
@pytest.mark.parametrize(
    ("written", "home"),
    [
        ("~/x", Path.home() / "x"),
        ("", None),
        (" ", None),
        ("/data/拟稿 一", Path("/data/拟稿 一")),
    ],
)
def test_the_home_is_expanded_and_never_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_file: bool, written: str, home: Path | None
) -> None:
    default = load_settings().home
    if in_file:
        (tmp_path / ".env").write_text(f"NIGAO_HOME={written}\n", encoding="utf-8")
    else:
        monkeypatch.setenv("NIGAO_HOME", written)
    assert load_settings().home == (home or default)


def test_a_home_of_an_unknown_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_HOME", "~niemand-hier/x")
    with pytest.raises(SettingsError, match="NIGAO_HOME"):
        load_settings()
    monkeypatch.delenv("NIGAO_HOME")
    with pytest.raises(SettingsError, match="niemand-hier"):
        load_settings(Path("~niemand-hier/x"))


def test_an_empty_variable_switches_off_the_model_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("NIGAO_MODEL=local\n", encoding="utf-8")
    monkeypatch.setenv("NIGAO_MODEL", "")
    assert load_settings().model == ""


def test_the_option_goes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_HOME", "/data/from-environment")
    assert load_settings(Path("/data/from-option")).home == Path("/data/from-option")
    assert load_settings(Path("~/x")).home == Path.home() / "x"


def test_every_setting_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {name for name in Settings.model_fields if name.endswith("timeout")}
    given = dict.fromkeys(Settings.model_fields, "x") | dict.fromkeys(seconds, "7")
    given |= {"word_fonts": "windows", "word_label": "never"}
    for field, value in given.items():
        monkeypatch.setenv(f"NIGAO_{field.upper()}", value)
    kept_secret = {name for name in Settings.model_fields if name.endswith("_api_key")}
    assert kept_secret == {"model_api_key", "embedding_api_key", "reranker_api_key"}
    told = load_settings().model_dump(exclude={*kept_secret, "home"})
    assert {name: str(value) for name, value in told.items()} == {
        name: "7.0" if name in seconds else given[name] for name in told
    }
    assert "x" not in repr([load_settings().model_dump()[name] for name in kept_secret])
