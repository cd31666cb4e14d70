"""`python -m hall cert --data DIR NAME…`: a certificate for a hall that no public authority knows.

Browsers give camera and microphone to secure pages only, so a console on another machine needs HTTPS. The certificate
is signed by an authority made for it alone: it may sign nothing but the given names, and its key is thrown away at
once, so importing it into the interpreters' machines trusts this one hall and nobody else, ever.
"""

from __future__ import annotations

import argparse
import ipaddress
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from content.files import write_private

# Browsers refuse longer ones (CA/Browser Forum, since 2020).
VALID_FOR = timedelta(days=397)
CERTIFICATE, KEY, AUTHORITY = "certificate.pem", "key.pem", "authority.pem"


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="hall cert", description="A certificate for this hall's own addresses.")
    parser.add_argument("--data", type=Path, required=True, help="the hall's data folder; files go into its tls/")
    parser.add_argument(
        "names", nargs="+", metavar="NAME", help="host names and IP addresses, e.g. hall.local 10.0.0.5"
    )
    options = parser.parse_args(arguments)
    try:
        folder = make(options.data, options.names)
    except (ValueError, OSError) as error:
        print(f"hall: {error}", file=sys.stderr)
        return 2
    print(f"made for {', '.join(options.names)}, valid for {VALID_FOR.days} days\n"
          f"start the hall with:  --cert {folder / CERTIFICATE} --key {folder / KEY}\n"
          f"import into each interpreter's browser or system, as an authority:  {folder / AUTHORITY}")  # fmt: skip
    return 0


def make(data: Path, names: Sequence[str], now: datetime | None = None) -> Path:
    """Write certificate, key (mode 0600) and authority below `data`/tls; gives that folder. ValueError: a bad name."""
    sans = [_name(name) for name in names]
    begin = (now or datetime.now(UTC)) - timedelta(minutes=5)  # machines whose clock is a little behind
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _authority(authority_key, sans, begin)
    certificate = _certificate(key.public_key(), authority, authority_key, sans, begin)
    folder = data / "tls"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / KEY).unlink(missing_ok=True)
    write_private(folder / KEY, private)
    chain = [one.public_bytes(serialization.Encoding.PEM) for one in (certificate, authority)]
    (folder / CERTIFICATE).write_bytes(b"".join(chain))
    (folder / AUTHORITY).write_bytes(chain[1])
    return folder


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    labels = name.rstrip(".").split(".")
    if not all(label and len(label) <= 63 and label.replace("-", "a").isalnum() and name.isascii() for label in labels):
        raise ValueError(f"not a host name or an IP address: {name!r} (no https://, no port)")
    return x509.DNSName(name.rstrip(".").lower())


def _permitted(name: x509.GeneralName) -> x509.GeneralName:
    """A name as a constraint: exactly this address, or this host (and what would lie below it)."""
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(str(name.value)))
    return name


def _authority(key: ec.EllipticCurvePrivateKey, names: list[x509.GeneralName], begin: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Wuai hall, made {begin:%Y-%m-%d}")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return (
        _builder(subject, subject, key.public_key(), begin)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints([_permitted(name) for name in names], None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePublicKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    names: list[x509.GeneralName],
    begin: datetime,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Wuai hall")])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(subject, authority.subject, key, begin)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begin: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + VALID_FOR)
    )
