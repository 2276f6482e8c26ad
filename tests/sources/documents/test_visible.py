from __future__ import annotations

from pathlib import Path

import pytest

from detente.sources.documents.readers import readable_text

SEEN = "The union asked for a pause of an hour in every night shift, and the company said it would answer soon."


def read(page: str) -> str:
    return readable_text(Path("page.html"), page.encode())


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">SECRET</p>',
        '<p style="visibility: hidden">SECRET</p>',
        '<p style="font-size:0">SECRET</p>',
        '<p style="font-size: 0.1px">SECRET</p>',
        '<p style="opacity:0">SECRET</p>',
        '<p style="color:#fff">SECRET</p>',
        '<p style="color: rgb(255, 255, 254)">SECRET</p>',
        '<p style="color:rgba(1,1,1,0)">SECRET</p>',
        '<div style="background:#000"><p style="color:black">SECRET</p></div>',
        '<p style="position:absolute;left:-9999px">SECRET</p>',
        '<p style="text-indent:-5000px">SECRET</p>',
        '<div style="width:0;overflow:hidden">SECRET</div>',
        '<div style="clip:rect(0,0,0,0)">SECRET</div>',
        "<p hidden>SECRET</p>",
        '<p aria-hidden="true">SECRET</p>',
        '<p class="ghost">SECRET</p>',
        '<p id="Ghost">SECRET</p>',
        '<p class="inked"><span>SECRET</span></p>',
        "<!-- SECRET -->",
        "<template>SECRET</template>",
        "<noscript>SECRET</noscript>",
        '<font color="white">SECRET</font>',
    ],
)
def test_what_a_page_hides_is_not_read(hidden: str) -> None:
    style = "<style>.ghost, #ghost {display: none} .inked {color: white}</style>"
    text = read(f"<html><head>{style}</head><body><article><p>{SEEN}</p>{hidden}<p>{SEEN}</p></article></body></html>")
    assert "SECRET" not in text
    assert SEEN in text


def test_words_after_a_hidden_element_stay() -> None:
    text = read(
        f"<html><body><article><p>{SEEN} One <b hidden>SECRET</b>two three.</p><p>{SEEN}</p></article></body></html>"
    )
    assert "One two three." in text


def test_white_on_a_dark_box_is_read() -> None:
    box = '<div style="background-color: navy; color: white"><p>Said in white on blue, for all to see.</p></div>'
    assert "Said in white on blue" in read(
        f"<html><body><article><p>{SEEN}</p>{box}<p>{SEEN}</p></article></body></html>"
    )
