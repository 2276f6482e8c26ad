"""Every result can be written as JSON and read back, with nothing but finite numbers."""

from __future__ import annotations

import json

from hypothesis import given

from detente.deals.plain import plain_deals
from tests.deals.small import Data, blocking, deals_of, relaxed
from tests.strategies import FEWER, cases


@FEWER
@given(cases())
def test_plain_result_survives_json(data: Data) -> None:
    result = deals_of(data)

    plain = json.loads(json.dumps(plain_deals(result), allow_nan=False))

    keys = ("kind", "party", "issue", "outcome")
    assert blocking(result) == [frozenset(tuple(c[k] for k in keys) for c in s) for s in plain["blockers"]]
    assert relaxed(result) == [frozenset(tuple(c[k] for k in keys) for c in o["relax"]) for o in plain["openings"]]
    assert plain["packages"] == result.packages
    assert len(plain["frontier"]) == len(result.frontier)
    assert plain["draws"] is None
