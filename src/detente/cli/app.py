"""The commands. Each reads its input, calls one function of the package and prints what it returns."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import output
from detente.cli.options import Analyst, CaseArgument, Documents, Draws, ForParty, Json, Seed, Workers
from detente.errors import DetenteError, InputError

app = typer.Typer(
    name="detente",
    help="Documents in, a cited model of the conflict, analyses, a brief out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run a command; every foreseen error is a message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app(standalone_mode=True)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except InputError as error:
        for problem in error.problems:
            output.complain(str(problem))
        sys.exit(2)
    except DetenteError as error:
        output.complain(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        output.complain("interrupted")
        sys.exit(130)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; it must not exist or be empty.")],
) -> None:
    """Write a commented starter case into a new folder."""
    from detente.cli.starter import write_starter

    path = write_starter(folder)
    output.talk(f"Next: open {path} in an editor, or run: detente matrix {folder} --xlsx {folder}/matrix.xlsx")
    output.data(str(path))


@app.command()
def read(
    documents: Annotated[list[Path], typer.Argument(metavar="DOC...", help="Documents: txt, md, html, pdf, docx, eml.")],
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Write drafts beside this case.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When it appeared, as 2021-05-03.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Its language, such as en.")] = None,
    model_url: Annotated[str | None, typer.Option(metavar="URL", help="Second reader: an OpenAI-compatible address; needs --case. The key is taken from DETENTE_MODEL_KEY.")] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Name of the model at that address.")] = "default",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; what is found is the same for any number. As many as cores if absent, one for a few documents.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read documents anew that this reader has read for the case.")] = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Find who says what in documents, each statement with its exact words."""
    from detente.cli.reading import read_all
    from detente.sources.model import Endpoint

    given = {"published": published, "author": author, "language": language}
    endpoint = Endpoint(model_url, model, os.environ.get("DETENTE_MODEL_KEY")) if model_url else None
    sys.exit(read_all(documents, case, given, endpoint, as_json=as_json, workers=workers, again=again))


