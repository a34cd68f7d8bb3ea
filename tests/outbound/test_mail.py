"""Nothing leaves but the one letter to staff and our own anchors: over an encrypted line, to who works here now."""

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from lintel.ledger import delivery, keys
from lintel.outbound import addresses
from lintel.outbound.letter import SUBJECT, body, letter
from lintel.outbound.mail import NotReleased
from lintel.outbound.ways import NotDelivered
from lintel.sealing.signatures import signed
from tests.outbound.conftest import Options
from tests.outbound.post import Post, Staffed

NOW = datetime(2024, 4, 8, 9, 0, tzinfo=UTC)
ID = UUID(int=7)


def send(*messages: EmailMessage) -> int:
    return mail.get_connection(fail_silently=True).send_messages(list(messages)) or 0


def test_the_letter_says_that_something_waits_and_no_more(staff: Staffed, post: Post) -> None:
    assert send(letter(staff.address("sam"), ID, NOW)) == 1
    (came,) = post.letters
    read = message_from_bytes(came)
    assert read["Subject"] == "You have a task"
    assert came.partition(b"\r\n\r\n")[2].decode().split() == [
        "You",
        "have",
        "a",
        "task.",
        "Sign",
        "in",
        "to",
        "see",
        "it:",
        "https://lintel.landlord.example/notices",
    ]
    assert sorted(read.keys()) == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
        "Subject", "To",
    ]  # fmt: skip


def test_it_is_the_same_for_everybody_but_for_whom_it_is_for(staff: Staffed, post: Post) -> None:
    for number, name in enumerate(("sam", "ines", "dee")):
        send(letter(staff.address(name), UUID(int=number), NOW))
    own = (b"To: ", b"Message-ID: ")
    alike = {b"".join(line for line in came.splitlines(True) if not line.startswith(own)) for came in post.letters}
    assert (len(post.letters), len(alike)) == (3, 1)


REFUSED: Mapping[str, Callable[[EmailMessage], None]] = {
    "another subject": lambda one: setattr(one, "subject", "You have a task: Mrs Example"),
    "another body": lambda one: setattr(one, "body", f"{body()}\nShe rang."),
    "another link": lambda one: setattr(one, "body", body().replace("/notices", "/case/7")),
    "another sender": lambda one: setattr(one, "from_email", "else@landlord.example"),
    "a stranger": lambda one: setattr(one, "to", ["stranger@landlord.example"]),
    "nobody": lambda one: setattr(one, "to", []),
    "two people": lambda one: setattr(one, "to", [*one.to, *one.to]),
    "a copy": lambda one: setattr(one, "cc", ["stranger@landlord.example"]),
    "a hidden copy": lambda one: setattr(one, "bcc", ["stranger@landlord.example"]),
    "an answer elsewhere": lambda one: setattr(one, "reply_to", ["stranger@landlord.example"]),
    "a header more": lambda one: one.extra_headers.update({"X-Case": "24-0001"}),
    "words for an id": lambda one: one.extra_headers.update({"Message-ID": "<mrs-example@landlord.example>"}),
    "words for a date": lambda one: one.extra_headers.update({"Date": "when she rang"}),
    "no id": lambda one: one.extra_headers.clear(),
    "another sort of text": lambda one: setattr(one, "content_subtype", "html"),
    "an attachment": lambda one: one.attach("plan.txt", "plan", "text/plain"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_and_the_refusal_says_nothing(what: str, staff: Staffed, post: Post) -> None:
    written = letter(staff.address("sam"), ID, NOW)
    REFUSED[what](written)
    with pytest.raises(NotReleased) as refused:
        send(letter(staff.address("jo"), ID, NOW), written)
    assert str(refused.value) == "1 mail was not sent: nothing leaves Lintel that was not released"
    assert post.letters == []


def test_a_letter_with_another_way_to_read_it_is_refused(staff: Staffed, post: Post) -> None:
    usual = letter(staff.address("sam"), ID, NOW)
    written = EmailMultiAlternatives(SUBJECT, body(), usual.from_email, usual.to, headers=usual.extra_headers)
    written.attach_alternative("<p>Mrs Example</p>", "text/html")
    with pytest.raises(NotReleased):
        send(written)
    assert post.letters == []


def test_whoever_has_left_is_written_to_no_more(staff: Staffed, post: Post) -> None:
    written = letter(staff.address("sam"), ID, NOW)
    staff.leaves("sam")
    with pytest.raises(NotReleased):
        send(written)
    assert addresses.address_of(staff.handle("sam")) is None
    assert post.letters == []


def test_an_address_outside_the_landlords_domains_is_none(staff: Staffed, post: Post, options: Options) -> None:
    options(mail_domains=("Other.example",))
    with pytest.raises(NotReleased):
        send(letter(staff.address("sam"), ID, NOW))
    options(mail_domains=("Landlord.example",))
    assert send(letter(staff.address("sam"), ID, NOW)) == 1


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"HELLO": "554 no"}, "letter_refused"),
        ({"HELLO": "421 not now"}, "unreachable"),
        ({"MAIL": "550 who are you"}, "sender_refused"),
        ({"RCPT": "550 nobody of that name"}, "address_refused"),
        ({"DATA": "554 no"}, "letter_refused"),
        ({"TAKEN": "554 we do not like it"}, "letter_refused"),
    ],
)
def test_what_the_server_does_not_take_is_told_in_a_word_of_ours(
    answers: Mapping[str, str], code: str, staff: Staffed, post: Post
) -> None:
    post.answers = answers
    with pytest.raises(NotDelivered) as failed:
        send(letter(staff.address("sam"), ID, NOW))
    assert failed.value.code == code
    assert staff.address("sam") not in str(failed.value)


