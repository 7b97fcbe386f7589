"""Lays one account's case open: what each group of evidence adds, and to what it adds up."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.fakes.dossier import Dossier
from detectors.fakes.scorecard import BY_NAME, Group, Score
from detectors.findings import Case, Evidence, FakeAccount, Share


def case_of(dossier: Dossier, evidence: Sequence[Evidence], score: Score, subject: FakeAccount) -> Case:
    """The case as it stands; groups without evidence are left out, the heaviest come first."""
    shares = [_share(group, counted, evidence) for group, counted in score.groups.items()]
    return Case(
        subject=subject,
        prior=score.log_odds - sum(score.groups.values()),
        shares=tuple(sorted((share for share in shares if share.evidence), key=lambda share: -abs(share.counted))),
        log_odds=score.log_odds,
        suspicion=score.suspicion,
        gate=score.gate,
        highest=dossier.peak,
        verdict=dossier.verdict,
        told=bool(dossier.told),
    )


def _share(group: Group, counted: float, evidence: Sequence[Evidence]) -> Share:
    own = tuple(piece for piece in evidence if BY_NAME[piece.signal].group == group)
    return Share(group, sum(piece.weight for piece in own), counted, own)
