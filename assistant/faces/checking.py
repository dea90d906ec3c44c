"""What the face of the assistant offers of the rules: a file or a text checked, a fix proposed."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from assistant.brief import Brief
from assistant.checking.report import CheckedText, checked_text
from assistant.checking.tables import Tables, load_tables
from assistant.document import Draft, Finding, Sentence, with_each
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.people.permission import Permitting, needs
from assistant.rewriting.changes import Proposal, given_way
from assistant.rewriting.operations import proposal_of
from assistant.rewriting.sentences import Edit, edited
from corpus.readers import MAX_CHARACTERS
from corpus.readers.sandbox import read_safely


class CheckingFace(Permitting):
    """Over files that are not kept, and over the open draft of a conversation."""

    _drafting: Drafting

    @abstractmethod
    def open_draft(self, conversation_id: str) -> Draft | None:
        """The open draft with its findings."""

    def tables(self) -> Tables:
        """The office's lists as they are now. Raises SettingsError naming the file and line."""
        return load_tables(self._drafting.home)

    @needs("work")
    def check_file(self, name: str, data: bytes, period: str = "") -> CheckedText:
        """Any file the archive could read. Raises ReadError with the reason of a refusal."""
        return check_file(name, data, self.tables(), period)

    @needs("work")
    def check_text(self, text: str, name: str = "", period: str = "") -> CheckedText:
        """A pasted text. Raises DraftError if there is nothing in it, or far too much."""
        if not text.strip():
            raise DraftError("没有文字：请粘贴要核验的文稿，或上传文件")
        if len(text) > MAX_CHARACTERS:
            raise DraftError(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，请分几次核验")
        return checked_text(text.replace("\r\n", "\n"), name, self.tables(), period)

    @needs("rewrite")
    def propose_fix(
        self, conversation_id: str, rule: str, sentence_id: str, start: int
    ) -> Proposal:
        """The fix of a finding of the open draft as a proposal, which waits to be accepted.

        Raises DraftError if the finding is not there any more, or its sentence is locked.
        """
        draft = self.open_draft(conversation_id)
        found = draft and _fixable(draft, rule, sentence_id, start)
        if not draft or not found:
            raise DraftError("这条核验意见已有变化，请看过现在的再改")
        if sentence_id in self._stored().locked_ids(conversation_id, draft.section):
            raise DraftError("这一句已锁定，请先解除锁定")
        new = _with_fix(draft, found)
        words = self.tables().wording
        brief = Brief(action="rewrite", operation="replace")
        proposal = proposal_of(draft, new, f"按核验意见改：{found.message}", brief, words)
        if (before := self._stored().open_proposal(conversation_id, draft.section)) is not None:
            proposal = replace(proposal, notices=(*proposal.notices, given_way(before)))
        self._stored().keep_proposal(conversation_id, proposal)
        return proposal


def check_file(name: str, data: bytes, tables: Tables, period: str = "") -> CheckedText:
    """Read in a sandbox and checked; nothing is stored. Raises ReadError."""
    reading = read_safely(data, name)
    return checked_text(reading.text, name, tables, period, reading.pages)


def _fixable(draft: Draft, rule: str, sentence_id: str, start: int) -> Finding | None:
    for finding in draft.findings:
        where = (finding.rule, finding.sentence_id, finding.start)
        if where == (rule, sentence_id, start) and finding.fix is not None:
            return finding
    return None


def _with_fix(draft: Draft, finding: Finding) -> Draft:
    def mended(sentence: Sentence) -> Sentence:
        if sentence.id != finding.sentence_id:
            return sentence
        return edited(sentence, [Edit(finding.start, finding.end, finding.fix or "")])

    return with_each(draft, mended)
