"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="A case file, its folder, the name of a bundled case, or a file or folder of another tool."
    ),
]
Documents = Annotated[
    Path | None,
    typer.Option("--documents", metavar="DIR", help="Folder with texts that the case cites by digest only."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
Draws = Annotated[int, typer.Option(min=0, max=1_000_000, help="Repetitions over the uncertain numbers; 0 for none.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the draws.")]
ForParty = Annotated[
    str | None, typer.Option("--for", metavar="PARTY", help="Leave out what is confidential about other parties.")
]
Workers = Annotated[int, typer.Option(min=1, help="Processes for the draws; the numbers are the same for any.")]
Analyst = Annotated[str | None, typer.Option(metavar="NAME", help="Follow this analyst wherever several have judged.")]
