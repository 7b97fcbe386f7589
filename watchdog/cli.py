"""The command line of page-watchdog: what each command takes; what they do is in `watchdog.commands`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from watchdog import cli_accounts
from watchdog.cli_options import DEFAULT_CONFIG, HERE, By, ConfigPath, StateDirectory, user
from watchdog.commands.failures import fail, in_one_sentence
from watchdog.commands.opening import opened, reading
from watchdog.guard import foreign_watchdog

EXIT_STATUS = """
Exit status: 0 done; 1 it could not be done (a recording, a page, a database, a channel); 2 the config or the command
line has faults.
"""

app = typer.Typer(
    name="page-watchdog",
    help="Watches a brand's public pages for storms of complaints and fake customer service, and tells the team what to"
    " do.\n\nNew here? Try `page-watchdog demo`, then `page-watchdog init`." + "\n" + EXIT_STATUS,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
alerts_app = typer.Typer(help="Alerts and the channels they go to.", no_args_is_help=True)
app.add_typer(alerts_app, name="alerts")


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = DEFAULT_CONFIG,
) -> None:
    """Write a commented config file to start from."""
    from watchdog.commands import config_commands

    with in_one_sentence():
        typer.echo(config_commands.init(path))


@app.command()
def check(
    config: ConfigPath = DEFAULT_CONFIG,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the platforms too, and test the channels' URLs.")
    ] = False,
) -> None:
    """Tell every fault of the config at once, with file, line, key and what would be right."""
    from watchdog.commands import checking

    with in_one_sentence():
        raise typer.Exit(checking.check(config, online, Console()))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the config file, for editors."""
    from watchdog.commands import config_commands

    typer.echo(config_commands.schema())


@app.command()
def run(
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
) -> None:
    """Watch the pages until stopped. SIGHUP reads the config again, SIGTERM ends."""
    from config.load import load
    from watchdog.app import state_path
    from watchdog.commands import watching

    watching.log_for_journal(verbose)
    with in_one_sentence():
        watching.run(config, state_path(load(config), state))


@app.command()
def once(config: ConfigPath = DEFAULT_CONFIG, state: StateDirectory = HERE) -> None:
    """Look once at every page, tell what there is to tell, and end; 1 if a page could not be seen."""
    from config.load import load
    from watchdog.app import state_path
    from watchdog.commands import watching

    with in_one_sentence():
        loaded = load(config)
        if not watching.once(loaded, state_path(loaded, state), Console()):
            raise typer.Exit(1)


@app.command()
def replay(
    recording: Annotated[Path, typer.Argument(help="JSON Lines, plain or gzipped.")],
    config: ConfigPath = DEFAULT_CONFIG,
    alerts: Annotated[Path | None, typer.Option(help="Write every alert here, - for standard output.")] = None,
    accounts: Annotated[Path | None, typer.Option(help="Write every account's suspicion here.")] = None,
    series: Annotated[Path | None, typer.Option(help="Write the counts of every five minutes here, as CSV.")] = None,
    pictures: Annotated[Path | None, typer.Option(help="Draw the alerts' pictures into this folder.")] = None,
    database: Annotated[Path | None, typer.Option(help="Keep everything in this file and go on from it.")] = None,
    skip_bad_lines: Annotated[bool, typer.Option("--skip-bad-lines", help="Count them and go on.")] = False,
    deliver: Annotated[bool, typer.Option("--deliver", help="Send the alerts to the channels, too.")] = False,
) -> None:
    """Push a recording through the daemon's own pipeline: what would it have told, and when?"""
    from config.load import load
    from watchdog.commands import replay as replaying
    from watchdog.replay import Outputs

    with in_one_sentence():
        outputs = Outputs(alerts, accounts, series)
        replaying.replay(recording, load(config), outputs, database, pictures, skip_bad_lines, deliver)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="Where to write; gzipped if it ends in .gz, - for standard output.")],
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    page: Annotated[str | None, typer.Option(help="Only this page.")] = None,
    last: Annotated[
        str | None, typer.Option(help='Only the last so long, such as "28d"; default: all that is kept.')
    ] = None,
) -> None:
    """Write what the daemon has seen as a recording, to replay your own history."""
    from watchdog.commands import history, watching

    with in_one_sentence(), opened(config, state) as (loaded, store):
        history.export(loaded, store, out, page, history.since(last, watching.now()))


