"""The office's key, by which the register of what was published is signed: Ed25519, PEM files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.codes import Code
from reportgen.base.paths import open_file
from reportgen.base.problems import ConfigurationError, Place

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it was read: of a public one nothing can be signed."""

    public: Ed25519PublicKey
    private: Ed25519PrivateKey | None = None

    def signature(self, text: str) -> str:
        """Return the signature of a text, "" without the private key."""
        signed: bytes = self.private.sign(text.encode()) if self.private else b""
        return signed.hex()

    def has_signed(self, text: str, signature: str) -> bool:
        """Tell whether a signature is this key's, of this text."""
        from cryptography.exceptions import InvalidSignature

        try:
            self.public.verify(bytes.fromhex(signature), text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def read_key(path: Path) -> Key:
    """Read a private or a public key; raises ConfigurationError for anything else."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise _unusable(path, "没有装签名用的 cryptography") from error
    try:
        with open_file(path) as file:
            pem = file.read()
        if b"PRIVATE KEY" in pem:
            private = serialization.load_pem_private_key(pem, None)
            if isinstance(private, ed25519.Ed25519PrivateKey):
                return Key(private.public_key(), private)
        elif isinstance(public := serialization.load_pem_public_key(pem), ed25519.Ed25519PublicKey):
            return Key(public)
    except OSError as error:
        raise _unusable(path, error.strerror) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(path, "不是密钥文件，或加了口令") from error
    raise _unusable(path, "不是 Ed25519 密钥")


def signing_key(path: Path) -> Key:
    """Read a private key; raises ConfigurationError for anything else."""
    key = read_key(path)
    if key.private is None:
        raise _unusable(path, "这是公钥，签名要用私钥")
    return key


def _unusable(path: Path, why: str | None) -> ConfigurationError:
    return ConfigurationError([Code.KEY_UNUSABLE.problem(f"密钥用不了：{why}", Place(str(path)))])
