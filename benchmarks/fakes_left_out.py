"""How weights fitted to labelled recordings do on a trick, a language or a brand that they were fitted without."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fakes_recorded import Case, batches, detectors_of, pr_auc, run
from detectors.fakes.learning import Learner, Lesson, fitted, strengths_of
from detectors.fakes.scorecard import BY_NAME, total
from detectors.findings import Evidence

ALERTED = 0.9
LEARNT_FROM = 0.02
NAMES = frozenset(("same_name", "same_handle", "near_name", "brand_service_name"))
WORDS = frozenset(name for name, signal in BY_NAME.items() if signal.group == "lure") | {"mocks_customers"}
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """An account of a recording with its written evidence at its most suspicious, and what is true of it."""

    recording: str
    page: str
    account: str
    evidence: tuple[Evidence, ...]
    replies: int
    written: float
    fake: bool
    operator: str
    language: str
    brand: str
    tricks: frozenset[str]

    @property
    def case(self) -> Case:
        """Its page and id; recordings do not share pages."""
        return f"{self.recording}/{self.page}", self.account


Score = Callable[[Known], tuple[float, bool]]
"""Suspicion of an account, and whether it would be alerted."""


def leave_out(folders: Sequence[Path]) -> None:
    """Print what was left out, how many cases it has, and what written and fitted weights make of them."""
    everybody = [one for folder in folders for one in known_of(folder)]
    print(f"{len(everybody)} accounts with a dossier, {sum(one.fake for one in everybody)} fake cases")
    names = ("names only", _by_signals(NAMES)), ("keywords only", _by_signals(WORDS))
    for name, score in (*names, ("written weights", _by(Learner()))):
        print(f"{name:34} {_figures(everybody, score)}")
    print(f"{'left out':24} {'cases':>5}   {'written weights':44} fitted without it")
    for language in sorted({one.language for one in everybody}):
        _one(f"language {language}", everybody, [one for one in everybody if one.language == language])
    for brand in sorted({one.brand for one in everybody}):
        _one(f"brand {brand}", everybody, [one for one in everybody if one.brand == brand])
    for trick in sorted({trick for one in everybody for trick in one.tricks}):
        _trick(trick, everybody)


def known_of(folder: Path) -> list[Known]:
    """The accounts of a recording of which anything is held."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    fakes = {(case["page"], fake["account"]): fake for fake in truth["fakes"] for case in fake["cases"]}
    pages = {page["name"]: page for page in truth["pages"]}
    config, seen = batches(folder)
    detectors = detectors_of(config)
    run(config, seen, pages=detectors)
    found = []
    for page, detector in detectors.items():
        for row in detector.suspicions():
            fake = fakes.get((page, row.account))
            if fake is None and not row.evidence:
                continue
            operator, tricks = (fake["operator"], fake["tricks"]) if fake else (row.account, ())
            told = (row.evidence, row.replies, row.suspicion, fake is not None, operator)
            about = pages[page]["lang"], pages[page]["brand"], frozenset(tricks)
            found.append(Known(folder.name, page, row.account, *told, *about))
    return found


def _trick(trick: str, everybody: Sequence[Known]) -> None:
    """A trick's fakes among the innocent of their recording, weights fitted to the other recordings without it."""
    bearers = [one for one in everybody if trick in one.tricks]
    if len(bearers) < FEWEST:
        return
    written, fitted_ = {}, {}
    for recording in sorted({one.recording for one in bearers}):
        away = [one for one in everybody if one.recording != recording and trick not in one.tricks]
        here = [one for one in everybody if one.recording == recording and (trick in one.tricks or not one.fake)]
        written |= _scored(here, _by(Learner()))
        fitted_ |= _scored(here, _by(_taught(away)))
    _row(f"trick {trick}", {one.case for one in bearers}, written, fitted_)


def _one(name: str, everybody: Sequence[Known], out: Sequence[Known]) -> None:
    """What is left out whole, its innocent accounts too."""
    kept = {one.case for one in everybody} - {one.case for one in out}
    learner = _taught([one for one in everybody if one.case in kept])
    _row(name, {one.case for one in out if one.fake}, _scored(out, _by(Learner())), _scored(out, _by(learner)))


Scored = Mapping[Case, tuple[float, bool]]


def _row(name: str, fakes: Collection[Case], written: Scored, learnt: Scored) -> None:
    print(f"{name:24} {len(fakes):5}   {_told(written, fakes):44} {_told(learnt, fakes)}", flush=True)


def _figures(people: Sequence[Known], score: Score) -> str:
    return _told(_scored(people, score), {one.case for one in people if one.fake})


def _told(scored: Scored, fakes: Collection[Case]) -> str:
    alerted = {case for case, (_, alert) in scored.items() if alert}
    area = pr_auc({case: suspicion for case, (suspicion, _) in scored.items()}, set(fakes))
    recall = len(alerted & set(fakes)) / max(1, len(fakes))
    return f"recall {recall:.3f} false {len(alerted - set(fakes))} PR-AUC {area:.3f}"


def _scored(people: Iterable[Known], score: Score) -> dict[Case, tuple[float, bool]]:
    return {one.case: score(one) for one in people}


def _by(learner: Learner) -> Score:
    def score(one: Known) -> tuple[float, bool]:
        found = total(learner.apply(one.evidence), one.replies, learner.shift, learner.calibration)
        return found.suspicion, found.gate and found.suspicion >= ALERTED

    return score


def _by_signals(signals: Collection[str]) -> Score:
    """As a list of words would: every account that shows one is alerted."""

    def score(one: Known) -> tuple[float, bool]:
        shown = sum(piece.signal in signals for piece in one.evidence)
        return shown / (1 + shown), shown > 0

    return score


def _taught(people: Iterable[Known]) -> Learner:
    """A page of a new brand whose company was taught by these accounts, as far as anything was suspected of them."""
    lessons = [
        (one.case[0], Lesson(one.fake, strengths_of(one.evidence), one.operator, _odds(one)))
        for one in people
        if one.fake or one.written >= LEARNT_FROM
    ]
    factors, _, calibration = fitted(lessons)
    return Learner(factors=factors, calibration=calibration)


def _odds(one: Known) -> float:
    return total(one.evidence, one.replies).log_odds
