"""Sending what is due: claimed before, recorded after, each mail by itself.

SMTP cannot promise that a mail goes exactly once. A worker that dies between the server's "yes"
and our record leaves one row whose lease runs out; it is sent again with the same Message-ID.
"""

import itertools
import logging
import smtplib
import time
from dataclasses import dataclass, field

from django.core.mail import get_connection

from community.digest import Content, build_digests
from community.emails import Fragments, digest_email
from community.models import Digest, DigestItem, DigestPreference
from community.periods import period_named
from procurement_portal.lib.workflow import MoveNotPossible

logger = logging.getLogger(__name__)

BATCH = 200
STOP_AFTER = 200  # seconds: well inside the lease and the task's time limit
NOTHING_NEW = "Nothing was new for you"
NOT_A_MEMBER = "You were not a member of a borough when it was due"
NOT_WANTED = "You had asked for no more of them"
LAPSED = "The worker stopped before it was sent"
# The server answered, and what it refuses is this mail. Any other trouble is the server's own.
THIS_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)


@dataclass
class Run:
    """One run: what it did, what it rendered already, and when it must stop.

    `server_away` ends it: what is left stays due, and is no worse for it.
    """

    limit: int
    sent: int = 0
    skipped: int = 0
    refused: int = 0
    put_off: int = 0
    server_away: str = ""
    fragments: Fragments = field(default_factory=Fragments)
    stop_at: float = field(default_factory=lambda: time.monotonic() + STOP_AFTER)

    @property
    def handled(self) -> int:
        return self.sent + self.skipped + self.refused + self.put_off

    @property
    def is_over(self) -> bool:
        out_of_time = time.monotonic() > self.stop_at
        return bool(self.server_away) or out_of_time or self.handled >= self.limit


def send_due(digests=None, limit: int = BATCH) -> Run:
    """Send due digests (of this queryset, or any) until `limit` are handled or none is left."""
    digests = Digest.objects.all() if digests is None else digests
    run = Run(limit)
    while not run.is_over:
        batch = digests.claim(min(BATCH, limit - run.handled))
        if not batch:
            break
        send_batch(batch, run)
    return run


def send_batch(batch: list[Digest], run: Run) -> None:
    """Build and send claimed digests through one connection."""
    contents = build_contents(batch)
    to_send = [digest for digest in batch if not skip(digest, contents[digest.pk], run)]
    write_items(to_send, contents)
    connection = connect(run) if to_send else get_connection()
    try:
        for digest in to_send:
            if run.is_over or not digest.is_held:
                put_off(digest, run)
            else:
                message = digest_email(digest, contents[digest.pk], run.fragments)
                message.connection = connection
                send(digest, message, run)
    finally:
        connection.close()


def connect(run: Run):
    """An open connection for all mails of a batch; without one the run is over."""
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        note_server_away(run, error)
    return connection


def note_server_away(run: Run, error: Exception) -> None:
    run.server_away = short(error)
    logger.warning("mail server away: %s", run.server_away)


def build_contents(batch: list[Digest]) -> dict[int, Content]:
    """By digest; people of one period are built together."""
    contents = {}
    for key, group in itertools.groupby(sorted(batch, key=lambda d: d.period), lambda d: d.period):
        digests = list(group)
        since = {digest.user_id: digest.period_from for digest in digests}
        built = build_digests([digest.user for digest in digests], period_named(key), since)
        contents |= {digest.pk: built[digest.user_id] for digest in digests}
    return contents


def reason_to_skip(digest: Digest, content: Content) -> str:
    """Why nothing goes to this person now; "" when something does."""
    if DigestPreference.of(digest.user).frequency == DigestPreference.Frequency.NEVER:
        return NOT_WANTED
    if not content.is_member:
        return NOT_A_MEMBER
    return "" if content.items else NOTHING_NEW


def skip(digest: Digest, content: Content, run: Run) -> bool:
    reason = reason_to_skip(digest, content)
    if reason:
        record(digest.skip, reason=reason)
        run.skipped += 1
    return bool(reason)


def write_items(digests: list[Digest], contents: dict[int, Content]) -> None:
    """What each mail holds, before it goes; a second attempt replaces the first's."""
    DigestItem.objects.filter(digest__in=[d for d in digests if d.attempts > 1]).delete()
    DigestItem.objects.bulk_create(
        DigestItem(
            digest=digest,
            kind=item.kind,
            title=item.title[:300],
            url=item.url,
            reason=item.reason[:300],
            position=position,
            records=item.records,
        )
        for digest in digests
        for position, item in enumerate(contents[digest.pk].items)
    )


def send(digest: Digest, message, run: Run) -> None:
    try:
        message.send()
    except THIS_MAIL as error:
        record(digest.spoil, error=short(error))
        run.refused += 1
    except (smtplib.SMTPException, OSError) as error:
        note_server_away(run, error)
        put_off(digest, run)
    else:
        record(digest.finish)
        run.sent += 1


def put_off(digest: Digest, run: Run) -> None:
    record(digest.put_off, error=run.server_away)
    run.put_off += 1


def record(verb, **given) -> None:
    """Note the outcome, unless another worker has begun the same digest again since."""
    try:
        verb(**given)
    except MoveNotPossible:
        logger.warning("digest outcome not recorded: another worker holds it")


def short(error: Exception) -> str:
    """The kind of failure and the server's code, without the address it names."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def recover_lapsed() -> int:
    """Free what dead workers hold; how many. After five failures a digest is given up."""
    lapsed = list(Digest.objects.lapsed())
    for digest in lapsed:
        record(digest.spoil, error=LAPSED)
    return len(lapsed)
