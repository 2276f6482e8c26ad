"""What could be divided if the principals pay each other?"""

from __future__ import annotations

from collections.abc import Mapping

from detente.deals.beyond import Beyond
from detente.deals.payments import Division, PaymentGame
from detente.findings.finding import Analysis, Finding
from detente.findings.signing import package_words
from detente.findings.words import Words, listed, upper

_NAMES = {
    "nash": "Equal gains (Nash)",
    "equal_points": "Equal gains in points of package value",
    "shapley": "Shapley value (what each adds, on average over all orders)",
    "least_core": "Least core (the coalition treated worst is treated as well as can be)",
}


def payments(analysis: Analysis) -> Finding | None:
    """Say how much there is to divide, and whether a division is safe from all coalitions."""
    found = analysis.beyond.payments
    if not analysis.beyond.can_pay:
        return None
    terms = analysis.case.side_payments
    return Finding(
        "payments", payment_sentences(analysis.words, analysis.beyond)[0],
        do="Ask what could be paid with: money, time, or something on another table.",
        watch="Whether payments that are promised for later can still be taken back.",
        ask="How much would each side pay for one point, and who says so?",
        uncertainty="Exact for the point values and these rates." if found is None or not found.gap else (
            f"A larger sum could be {100 * found.gap:.2g} % higher."
        ),
        details=tuple(payment_sentences(analysis.words, analysis.beyond)[1:]),
        statements=tuple(terms.because) if terms is not None else (),
    )  # fmt: skip


def payment_sentences(words: Words, beyond: Beyond) -> list[str]:
    """Return the largest sum, the divisions and the core as sentences."""
    found = beyond.payments
    if found is None:
        return ["Given these inputs, payments make no package possible that leaves all better off than no deal."]
    bound = "" if found.most is None else f", where nobody pays more than {found.most:g}"
    sentences = [
        f"With payments{bound} there is a gain of {found.total:.1f} to divide: {package_words(words, found.package)}."
    ]
    sentences += [_division(words, name, division) for name, division in found.divisions.items()]
    sentences += _core(found)
    if found.note:
        sentences.append(f"{upper(found.note)}.")
    return sentences


def _division(words: Words, name: str, division: Division) -> str:
    gains = listed([f"{words.party(p)} {gain:.1f}" for p, gain in division.gains.items()])
    safe = {
        None: "",
        True: "; no coalition could get more on its own",
        False: "; a coalition could get more on its own",
    }
    return f"{_NAMES[name]}: gains of {gains}; {_paid(words, division.payments)}{safe[division.in_core]}."


def _paid(words: Words, payments: Mapping[str, float]) -> str:
    paying = [f"{words.party(p)} pays {-v:.1f}" for p, v in payments.items() if v < -0.05]
    getting = [f"{words.party(p)} receives {v:.1f}" for p, v in payments.items() if v > 0.05]
    return listed([*paying, *getting]) or "nobody pays"


def _core(found: PaymentGame) -> list[str]:
    if found.core_is_empty is None or found.epsilon is None:
        return []
    if found.core_is_empty:
        return [
            f"The core is empty: whatever the division, some coalition could get at least {found.epsilon:.2g} more on its own."
        ]
    return ["The core is not empty: there are divisions that no coalition could better on its own."]
