"""Adjusted winner on the Panama Canal negotiations of 1974.

Points of Raiffa (1982, ch. 12) as scaled to 100 by Brams and Taylor (Fair Division, 1996, ch. 5), who find 66 points for
each side: the United States with the defence and use rights, the expansion rights and routes and a part of land and
water; Panama with the rest.
"""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals import DealSpace
from detente.deals.division import adjusted_winner

POINTS = {
    "US defence rights": (22, 9), "use rights": (22, 15), "land and water": (15, 15), "expansion rights": (14, 3),
    "duration": (11, 15), "expansion routes": (6, 5), "compensation": (4, 11), "jurisdiction": (2, 7),
    "US military rights": (2, 7), "defence role of Panama": (2, 13),
}  # fmt: skip


def test_panama_canal_gives_66_points_to_each_side() -> None:
    space = DealSpace.additive([np.array([[a, 0], [0, b]]) for a, b in POINTS.values()])

    found = adjusted_winner(space, divisible=space.issues)

    assert found is not None
    assert found.points == pytest.approx((66, 66))
    names = list(POINTS)
    won = [{names[int(issue[1:])] for issue in side} for side in found.won]
    assert won[0] == {"US defence rights", "use rights", "expansion rights", "expansion routes"}
    assert names[int(str(found.divided)[1:])] == "land and water"
    assert found.part == pytest.approx(2 / 15)
