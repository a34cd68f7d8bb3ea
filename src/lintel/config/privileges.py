"""What the app's own role may do with each table. Whatever is not in this list, it may not do at all."""

from collections.abc import Iterator

from django.db import connections

ADD: tuple[str, ...] = ("SELECT", "INSERT")
KEEP: tuple[str, ...] = (*ADD, "UPDATE", "DELETE")

PRIVILEGES: dict[str, tuple[str, ...]] = {
    "django_migrations": ("SELECT",),
    "django_content_type": ADD,
    "signin_account": (*ADD, "UPDATE (email, password, bound, last_login)"),
    "signin_session": KEEP,
    "signin_invitation": (*ADD, "UPDATE (spent_at, bound)"),
    "signin_attempt": (*ADD, "DELETE"),
    "signin_token": (*ADD, "UPDATE (revoked_at, revoked_by, bound)"),
    "mfa_authenticator": KEEP,
    "access_team": (*ADD, "UPDATE (name)"),
    "access_staff": (*ADD, "UPDATE (name, ended_at)"),
    "access_role_grant": (*ADD, "UPDATE (ended_at, ended_by)"),
    "access_staff_mark": (*ADD, "DELETE"),
    "access_read": ADD,
    "ledger_arrival": ADD,
    "ledger_arrival_done": ADD,
    "ledger_book": ADD,
    "ledger_key": ADD,
    "ledger_entry": ADD,
    "ledger_attachment": ADD,
    "ledger_anchor": ADD,
    "ledger_anchor_sent": ADD,
    "people_mark": KEEP,
    "homes_home": KEEP,
    "homes_tenancy": KEEP,
    "directory_agency": KEEP,
    "directory_service": KEEP,
    "casework_standing": KEEP,
    "casework_member": KEEP,
    "casework_part": KEEP,
    "casework_owed": KEEP,
    "casework_tally": KEEP,
    "casework_reach": KEEP,
    "casework_awaited": KEEP,
    "casework_submission": ADD,
    "casework_break_glass": ADD,
    "casework_break_glass_review": ADD,
    "casework_proposal": ADD,
    "casework_decision": ADD,
    "casework_unfinished": KEEP,
    "casework_notice": (*ADD, "UPDATE (seen_at)"),
    "outbound_wish": KEEP,
    "outbound_message": (*ADD, "UPDATE (next_at)"),
    "outbound_told": ADD,
    "outbound_attempt": ADD,
    "outbound_feed": (*ADD, "UPDATE (ended_at, bound)", "DELETE"),
    "outbound_round": (*ADD, "UPDATE (at, mark)"),
}


def grant(app_role: str) -> None:
    """Give the app's role what the list says and nothing else. Run as the owner, after every migration."""
    with connections["owner"].cursor() as cursor:
        for statement in _statements(f'"{app_role.replace(chr(34), chr(34) * 2)}"'):
            cursor.execute(statement)


def _statements(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for table, privileges in PRIVILEGES.items():
        yield f"REVOKE ALL ON {table} FROM PUBLIC, {role}"
        yield f"GRANT {', '.join(privileges)} ON {table} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
