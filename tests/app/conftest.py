"""A running app on a free loopback port and a headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1366,900",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start `nigao serve` and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port), "--home", str(home)],
        env={**os.environ},
    )
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, f"http://127.0.0.1:{port}"
        assert process.poll() is None, "the app ended at once"
        time.sleep(0.25)
    raise AssertionError("the app did not start within a minute")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def copy_of(sample_home: Path, bundled_folder: Path, home: Path) -> Path:
    """A copy of the sample archive that an app may change."""
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    link = home / "models" / bundled_folder.name
    if not link.exists():
        link.symlink_to(bundled_folder)
    return home


@pytest.fixture(scope="session")
def app_home(
    sample_home: Path, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return copy_of(sample_home, bundled_folder, tmp_path_factory.mktemp("app") / "home")


@pytest.fixture(scope="session")
def app_url(app_home: Path) -> Iterator[str]:
    process, url = serve(app_home)
    yield url
    stop(process)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = Options()
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()
