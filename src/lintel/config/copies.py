"""Whether a copy of the server's files is as PostgreSQL's own manifest in it says: every file, byte for byte.

That is what pg_verifybackup does as well; decision 0016 says why it is not asked.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lintel.config.manifest import sha256_of

_MANIFEST: Final = "backup_manifest"
_LOG: Final = "pg_wal"
"""The log that lies in a copy stands in no manifest; each of its records bears a checksum, read when it is used."""


def wrong_with(copy: Path) -> list[str]:
    """Everything by which a copy differs from its manifest, a line each."""
    try:
        text = (copy / _MANIFEST).read_bytes()
        said = json.loads(text)
        files = {_path(each): each for each in said["Files"]}
    except (OSError, ValueError, KeyError):
        return ["the copy's manifest is missing or cannot be read"]
    return [*_of_manifest(text, said), *_of_files(copy, files)]


def _path(file: Mapping[str, Any]) -> str:
    return file["Path"] if "Path" in file else bytes.fromhex(file["Encoded-Path"]).decode(errors="surrogateescape")


def _of_manifest(text: bytes, said: Mapping[str, Any]) -> Iterator[str]:
    """Its last line is the checksum of all that stands before."""
    before = text[: text.rstrip().rfind(b"\n") + 1]
    if said.get("Manifest-Checksum") != hashlib.sha256(before).hexdigest():
        yield "the copy's manifest was changed"


def _of_files(copy: Path, files: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    found = {str(each.relative_to(copy)) for each in copy.rglob("*") if each.is_file()}
    there = {path for path in found if path != _MANIFEST and not path.startswith(f"{_LOG}/")}
    for path in sorted(there ^ files.keys()):
        yield f"{path} is {'not in the manifest' if path in there else 'missing'}"
    for path in sorted(there & files.keys()):
        file = files[path]
        if (file["Checksum-Algorithm"], file["Checksum"]) != ("SHA256", sha256_of(copy / path)):
            yield f"{path} is not as it was copied"
