"""Documents in every format that is read, and a case folder around them, made in the test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

Data = dict[str, Any]

MEMO = (
    "Memo of the river talks\n"
    "\n"
    "The envoy of the north said: “We ask for the dam,\n"
    "and we shall not wait.” Nobody answered.\n"
    "The south said that the dam must never be built.\n"
    "Nobody answered.\n"
)


def river_case() -> Data:
    """Return the plain data of a sound case with one document and two quotations."""
    return {
        "format": 1,
        "case": "river",
        "title": "River talks",
        "documents": [{"id": "memo", "title": "Memo", "file": "documents/memo.txt"}],
        "statements": [
            {
                "id": "s1", "document": "memo", "quote": "We ask for the dam, and we shall not wait.", "speaker": "north",
                "holder": "north", "act": "demand",
            },
            {
                "id": "s2", "document": "memo", "quote": "the dam must never be built", "speaker": "south",
                "holder": "south", "act": "reject",
            },
        ],
        "parties": {"north": {"name": "North", "kind": "principal"}, "south": {"name": "South", "kind": "principal"}},
        "issues": {"dam": {"question": "Is the dam built?", "outcomes": {"built": {"label": "Yes"}, "none": {"label": "No"}}}},
    }  # fmt: skip


def write_case(folder: Path, data: Data | None = None, memo: str = MEMO) -> Path:
    """Write a case with its document into a folder and return its file."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "documents" / "memo.txt").write_bytes(memo.encode())
    path = folder / "case.yaml"
    path.write_text(yaml.safe_dump(data or river_case(), sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def pdf_of(pages: Sequence[str]) -> bytes:
    """Return a PDF with one line of Latin text on each page; an empty one has no text layer."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 612 792] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def docx_of(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a DOCX with paragraphs and, after them, a table."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        rows = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(rows.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a zip file with another content of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, part if item == name else old.read(item))
    return out.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
