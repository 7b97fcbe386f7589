"""The commands about single accounts: what each takes; what they do is in `watchdog.commands`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from watchdog.cli_options import DEFAULT_CONFIG, HERE, By, ConfigPath, StateDirectory, user
from watchdog.commands.failures import in_one_sentence

AccountName = Annotated[str, typer.Argument(help="Its id, or a handle that it has or had.")]
OnlyOnPage = Annotated[str | None, typer.Option(help="Only on this page.")]
OnPage = Annotated[str | None, typer.Option(help="The page, where several know such an account.")]
Database = Annotated[
    Path | None, typer.Option(help="Read this file, as `replay --database` writes it, and not the daemon's.")
]


def account(
    name: AccountName,
    page: OnPage = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Also draw the evidence and the account graph into this PNG.", dir_okay=False)
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    database: Database = None,
) -> None:
    """Show one account: its names over time, why it is suspected, whom it answered and who still waits."""
    from alerts.wording.phrases import load as speak
    from watchdog.commands import account as showing
    from watchdog.commands import account_json
    from watchdog.commands.opening import file_of, reading

    with in_one_sentence(), reading(config, state, database) as (loaded, store):
        file, say = file_of(loaded, store, name, page), speak(loaded.language)
        if picture is not None:
            showing.draw(file, loaded.language, picture)
        if as_json:
            typer.echo(json.dumps(account_json.as_json(file, say), ensure_ascii=False, indent=2))
        else:
            showing.show(file, say, Console())


def accounts(
    page: OnlyOnPage = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines for other programs.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the surest first.")] = 50,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    database: Database = None,
) -> None:
    """List the accounts that the team was warned of, and those that are worth a look."""
    from alerts.wording.phrases import load as speak
    from watchdog.commands import accounts as listing
    from watchdog.commands.opening import known_page, reading

    with in_one_sentence(), reading(config, state, database) as (loaded, store):
        rows, say = listing.rows_of(loaded, store, known_page(loaded, page)), speak(loaded.language)
        if as_json:
            typer.echo(listing.as_json(rows[:limit], say), nl=False)
        else:
            listing.show(rows, say, limit, Console())


def evidence(
    name: AccountName,
    out: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)],
    formats: Annotated[str, typer.Option("--format", help="Which of md, pdf and json, with commas.")] = "md,pdf,json",
    with_customers: Annotated[
        bool, typer.Option("--with-customers", help="Name the customers; else they are numbers.")
    ] = False,
    language: Annotated[
        Literal["nl", "sv", "da", "no", "en", "de"] | None, typer.Option(help="Of the notice; else the config's.")
    ] = None,
    page: OnPage = None,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    database: Database = None,
) -> None:
    """Write a notice about an account for its platform, as Article 16(2) DSA asks; a person sends it."""
    from watchdog.commands import evidence as writing
    from watchdog.commands.opening import file_of, reading

    with in_one_sentence():
        wanted = writing.formats_in(formats)
        with reading(config, state, database) as (loaded, store):
            file, tongue = file_of(loaded, store, name, page), language or loaded.language
            dossier = writing.dossier_of(loaded, store, file, tongue, named=with_customers)
        for path in writing.write_pack(dossier, tongue, out, wanted):
            typer.echo(str(path))
        if caution := writing.caution_of(dossier, loaded):
            typer.echo(caution)
        typer.echo("Nothing was sent. Read it, fill in what is blank, and send it to the platform yourself.")


def erase(
    name: AccountName,
    page: Annotated[str | None, typer.Option(help="Only on this page; else on every page.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what there is.")] = False,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
) -> None:
    """Erase one person from the database, on their request: texts, profile, what was learnt and told of them."""
    from watchdog.commands import erasing, watching
    from watchdog.commands.opening import opened

    with in_one_sentence(), opened(config, state) as (loaded, store):
        now = watching.now()
        accounts = erasing.whom(loaded, store, name, page)
        typer.echo(erasing.counted(accounts, store.erase(accounts, now, everywhere=page is None, dry=True)))
        if dry_run or not (yes or typer.confirm("Erase this for good?")):
            typer.echo("Nothing was changed.")
            return
        typer.echo(erasing.erase(store, accounts, now, everywhere=page is None))


def confirm(
    name: AccountName,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    page: OnlyOnPage = None,
    by: By = None,
) -> None:
    """Say that an account is a fake. The daemon takes it in with its next look."""
    _judge(name, "fake", config, state, page, by)


def dismiss(
    name: AccountName,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    page: OnlyOnPage = None,
    by: By = None,
) -> None:
    """Say that an account is legitimate. The daemon takes it in with its next look."""
    _judge(name, "legit", config, state, page, by)


def _judge(
    name: str, verdict: Literal["fake", "legit"], config: Path, state: Path, page: str | None, by: str | None
) -> None:
    from watchdog.commands import team, watching
    from watchdog.commands.opening import opened

    with in_one_sentence(), opened(config, state) as (_, store):
        pages = team.judge_account(store, name, verdict, page, by or user(), watching.now())
        typer.echo(f"{name}: {verdict} on {', '.join(pages)}; the daemon takes it in with its next look")