@app.command()
def review(
    case: CaseArgument,
    accept_tier: Annotated[
        str | None, typer.Option("--accept-tier", metavar="TIER", help="Accept all drafts of tier A, B or C.")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; your login name if absent.")
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Only tell how far the review is and how often each rule was right.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Accept, edit or reject the drafts beside a case, one key each."""
    from detente.cli.reviewing import report_review, review_case

    if as_json and not report:
        raise InputError.of("usage", "a review is a conversation", "add --report for its figures as JSON")
    sys.exit(report_review(case, as_json=as_json) if report else review_case(case, reviewer=reviewer, tier=accept_tier))


@app.command()
def draft(
    case: CaseArgument,
    to: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the proposals into a file.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Add the proposals to the case; what stands there is not changed.")
    ] = False,
    documents: Documents = None,
    as_json: Json = False,
) -> None:
    """Propose parties, issues and red lines from the statements of a case."""
    from detente.cli.drafting import draft_case

    draft_case(case, to, documents, write=write, as_json=as_json)


@app.command()
def check(case: CaseArgument, documents: Documents = None, as_json: Json = False) -> None:
    """Report every problem of a case file, and what each analysis still lacks."""
    from detente.cli.checking import report_on

    sys.exit(report_on(case, documents, as_json=as_json))


@app.command()
def analyze(
    case: CaseArgument, documents: Documents = None, draws: Draws = 200, seed: Seed = 0, for_party: ForParty = None,
    analyst: Analyst = None, workers: Workers = 1, as_json: Json = False,
) -> None:  # fmt: skip
    """Run every analysis and print the findings."""
    from detente.cli.inputs import read_any
    from detente.findings import analyze as run
    from detente.findings.plain import plain_brief

    with output.progress("draws", draws) as advance:
        brief = run(
            read_any(case, documents), draws=draws, seed=seed, for_party=for_party, analyst=analyst, workers=workers,
            progress=advance,
        )  # fmt: skip
    if as_json:
        output.json(plain_brief(brief))
    else:
        output.findings(brief)


@app.command()
def deals(
    case: CaseArgument, documents: Documents = None, draws: Draws = 0, seed: Seed = 0, for_party: ForParty = None,
    analyst: Analyst = None,
    method: Annotated[str, typer.Option(help="auto, enumeration (looks at every package) or exact (at any size).")] = "auto",
    workers: Workers = 1, as_json: Json = False,
) -> None:  # fmt: skip
    """Find the packages that all would sign, what blocks one, and what would open one."""
    from detente.cli.deals import case_for, deals_of, show

    found = deals_of(case_for(case, documents, for_party), draws, seed, analyst, method, workers)
    if found.drawn and found.drawn.draws < draws:
        output.talk(f"interrupted: {found.drawn.draws} of {draws} draws")
    show(found, as_json=as_json)


@app.command()
def offers(
    case: CaseArgument,
    party: Annotated[
        str | None, typer.Option("--from", metavar="PARTY", help="Add offers of equal worth to this party, and a plan of concessions.")
    ] = None,
    draft: Annotated[
        list[str] | None, typer.Option(metavar="ISSUE=OUTCOME,...", help="The package on the table, an outcome for each issue; the Nash package if absent."),
    ] = None,
    worth: Annotated[
        float | None, typer.Option(metavar="POINTS", help="What offers are worth to the party at least; what the draft is if absent.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=50, help="So many offers of equal worth.")] = 5,
    steps: Annotated[int, typer.Option(min=2, max=50, help="So many steps in the plan of concessions.")] = 5,
    documents: Documents = None, for_party: ForParty = None, analyst: Analyst = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Find what to offer next: equal in worth to me and better for them, or better for all than a draft."""
    from detente.cli.deals import case_for
    from detente.cli.offers import show

    read = case_for(case, documents, for_party)
    show(read, party, draft or (), worth, most, steps, analyst, as_json=as_json)


@app.command()
def stability(
    case: Annotated[str, typer.Argument(metavar="CASE_OR_FILE", help="A case, or a .gmcr file of another tool.")],
    concept: Annotated[
        list[str] | None, typer.Option("--concept", metavar="NAME", help="nash, gmr, smr, seq, sseq (these five if absent), sim or seq+sim.")
    ] = None,
    coalitions: Annotated[
        list[str] | None,
        typer.Option("--coalitions", metavar="A,B", help="Decision makers that may act together, or 'all'; may be given many times."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="STATE", help="The state to start from: its index or letters; today's if absent.")
    ] = None,
    inverse: Annotated[
        str | None, typer.Option("--inverse", metavar="STATE", help="Which preferences would make this state hold.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write the state graph: .graphml, .dot, or all states as .csv.")
    ] = None,
    documents: Documents = None, for_party: ForParty = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Find which states hold, who would leave today's, and where several would go together."""
    from detente.cli.stability import show

    show(case, documents, for_party, concept or (), coalitions or (), start, inverse, export, as_json=as_json)


@app.command()
def dynamics(
    case: CaseArgument,
    move: Annotated[str | None, typer.Option(metavar="PARTY.OPTION", help="One move; all moves of the case if absent.")] = None,
    documents: Documents = None, draws: Draws = 24, seed: Seed = 0, for_party: ForParty = None, analyst: Analyst = None,
    months: Annotated[int, typer.Option(help="The horizon.")] = 24,
    proposer: Annotated[str, typer.Option(help="Who offers: alternate, first or second.")] = "alternate",
    demands: Annotated[str, typer.Option(help="Whether a side may ask for more than before: free or 'never rise'.")] = "free",
    end: Annotated[str, typer.Option(help="What is left after the horizon: 'no deal' or 'fight on'.")] = "no deal",
    sharpness: Annotated[float, typer.Option(help="Sharpness λ of the responses.")] = 20.0,
    trust_points: Annotated[int, typer.Option(help="Points of the beliefs about trust: 1 (fixed) or 5.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads; the numbers are the same for any.")] = None,
    resume: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep finished draws here, and go on from them.")] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Show what a move does, whether a deal comes, and whether it would last."""
    from detente.cli.deals import case_for
    from detente.cli.dynamics import show
    from detente.dynamics import GameOptions
    from detente.ensemble import analyze_dynamics
    from detente.ensemble.dynamics import steps_of

    options = GameOptions(
        months=months, proposer=proposer, demands=demands, end=end, sharpness=sharpness, trust_points=trust_points,  # type: ignore[arg-type]
    )  # fmt: skip
    read = case_for(case, documents, for_party)
    with output.progress("draws", steps_of(draws)) as advance:
        result = analyze_dynamics(
            read, move=move, options=options, draws=draws, seed=seed, analyst=analyst, workers=workers, resume=resume,
            progress=advance,
        )  # fmt: skip
    if result.draws < draws:
        output.talk(f"{result.draws} of {draws} draws")
    show(read, result, as_json=as_json)


@app.command()
def whatif(
    case: CaseArgument,
    changes: Annotated[
        list[str], typer.Option("--set", metavar="PATH=VALUE", help="A change; may be given many times.")
    ],
    documents: Documents = None,
    for_party: ForParty = None,
    as_json: Json = False,
) -> None:
    """Show what changes of the case would do, before and after side by side; nothing is written."""
    from detente.cli.deals import case_for
    from detente.cli.whatif import changed
    from detente.findings.comparison import compare

    before = case_for(case, documents, for_party)
    output.comparison(compare(before, changed(before, changes)), changes, as_json=as_json)


@app.command()
def matrix(
    case: CaseArgument,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the issue matrix as a spreadsheet.")] = None,
    read: Annotated[Path | None, typer.Option(metavar="FILE", help="Read a spreadsheet that was filled in.")] = None,
    to: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="With --read: where the case goes.")
    ] = None,
) -> None:
    """Take the issue matrix out into a spreadsheet, or back in."""
    from detente.cli.matrix import matrix_in, matrix_out

    if (xlsx is None) == (read is None):
        raise InputError.of("usage", "give either --xlsx or --read", "see detente matrix --help")
    if xlsx is not None:
        output.data(str(matrix_out(case, xlsx)))
    elif read is not None:
        output.data(str(matrix_in(case, read, to)))


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A file or folder of another tool: .gmcr, .xml, .json, .csv, .xlsx, or a scenario folder.",
        ),
    ],
    to: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where the case goes; NAME.yaml if absent.")
    ] = None,
) -> None:
    """Turn another tool's file into a case."""
    from detente.cli.importing import import_file

    output.data(str(import_file(file, to)))


