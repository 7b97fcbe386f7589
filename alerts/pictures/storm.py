"""Draws a storm: what was counted against what is normal, when the team is there, and what is coming."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import MaxNLocator

from alerts.pictures.canvas import BLUE, FONT, GREY, INK, PALE, PURPLE, VERMILLION, png, sheet, write
from alerts.pictures.words import Words, number, words_in
from alerts.quoting import quotable
from alerts.wording.phrases import load
from config.opening_hours import OpeningHours
from detectors.findings import Hour, Storm

if TYPE_CHECKING:
    from config.schema import Language

WIDTH, HEIGHT = 1000, 500
_BAND = "#CFE3F2"
LONGEST_SUMMARY = 110
"""Letters that fit beside each other."""
_TICK_HOURS = (1, 2, 3, 4, 6, 12, 24, 48, 96, 168)
_MOST_TICKS = 16
_STILL_COUNTING = 5
"""The last minutes before now may not be counted yet."""


def storm_picture(storm: Storm, hours: OpeningHours, zone: str, title: str, language: Language) -> bytes:
    """A PNG of 1000 x 500 pixels.

    Args:
        storm: what was found; what was not observed is hatched, never drawn as zero.
        hours: when the team is there; the time it is not is shaded.
        zone: IANA name of the time zone of the axis.
        title: one line in the team's language.
        language: of the legend.
    """
    words = words_in(language)
    figure = sheet(WIDTH, HEIGHT, title)
    write(figure, 0.02, 0.9, _summary(storm, words, load(language).percent), size=10, color=GREY, va="top")
    axes = figure.add_axes((0.06, 0.12, 0.915, 0.645))
    if storm.hours or storm.forecast:
        _draw(axes, storm, hours, ZoneInfo(zone), words)
    figure.legend(
        handles=_legend(axes, words),
        loc="upper left",
        bbox_to_anchor=(0.012, 0.865),
        ncols=7,
        frameon=False,
        prop={"family": FONT, "size": 9},
        columnspacing=1.4,
        handletextpad=0.5,
        handlelength=1.6,
    )
    return png(figure)


def _summary(storm: Storm, words: Words, percent: Callable[[float], str]) -> str:
    numbers = words.summary.format(
        count=number(storm.observed, words),
        minutes=storm.window_minutes,
        expected=number(storm.expected, words),
        upper=number(storm.upper, words),
        people=storm.people,
    )
    line, topics = numbers, [f"{quotable(topic.label, 40)} {percent(topic.share)}" for topic in storm.topics]
    while topics and len(longer := f"{line} · {topics.pop(0)}") <= LONGEST_SUMMARY:
        line = longer
    return line


def _draw(axes: Axes, storm: Storm, hours: OpeningHours, zone: ZoneInfo, words: Words) -> None:
    seen = _so_far(storm)
    drawn = (*seen, *storm.forecast)
    begin, end = drawn[0].start, drawn[-1].start + timedelta(minutes=drawn[-1].minutes)
    top = _top(drawn)
    axes.set_xlim(_x(begin), _x(end))
    axes.set_ylim(0, top)
    _shade_closed(axes, hours, begin, end, words.closed)
    _hatch_unobserved(axes, seen, top, words.unobserved)
    _draw_band(axes, drawn, words.normal)
    _draw_line(axes, seen, INK, words.expected)
    _draw_counts(axes, seen, words)
    _draw_forecast(axes, storm.forecast, words.forecast)
    _mark_times(axes, storm, words)
    _label(axes, storm, begin, end, zone, words)


def _so_far(storm: Storm) -> tuple[Hour, ...]:
    """The hours seen, the running one only as far as it has run: what is to come is not a gap."""
    if not storm.forecast:
        return storm.hours
    now = storm.forecast[0].start
    return tuple(_run(hour, (now - hour.start) / timedelta(minutes=1)) for hour in storm.hours if hour.start < now)


def _run(hour: Hour, elapsed: float) -> Hour:
    if elapsed >= hour.minutes:
        return hour
    seen = hour.observed * hour.minutes + _STILL_COUNTING
    return replace(hour, minutes=max(1, round(elapsed)), observed=min(1.0, seen / elapsed))


def _top(drawn: Sequence[Hour]) -> float:
    seen = [
        value
        for hour in drawn
        for value in (hour.complaints, hour.upper, hour.expected, hour.high)
        if value is not None
    ]
    return 1.15 * max((value for value in seen if math.isfinite(value)), default=0.0) or 1.0


def _x(at: datetime) -> float:
    return float(date2num(at.astimezone(UTC)))  # type: ignore[no-untyped-call]


def _width(hour: Hour) -> float:
    return hour.minutes / (24 * 60)


def _shade_closed(axes: Axes, hours: OpeningHours, begin: datetime, end: datetime, word: str) -> None:
    at = begin
    for opens, closes in [*hours.spans(begin, end), (end, end)]:
        if opens > at:
            axes.axvspan(_x(at), _x(opens), color=PALE, lw=0, zorder=0, label=word)
        at = closes


def _hatch_unobserved(axes: Axes, seen: Sequence[Hour], top: float, word: str) -> None:
    gaps = [hour for hour in seen if hour.complaints is None or hour.observed < 0.99]
    look: dict[str, Any] = {"facecolor": "none", "edgecolor": "#9A9AB0", "hatch": "////", "linewidth": 0}
    if gaps:
        starts, widths = [_x(hour.start) for hour in gaps], [_width(hour) for hour in gaps]
        axes.bar(starts, top, widths, align="edge", zorder=3, label=word, **look)


def _draw_band(axes: Axes, drawn: Sequence[Hour], word: str) -> None:
    upper = [hour.upper for hour in drawn]
    axes.fill_between(_edges(drawn), 0, [*upper, upper[-1]], step="post", color=_BAND, lw=0, zorder=2, label=word)


def _draw_line(axes: Axes, drawn: Sequence[Hour], color: str, word: str) -> None:
    expected = [hour.expected for hour in drawn]
    if drawn:
        axes.step(_edges(drawn), [*expected, expected[-1]], where="post", color=color, lw=1.4, zorder=6, label=word)


def _edges(drawn: Sequence[Hour]) -> list[float]:
    """Where steps begin, and where the last ends."""
    return [*(_x(hour.start) for hour in drawn), _x(drawn[-1].start) + _width(drawn[-1])]


def _draw_counts(axes: Axes, seen: Sequence[Hour], words: Words) -> None:
    counted = [(hour, hour.complaints) for hour in seen if hour.complaints is not None]
    normal = [(hour, count) for hour, count in counted if count <= hour.upper]
    above = [(hour, count) for hour, count in counted if count > hour.upper]
    for bars, color, word in ((normal, BLUE, words.complaints), (above, VERMILLION, words.above)):
        if bars:
            starts = [_x(hour.start) + 0.06 * _width(hour) for hour, _ in bars]
            widths = [0.88 * _width(hour) for hour, _ in bars]
            axes.bar(starts, [count for _, count in bars], widths, align="edge", color=color, zorder=4, label=word)


def _draw_forecast(axes: Axes, coming: Sequence[Hour], word: str) -> None:
    """In a forecast `expected` is what the storm will bring, and the normal line ends."""
    _draw_line(axes, coming, PURPLE, word)
    bands = [(hour, hour.low, hour.high) for hour in coming if hour.low is not None and hour.high is not None]
    if not bands:
        return
    edges = _edges([hour for hour, _, _ in bands])
    low = [low for _, low, _ in (*bands, bands[-1])]
    high = [high for _, _, high in (*bands, bands[-1])]
    axes.fill_between(edges, low, high, step="post", color=PURPLE, alpha=0.22, lw=0, zorder=3)
    for border in (low, high):
        axes.step(edges, border, where="post", color=PURPLE, lw=1.2, ls=(0, (4, 2)), zorder=6)


@dataclass(frozen=True, slots=True)
class _Mark:
    at: datetime
    word: str
    color: str


def _mark_times(axes: Axes, storm: Storm, words: Words) -> None:
    marks = [_Mark(storm.started_at, words.start, VERMILLION)]
    if storm.ended_at is not None:
        marks.append(_Mark(storm.ended_at, words.end, GREY))
    elif storm.hours and storm.forecast:
        marks.append(_Mark(storm.forecast[0].start, words.now, GREY))
    begin, end = axes.get_xlim()
    for row, mark in enumerate(marks):
        where = (_x(mark.at) - begin) / (end - begin)
        if 0 <= where <= 1:
            axes.axvline(_x(mark.at), color=mark.color, lw=1.6, zorder=7)
            _name(axes, mark, row, "right" if where > 0.93 or (row == 0 and where > 0.1) else "left")


def _name(axes: Axes, mark: _Mark, row: int, side: Literal["left", "right"]) -> None:
    axes.annotate(
        mark.word,
        (_x(mark.at), 1),
        xycoords=("data", "axes fraction"),
        xytext=(5 if side == "left" else -5, -4 - 15 * row),
        textcoords="offset points",
        va="top",
        ha=side,
        family=FONT,
        size=9,
        weight="bold",
        color=mark.color,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
        zorder=8,
        clip_on=True,
    )


def _label(axes: Axes, storm: Storm, begin: datetime, end: datetime, zone: ZoneInfo, words: Words) -> None:
    ticks = _ticks(begin, end, zone)
    axes.set_xticks([_x(tick) for tick in ticks], [_clock(tick, words, ticks) for tick in ticks])
    axes.tick_params(labelfontfamily=FONT, labelsize=9, colors=GREY, length=3)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.yaxis.set_major_formatter(lambda count, _: f"{count:.0f}")
    axes.grid(axis="y", color="#DDDDDD", lw=0.6, zorder=1)
    axes.spines[["top", "right", "left"]].set_visible(False)
    minutes = (*storm.hours, *storm.forecast)[0].minutes
    unit = words.per_hour if minutes == 60 else words.per_minutes.format(minutes=minutes)
    write(axes, 0, 1.02, unit, size=9, color=GREY, transform=axes.transAxes)
    write(axes, 1, 1.02, zone.key, size=9, color=GREY, transform=axes.transAxes, ha="right")


def _ticks(begin: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """Whole local hours, as close as stays readable; found by looking, since days of 23 and 25 hours exist."""
    hours = (end - begin) / timedelta(hours=1)
    step = next((step for step in _TICK_HOURS if hours / step <= _MOST_TICKS), _TICK_HOURS[-1])
    quarter = timedelta(minutes=15)
    first = datetime.fromtimestamp(math.ceil(begin.timestamp() / 900) * 900, UTC)
    local = [(first + n * quarter).astimezone(zone) for n in range(max(0, (end - first) // quarter + 1))]
    return [at for at in local if at.minute == 0 and (at.toordinal() * 24 + at.hour) % step == 0]


def _clock(tick: datetime, words: Words, ticks: Sequence[datetime]) -> str:
    is_first_of_day = not any(other < tick and other.date() == tick.date() for other in ticks)
    return f"{tick:%H:%M}" + (f"\n{words.days[tick.weekday()]} {tick.day}" if is_first_of_day else "")


def _legend(axes: Axes, words: Words) -> list[Artist]:
    """One handle for each kind of thing that is on the axes."""
    drawn = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    order = (
        words.complaints,
        words.above,
        words.expected,
        words.normal,
        words.closed,
        words.forecast,
        words.unobserved,
    )
    return [drawn[word] for word in order if word in drawn]