@app.command("score-counts")
def score_counts(
    counts: Annotated[Path, typer.Argument(help="CSV with the columns timestamp,value at a regular interval.")],
    out: Annotated[Path, typer.Option(help="Where to write, - for standard output.")] = Path("-"),
) -> None:
    """Score bare counts with the storm detector; no row's score depends on later rows."""
    from watchdog.commands import counts as counting

    with in_one_sentence():
        counting.score_counts(counts, out)


@app.command()
def classify(
    texts: Annotated[
        Path, typer.Argument(help='JSON Lines with "text" and, optionally, "language"; - for standard input.')
    ],
    out: Annotated[Path, typer.Option(help="Where to write, - for standard output.")] = Path("-"),
) -> None:
    """Read texts as the pipeline does: language, complaint, offensive, threat, and because of which words."""
    from watchdog.commands import texts as reading

    with in_one_sentence():
        reading.classify(texts, out)


@app.command()
def status(config: ConfigPath = DEFAULT_CONFIG, state: StateDirectory = HERE) -> None:
    """How the pages, the incidents and the deliveries stand; 1 if something is wrong."""
    from watchdog.commands import told, watching

    with in_one_sentence(), reading(config, state, None) as (loaded, store):
        if not told.status(loaded, store, watching.now(), Console()):
            raise typer.Exit(1)


@app.command()
def incidents(
    name: Annotated[str | None, typer.Argument(help="Show all that was told of this incident.")] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, newest first.")] = 20,
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are not closed.")] = False,
) -> None:
    """List the incidents, or show what was told of one."""
    from watchdog.commands import told

    with in_one_sentence(), reading(config, state, None) as (loaded, store):
        if name is None:
            told.incidents(loaded, store, limit, only_open, Console())
        elif not told.incident(store, name, Console()):
            raise fail(f"no incident is called {name!r}")


app.command()(cli_accounts.confirm)
app.command()(cli_accounts.dismiss)
app.command()(cli_accounts.accounts)
app.command()(cli_accounts.account)
app.command()(cli_accounts.evidence)
app.command()(cli_accounts.erase)


@app.command()
def silence(
    duration: Annotated[str, typer.Argument(help='How long, e.g. "2h" or "30m"; "0m" ends every silence.')],
    config: ConfigPath = DEFAULT_CONFIG,
    state: StateDirectory = HERE,
    page: Annotated[str | None, typer.Option(help="Only alerts of this page.")] = None,
    kind: Annotated[
        Literal["storm", "fake_account", "threat", "blind_page"] | None, typer.Option(help="Only alerts of this kind.")
    ] = None,
    incident: Annotated[str | None, typer.Option(help="Only alerts of this incident.")] = None,
    why: Annotated[str | None, typer.Option(help="The reason, for the record.")] = None,
    by: By = None,
) -> None:
    """Send no alerts for a while. Detecting goes on."""
    from alerts.model import Silence
    from watchdog.commands import team, watching

    with in_one_sentence(), opened(config, state) as (loaded, store):
        now = watching.now()
        wanted = Silence(now + team.lasting(duration), page, kind, incident, why)
        typer.echo(team.silence(loaded, store, wanted, by or user(), now))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where alerts and pictures are written.")] = Path("demo-output"),
) -> None:
    """Replay a sample fortnight of an invented airline's page, and show what its team would have been told."""
    from watchdog.commands import sample

    with in_one_sentence():
        sample.demo(out, Console())


@alerts_app.command("test")
def alerts_test(
    channel: Annotated[str | None, typer.Argument(help="Only this channel.")] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Send a test message to every channel, and say what a person still has to confirm; 1 if one was not sent."""
    from config.load import load
    from watchdog.commands import channels

    with in_one_sentence():
        if not asyncio.run(channels.test_channels(load(config), channel, Console())):
            raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    if foreign := foreign_watchdog():
        raise SystemExit(f"page-watchdog: {foreign}")
    app()