@app.command()
def export(
    case: CaseArgument,
    form: Annotated[str, typer.Option("--to", metavar="FORM", help="genius, negmas, csv or xlsx.")],
    to: Annotated[Path, typer.Option("-o", "--output", metavar="PATH", help="A new folder for genius and negmas, a file for csv and xlsx.")],
    for_party: ForParty = None,
) -> None:  # fmt: skip
    """Write the deals of a case for another tool, and say what it cannot hold."""
    from detente.cli.exporting import export_case

    output.data(str(export_case(case, form, to, for_party)))


@app.command()
def brief(
    case: CaseArgument,
    to: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where the brief goes; NAME-brief.html if absent.")] = None,
    documents: Documents = None, draws: Draws = 200, seed: Seed = 0, for_party: ForParty = None, analyst: Analyst = None,
    workers: Workers = 1,
) -> None:  # fmt: skip
    """Write the brief as one HTML file."""
    from detente.cli.inputs import read_any
    from detente.findings import analyze as run
    from detente.report import write_brief

    opened = read_any(case, documents)
    path = to or Path(f"{opened.case}-brief.html")
    with output.progress("draws", draws) as advance:
        made = run(
            opened, draws=draws, seed=seed, for_party=for_party, analyst=analyst, workers=workers, progress=advance
        )
    write_brief(made, path)
    output.data(str(path))


@app.command()
def examples(as_json: Json = False) -> None:
    """List the bundled cases."""
    from detente.examples import example_names
    from detente.sources import read_case

    titles = {name: read_case(name).title for name in example_names()}
    if as_json:
        output.json([{"case": name, "title": title} for name, title in titles.items()])
        return
    for name, title in titles.items():
        output.data(f"{name}  {title}")


@app.command()
def demo() -> None:
    """Analyse the bundled Istanbul talks, print the findings and write the brief."""
    from detente.findings import analyze as run
    from detente.report import write_brief
    from detente.sources import read_case

    made = run(read_case("istanbul-2022"), draws=100)
    output.findings(made)
    path = Path("istanbul-2022-brief.html").absolute()
    write_brief(made, path)
    output.data(f"\nThe brief, for a browser:\n{path}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of case files, for editors."""
    from detente.case import Case

    output.json(Case.model_json_schema(by_alias=True))


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from detente.version import __version__

        output.data(__version__)
        raise typer.Exit
