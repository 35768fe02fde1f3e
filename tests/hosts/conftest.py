from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.fake_host import FakeHost, a_host


@pytest.fixture
def host() -> Iterator[FakeHost]:
    with a_host() as host:
        yield host


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """TLS of a server whose certificate names this machine but is signed by nobody."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    new_key = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split()
    name = ["-addext", "subjectAltName=IP:127.0.0.1"]
    command = [openssl, *new_key, *name, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
