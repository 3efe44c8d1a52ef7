"""Findings as an editor shows them: diagnostics, what stands in a hover, what can be done about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from hefa.langserver.check import Checked
from hefa.langserver.places import Places
from hefa.model.opinion import Finding
from hefa.opinion import render_finding
from hefa.opinion.wording import advice, citation, one_line, shortened

SOURCE = "hefa"
IGNORE = "hefa.ignore"
"""The command that rejects a finding: the document's URI, the finding's fingerprint."""
MOST = 1_000
"""Diagnostics of a document at most; an editor is slow with more, and nobody reads them."""
SHOWN = 20
_LEVELS = {
    "unlawful": types.DiagnosticSeverity.Error,
    "improper": types.DiagnosticSeverity.Warning,
    "notice": types.DiagnosticSeverity.Information,
}
_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a document; ``related`` if the client shows what belongs to a diagnostic."""

    uri: str
    places: Places
    checked: Checked
    related: bool

    def diagnostics(self) -> list[types.Diagnostic]:
        """Return a diagnostic for each finding, and first what the user must know of the review itself."""
        findings, said = self.checked.findings, [self.checked.problem] if self.checked.problem else []
        if len(findings) > MOST:
            said.append(f"另有 {len(findings) - MOST} 处发现没有标出")
        notes = [
            types.Diagnostic(_TOP, text, severity=types.DiagnosticSeverity.Information, source=SOURCE)
            for text in map(one_line, said)
        ]
        return notes + [self._diagnostic(finding) for finding in findings[:MOST]]

    def at(self, start: int, end: int) -> Iterator[Finding]:
        """Yield the findings that a stretch of the text touches."""
        for finding in self.checked.findings:
            place = finding.location
            if place.start == place.end:
                line = self.places.range(place.start, place.end)
                first, last = self.places.offset(line.start), self.places.offset(line.end)
            else:
                first, last = place.start, place.end
            if first <= end and start <= last:
                yield finding

    def hover(self, position: types.Position) -> str:
        """Return in Markdown what was found at a place: why, on what basis, and what to do."""
        at = self.places.offset(position)
        return "\n---\n\n".join(map(render_finding, self.at(at, at)))

    def actions(self, asked: types.Range, *, file: bool) -> Iterator[types.CodeAction]:
        """Yield what can be done in a stretch: mends that are mechanical, and rejecting a finding."""
        for finding in self.at(self.places.offset(asked.start), self.places.offset(asked.end)):
            diagnostic = self._diagnostic(finding)
            if finding.replacement is not None and finding.quote:
                title = f"改为“{shortened(one_line(finding.replacement), (), SHOWN)}”（{finding.rule}）"
                edit = types.TextEdit(diagnostic.range, finding.replacement)
                yield types.CodeAction(
                    title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    is_preferred=True,
                    edit=types.WorkspaceEdit(changes={self.uri: [edit]}),
                )
            if file:
                title = f"忽略此项（不采纳，写入决定文件）：{finding.rule}"
                yield types.CodeAction(
                    title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    command=types.Command(title, IGNORE, arguments=[self.uri, finding.fingerprint]),
                )

    def _diagnostic(self, finding: Finding) -> types.Diagnostic:
        where = self.places.range(finding.location.start, finding.location.end)
        basis = [f"依据：{citation(one)}" for one in finding.basis]
        lines = [finding.message, f"建议：{advice(finding.suggestion)}"]
        return types.Diagnostic(
            where,
            "\n".join(map(one_line, lines if self.related else lines + basis)),
            severity=_LEVELS[finding.severity],
            code=finding.rule,
            source=SOURCE,
            related_information=self._related(where, basis) if self.related else None,
            data={"fingerprint": finding.fingerprint},
        )

    def _related(self, where: types.Range, basis: Sequence[str]) -> list[types.DiagnosticRelatedInformation]:
        here = types.Location(self.uri, where)
        return [types.DiagnosticRelatedInformation(here, line) for line in basis]
