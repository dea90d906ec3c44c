"""Signing a section off: waivers, seals, reopening, and whether what was signed is still so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assistant.document import Draft, SectionName, draft_from_json
from assistant.errors import DraftError
from assistant.review.blockers import KIND_LABELS, Blocker, Kind, Waiver
from assistant.review.canonical import digest
from assistant.review.decision import Decision
from assistant.review.log import GENESIS, Record
from assistant.review.record import content_of, reopened_body, signed_body
from assistant.review.standing import holding
from assistant.storage.opened import now
from assistant.storage.review_rows import decision_of, decision_rows
from assistant.storage.reviews import Reviews
from assistant.storage.seal_rows import Seal, refuse_sealed, seal_of, seal_row
from assistant.storage.sign_log import SignLog, Verification
from assistant.storage.tables import ConversationRow, DecisionRow, SealRow, VersionRow, WaiverRow
from corpus.report import sha256_of


class Signing(Reviews, SignLog):
    """A signed section stands still until it is reopened."""

    def seal(self, conversation_id: str, section: SectionName) -> Seal | None:
        """The seal on the section; None if it may be changed."""
        with self._reading() as session:
            row = seal_row(session, conversation_id, section)
            return seal_of(row) if row else None

    def waivers(self, conversation_id: str, section: SectionName) -> tuple[Waiver, ...]:
        with self._reading() as session:
            return _waivers(session, conversation_id, section)

    def waive(
        self, conversation_id: str, section: SectionName, blocker: Blocker, by: str, reason: str
    ) -> Waiver:
        """Let one blocker pass. Raises DraftError without a reason, or if the section is signed."""
        if not reason.strip():
            raise DraftError("豁免要写明理由")
        with self._changing(conversation_id) as (session, _):
            refuse_sealed(session, conversation_id, section)
            made = Waiver(blocker.id, blocker.kind, blocker.message, by, now(), reason.strip())
            session.add(WaiverRow(**vars(made), conversation_id=conversation_id, section=section))
            return made

    def sign(
        self,
        conversation_id: str,
        section: SectionName,
        version_id: int,
        by: str,
        decided: str,
        waived: Sequence[Waiver] = (),
    ) -> Seal:
        """Freeze the version and log it; `decided` is the digest of the decisions that were seen.

        Raises DraftError if the section stands at another version by now, was decided on
        otherwise, is signed already, or the log is not whole.
        """
        if fault := self.verify_file().fault:
            raise DraftError(f"签发日志不完整：{fault}。请先运行 nigao log verify，查明后再定稿")
        with self._changing(conversation_id) as (session, conversation):
            refuse_sealed(session, conversation_id, section)
            if self._version_of(session, conversation, section) != version_id:
                raise DraftError("稿子刚被改过，请看过现在的再定稿")
            draft = self._draft(session, version_id)
            rows = decision_rows(session, conversation_id, section)
            held = holding(draft, [decision_of(row) for row in rows])
            if seen_of(held) != decided:
                raise DraftError("核稿结论刚有变化，请看过现在的再定稿")
            body = signed_body(conversation_id, version_id, draft, held, waived)
            record = self._log(session, by, "signed", body)
            row = SealRow(
                conversation_id=conversation_id, section=section, version_id=version_id, by=by,
                at=record.at, seq=record.seq, hash=record.hash,
            )  # fmt: skip
            session.add(row)
            session.flush()
            seal = seal_of(row)
        self._write_out()
        return seal

    def reopen(self, conversation_id: str, section: SectionName, by: str, reason: str) -> None:
        """Let the section be changed again. Raises DraftError without a reason or a seal."""
        if not reason.strip():
            raise DraftError("重新打开要写明理由")
        with self._changing(conversation_id) as (session, _):
            row = seal_row(session, conversation_id, section)
            if row is None:
                raise DraftError("这一部分没有定稿，不用重新打开")
            body = reopened_body(conversation_id, section, row.version_id, row.hash, reason.strip())
            record = self._log(session, by, "reopened", body)
            row.reopened_seq, row.reopened_by, row.reopened_at = record.seq, by, record.at
            row.reason = reason.strip()
        self._write_out()

    def verify_log(self) -> Verification:
        """The chain of the log, and whether what was signed still stands in the database as it was:
        versions, decisions, reasons, seals."""
        found = Verification(0, GENESIS)
        try:
            found = self.verify_file()
            if found.fault:
                return found
            records = self.log_records()
            with self._reading() as session:
                fault = next(_faults(session, records), "") or self._moved(session)
        except SQLAlchemyError as error:  # damaged, or changed into what no column holds
            fault = f"稿件库读不出来（{error}）"
        return replace(found, fault=fault)

    def _moved(self, session: Session) -> str:
        """Whether a section that is signed stands at another version than the signed one."""
        for row in session.scalars(select(SealRow).where(SealRow.reopened_seq.is_(None))):
            conversation = session.get_one(ConversationRow, row.conversation_id)
            section: SectionName = "plan" if row.section == "plan" else "problems"
            if self._version_of(session, conversation, section) != row.version_id:
                return f"第 {row.seq} 条记录定稿的稿子，现在打开的不是所定的那一版"
        return ""


def seen_of(decisions: Mapping[str, Decision]) -> str:
    """What tells that no decision has changed since it was looked at; by sentence id."""
    return digest({place: [d.stands_on, d.verb, d.at] for place, d in decisions.items()})


def _waivers(session: Session, conversation_id: str, section: str) -> tuple[Waiver, ...]:
    kinds: dict[str, Kind] = {kind: kind for kind in KIND_LABELS}
    rows = session.scalars(
        select(WaiverRow)
        .where(WaiverRow.conversation_id == conversation_id, WaiverRow.section == section)
        .order_by(WaiverRow.id)
    )
    return tuple(Waiver(r.blocker_id, kinds[r.kind], r.message, r.by, r.at, r.reason) for r in rows)


def _faults(session: Session, records: Sequence[Record]) -> Iterator[str]:
    seals = {row.seq: row for row in session.scalars(select(SealRow))}
    reopened = {row.reopened_seq: row for row in seals.values() if row.reopened_seq is not None}
    known = {record.seq for record in records}
    for record in records:
        here, body = f"第 {record.seq} 条记录", record.body
        row = (seals if record.event == "signed" else reopened).get(record.seq)
        if row is None or (row.conversation_id, row.version_id) != (
            body["conversation"],
            body["version"],
        ):
            yield f"{here}在稿件库里没有对应的{'定稿' if record.event == 'signed' else '重新打开'}"
        elif record.event == "reopened":
            if (row.reopened_by, sha256_of(row.reason)) != (record.by, body["reason"]):
                yield f"{here}重新打开的人或理由，稿件库里被改动过"
        elif (row.by, row.at, row.hash) != (record.by, record.at, record.hash):
            yield f"{here}定稿的人、时间或哈希，稿件库里被改动过"
        else:
            yield from (f"{here}{why}" for why in _version_faults(session, row, body))
    for row in seals.values():
        if row.seq not in known or (row.reopened_seq or row.seq) not in known:
            yield f"稿件库里有一次定稿（{row.by}，{row.at}）不在日志里"


def _version_faults(session: Session, row: SealRow, body: dict[str, Any]) -> Iterator[str]:
    version = session.get(VersionRow, row.version_id)
    stored: Draft | None = None
    if version is not None:
        try:
            stored = draft_from_json(version.draft)
        except ValueError:  # no draft any more
            stored = None
    if stored is None:
        yield "所定的版本已不在稿件库里，或读不出来"
    elif digest(content_of(stored)) != body["content_sha256"]:
        yield "所定版本的文字或出处，稿件库里被改动过"
    made = {
        (d.stands_on, d.verb, d.by, d.at, sha256_of(d.note))
        for d in session.scalars(
            select(DecisionRow).where(DecisionRow.conversation_id == row.conversation_id)
        )
    }
    for place, d in body["decisions"].items():
        if (d["stands_on"], d["verb"], d["by"], d["at"], d["note"]) not in made:
            yield f"对 {place} 的核稿结论，稿件库里被改动过"
    let = {
        (w.blocker_id, w.by, w.at, sha256_of(w.reason))
        for w in _waivers(session, row.conversation_id, row.section)
    }
    for w in body["waivers"]:
        if (w["blocker"], w["by"], w["at"], w["reason"]) not in let:
            yield "一处豁免的理由，稿件库里被改动过"