def test_a_server_that_is_not_there_is_told(staff: Staffed, post: Post, options: Options) -> None:
    options(mail_port=1)
    with pytest.raises(NotDelivered) as failed:
        send(letter(staff.address("sam"), ID, NOW))
    assert failed.value.code == "unreachable"


def test_a_server_without_encryption_gets_nothing(staff: Staffed, post: Post, options: Options) -> None:
    options(mail_security="starttls")
    with pytest.raises(NotDelivered) as failed:
        send(letter(staff.address("sam"), ID, NOW))
    assert failed.value.code == "not_encrypted"
    assert [line for line in post.talk if line.upper().startswith(("MAIL", "RCPT"))] == []


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A server's side of an encrypted line, with a certificate for that name; written where a client may trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
        .serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "post.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "post.key").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "post.pem", folder / "post.key")
    return context


@pytest.fixture
def encrypted(post: Post, options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the server offer encryption with a certificate of that name, from a maker that this machine trusts."""

    def with_name(name: str) -> None:
        post.context = certificate(tmp_path, name)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "post.pem"))
        options(mail_security="starttls", mail_host="localhost")

    return with_name


def test_letters_go_over_an_encrypted_line(staff: Staffed, post: Post, encrypted: Callable[[str], None]) -> None:
    encrypted("localhost")
    assert send(letter(staff.address("sam"), ID, NOW)) == 1
    assert post.talk.index("STARTTLS") < next(n for n, line in enumerate(post.talk) if line.lower().startswith("mail"))


def test_a_server_with_the_certificate_of_another_gets_nothing(
    staff: Staffed, post: Post, encrypted: Callable[[str], None]
) -> None:
    encrypted("else.example")
    with pytest.raises(NotDelivered) as failed:
        send(letter(staff.address("sam"), ID, NOW))
    assert (failed.value.code, post.letters) == ("not_encrypted", [])


def test_an_anchor_of_ours_goes_to_its_mailbox_and_nothing_else_does(post: Post, options: Options) -> None:
    options(anchors_mailbox="anchors@auditor.example")
    line = signed({"n": 1, "heads": "0" * 3000}, keys.ring().signer)
    delivery.send_to_mailbox("anchors@auditor.example", line)
    read = message_from_bytes(post.letters[0])
    payload = read.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert (read["To"], payload.decode().strip()) == ("anchors@auditor.example", line)
    for to, said in (("else@auditor.example", line), ("anchors@auditor.example", line.replace("1", "2", 1))):
        with pytest.raises(NotReleased):
            delivery.send_to_mailbox(to, said)
    assert len(post.letters) == 1


def test_a_folder_takes_letters_as_private_files_each_once(staff: Staffed, outbox: Path) -> None:
    for _ in range(2):
        send(letter(staff.address("sam"), ID, NOW))
    (file,) = outbox.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert message_from_bytes(file.read_bytes())["To"] == staff.address("sam")


def test_without_a_way_out_nothing_leaves(staff: Staffed) -> None:
    with pytest.raises(NotReleased):
        send(letter(staff.address("sam"), ID, NOW))
