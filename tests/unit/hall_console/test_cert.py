"""The hall's own certificate: what is in it, whom it may vouch for, and that the hall speaks HTTPS with it."""

from __future__ import annotations

import ipaddress
import ssl
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from hall.cert import AUTHORITY, CERTIFICATE, KEY, VALID_FOR, main, make


def test_names_dates_and_rights_are_those_asked_for(tmp_path: Path) -> None:
    folder = make(tmp_path, ["Hall.local", "10.0.0.5", "::1"], datetime(2026, 11, 23, tzinfo=UTC))
    certificate, authority = x509.load_pem_x509_certificates((folder / CERTIFICATE).read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["hall.local"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("10.0.0.5"), ipaddress.ip_address("::1")]
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == VALID_FOR
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    certificate.verify_directly_issued_by(authority)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert x509.DNSName("hall.local") in (limits.value.permitted_subtrees or [])
    assert (folder / AUTHORITY).read_bytes() in (folder / CERTIFICATE).read_bytes()
    assert stat.S_IMODE((folder / KEY).stat().st_mode) == 0o600
    assert sum("PRIVATE KEY" in path.read_text("ascii") for path in folder.iterdir()) == 1, (
        "the authority's key is gone"
    )


def test_made_again_it_replaces_the_one_before(tmp_path: Path) -> None:
    first = (make(tmp_path, ["hall.local"]) / KEY).read_text()
    assert (make(tmp_path, ["hall.local"]) / KEY).read_text() != first


@pytest.mark.parametrize("name", ["https://hall.local", "hall.local:8720", "", "a b", "..", "大厅", "*.local"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "hall.local", name]) == 2
    assert repr(name) in capsys.readouterr().err
    assert not (tmp_path / "tls").exists()


def test_the_hall_speaks_https_to_who_trusts_it(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path), "127.0.0.1"]) == 0
    folder = tmp_path / "tls"
    command = [sys.executable, "-m", "hall", "--data", str(tmp_path), "--port", "0", "--test-mode"]
    command += [
        "--keys-file",
        str(tmp_path / "keys.json"),
        "--cert",
        str(folder / CERTIFICATE),
        "--key",
        str(folder / KEY),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            assert url.startswith("https://127.0.0.1:")
            trusting = ssl.create_default_context(cafile=str(folder / AUTHORITY))
            with httpx.Client(base_url=url, verify=trusting, trust_env=False) as http:
                assert http.get("/console/").status_code == 200
            with httpx.Client(base_url=url, trust_env=False) as stranger, pytest.raises(httpx.ConnectError):
                stranger.get("/console/")
        finally:
            process.terminate()


def test_a_certificate_without_its_key_is_told_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from hall.__main__ import main as hall

    assert hall(["--data", str(tmp_path), "--cert", str(tmp_path / "x.pem")]) == 2
    assert "--key" in capsys.readouterr().err
