"""nginx with the site of `deploy/`, for a user that is not root: on ports and in folders of its own."""

import shutil
import subprocess
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
OPENSSL = shutil.which("openssl") or ""


def site(folder: Path, *, port: int, to: int) -> Path:
    """nginx's configuration: the site as `localhost` at a port of this machine, before a server at another."""
    certificate(folder)
    said = (DEPLOY / "nginx-lintel.conf").read_text(encoding="utf-8")
    for there, here in (
        ("listen [::]:80", f"listen unix:{folder}/80"), ("listen [::]:443", f"listen unix:{folder}/443"),
        ("listen 80", f"listen unix:{folder}/a"), ("listen 443", f"listen 127.0.0.1:{port}"),
        ("127.0.0.1:8000", f"127.0.0.1:{to}"), ("lintel.example.org", "localhost"),
        ("/etc/lintel/tls", f"{folder}"), ("/etc/nginx/", f"{folder}/"), ("/var/log/nginx", f"{folder}"),
        ("/run/", f"{folder}/"),
    ):  # fmt: skip
        assert there in said
        said = said.replace(there, here)
    (folder / "site.conf").write_text(said, encoding="utf-8")
    shutil.copy(DEPLOY / "nginx-lintel-proxy.conf", folder / "lintel-proxy.conf")
    inside = "".join(f"{name}_temp_path {folder}/{name};" for name in ("fastcgi", "uwsgi", "scgi"))
    whole = (
        f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {inside} include {folder}/site.conf; }}"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return folder / "nginx.conf"


def certificate(folder: Path) -> None:
    """A certificate of our own for `localhost`, for two days."""
    asked = [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    named = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*asked, *named, *files], check=True, capture_output=True)


def command(folder: Path, *more: str) -> list[str]:
    """nginx with that configuration."""
    return [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "first.log"), *more]
