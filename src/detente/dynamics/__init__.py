"""Bargaining while fighting: what a move does, whether a deal comes, whether it would last."""

from detente.dynamics.build import GameOptions, crisis_game
from detente.dynamics.domain import DomainError
from detente.dynamics.events import Event, RangedEvent, filter_types, particle_filter
from detente.dynamics.from_case import crisis_inputs, packages_of
from detente.dynamics.game.complete import CompleteResult, solve_complete
from detente.dynamics.game.forward import Course, follow
from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.spec import CrisisGame
from detente.dynamics.inputs import CrisisInputs
from detente.dynamics.ledger import Step, ledger
from detente.dynamics.mechanisms.alternating_offers import alternating_offers
from detente.dynamics.mechanisms.attrition import attrition
from detente.dynamics.mechanisms.backers import backed_range, mediator_credibility, supply_decision
from detente.dynamics.mechanisms.bargaining_range import bargaining_range
from detente.dynamics.mechanisms.collaboration import collaboration_threshold, regime_threshold
from detente.dynamics.mechanisms.commitment import breakdown, commitment_threshold, destroyed_share, first_strike
from detente.dynamics.mechanisms.concession import concession_reading
from detente.dynamics.mechanisms.contests import fronts, refocus
from detente.dynamics.mechanisms.deferral import deferral
from detente.dynamics.mechanisms.durability import deal_survival
from detente.dynamics.mechanisms.fight_while_bargaining import fight_while_bargaining
from detente.dynamics.mechanisms.guarantees import minimal_guarantee
from detente.dynamics.mechanisms.lanchester import lanchester
from detente.dynamics.mechanisms.leader import leader_reservation
from detente.dynamics.mechanisms.learning import learn_from_battles, settlement_battle, settlement_distribution
from detente.dynamics.mechanisms.linkage import linkage
from detente.dynamics.mechanisms.logistic_screening import logistic_screening
from detente.dynamics.mechanisms.preconditions import precondition
from detente.dynamics.mechanisms.random_walk import war_random_walk
from detente.dynamics.mechanisms.ratification import ratification
from detente.dynamics.mechanisms.reputation import reputation
from detente.dynamics.mechanisms.ripeness import ripeness
from detente.dynamics.mechanisms.screening import power_screening, screening_offer, two_type_screening
from detente.dynamics.mechanisms.sealed_offers import common_split, sealed_offers
from detente.dynamics.mechanisms.self_enforcing import fighting_until_peace, power_jump, slices
from detente.dynamics.mechanisms.side_deals import hidden_side_deal
from detente.dynamics.mechanisms.skimming import skimming
from detente.dynamics.mechanisms.threats import grim_trigger, threat
from detente.dynamics.mechanisms.trust import reassurance_window, spoiler_attack, trust_threshold
from detente.dynamics.reference_class import agreements_lasting, reference_class
from detente.dynamics.result import DynamicsResult, MoveReport, Spread
from detente.dynamics.signals import flip_map, read_move
from detente.dynamics.threshold import Threshold
from detente.dynamics.thresholds import thresholds_of

__all__ = [
    "CompleteResult",
    "Course",
    "CrisisGame",
    "CrisisInputs",
    "DomainError",
    "DynamicsResult",
    "Event",
    "GameOptions",
    "MoveReport",
    "RangedEvent",
    "Solution",
    "Spread",
    "Step",
    "Threshold",
    "agreements_lasting",
    "alternating_offers",
    "attrition",
    "backed_range",
    "bargaining_range",
    "breakdown",
    "collaboration_threshold",
    "commitment_threshold",
    "common_split",
    "concession_reading",
    "crisis_game",
    "crisis_inputs",
    "deal_survival",
    "deferral",
    "destroyed_share",
    "fight_while_bargaining",
    "fighting_until_peace",
    "filter_types",
    "first_strike",
    "flip_map",
    "follow",
    "fronts",
    "grim_trigger",
    "hidden_side_deal",
    "lanchester",
    "leader_reservation",
    "learn_from_battles",
    "ledger",
    "linkage",
    "logistic_screening",
    "mediator_credibility",
    "minimal_guarantee",
    "packages_of",
    "particle_filter",
    "power_jump",
    "power_screening",
    "precondition",
    "ratification",
    "read_move",
    "reassurance_window",
    "reference_class",
    "refocus",
    "regime_threshold",
    "reputation",
    "ripeness",
    "screening_offer",
    "sealed_offers",
    "settlement_battle",
    "settlement_distribution",
    "skimming",
    "slices",
    "solve",
    "solve_complete",
    "spoiler_attack",
    "supply_decision",
    "threat",
    "thresholds_of",
    "trust_threshold",
    "two_type_screening",
    "war_random_walk",
]
