"""The named rules, by name: the name of the function with hyphens, its text the function's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping

from nolimits.checks import identities, layout, rules, spans, successions, vintages
from nolimits.checks.problem import Finding
from nolimits.checks.reading import Table

Rule = Callable[[Mapping[str, Table]], Iterator[Finding]]

_IN_ORDER: tuple[Rule, ...] = (
    layout.rows_are_sorted,
    rules.cells_are_trimmed,
    rules.no_cell_is_a_formula,
    rules.addresses_are_of_the_web,
    rules.qualifier_fits_its_cells,
    rules.bounds_are_those_of_their_notes,
    rules.low_is_not_above_high,
    rules.bounds_run_upwards,
    layout.figures_keep_their_last_place,
    rules.figures_lie_within_bounds,
    rules.stated_sizes_lie_within_bounds,
    rules.what_is_whole_has_no_halves,
    rules.days_run_forwards,
    rules.nothing_is_known_before_it_happens,
    rules.known_day_is_the_sources_day,
    rules.sources_name_their_day,
    rules.keys_name_their_kind,
    rules.cells_come_together,
    rules.cells_stand_where_they_belong,
    rules.one_body_has_one_name,
    rules.long_periods_say_what_they_are,
    rules.claims_use_the_indicators_unit,
    rules.footnotes_exist,
    rules.forms_of_terms_are_of_one,
    rules.counterparts_run_both_ways,
    rules.corrections_still_hold,
    successions.superseded_measures_exist,
    successions.parts_are_of_a_whole,
    successions.an_earlier_day_is_earlier,
    successions.a_reprint_names_an_original,
    successions.statements_end_by_their_paper_or_words,
    identities.wholes_are_made_of_their_parts,
    identities.month_is_difference_of_year_to_dates,
    identities.stated_growth_is_recomputed_growth,
    spans.no_part_is_above_its_whole,
    spans.sums_since_january_rise,
    vintages.takes_of_one_period_agree,
    vintages.rates_stand_beside_levels_of_their_vintage,
)

RULES: Mapping[str, Rule] = {rule.__name__.replace("_", "-"): rule for rule in _IN_ORDER}


def rule_text(name: str) -> str:
    """What a rule demands, in one paragraph and, where there is more to say, a second."""
    return inspect.getdoc(RULES[name]) or ""
