"""How the documentation is built. Nothing here asks the network for anything."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

from assumed_reference import write_assumed_reference  # noqa: E402
from case_reference import write_case_reference  # noqa: E402
from cli_reference import write_cli_reference  # noqa: E402

from detente import __version__  # noqa: E402

# Pages include these files; docs/_build is git-ignored, so no generated text is ever committed.
GENERATED = HERE / "_build" / "generated"
write_case_reference(GENERATED / "case-file.md")
write_assumed_reference(GENERATED / "assumed.md")
write_cli_reference(GENERATED / "cli")

project = "détente"
author = "The détente developers"
copyright = f"2026, {author}"  # noqa: A001 (Sphinx asks for this name)
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
language = "en"
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

napoleon_google_docstring = False
napoleon_use_ivar = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"

# Each run of the examples starts in an empty folder with the starter case in it.
doctest_global_setup = """
import os, shutil, tempfile
from detente.examples import starter_folder
os.chdir(tempfile.mkdtemp())
shutil.copytree(starter_folder(), "harbour")
"""

html_theme = "furo"
html_title = f"détente {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
