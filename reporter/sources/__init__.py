"""Floor 4: rosters and surveys in, as tables with every row's place."""

from reporter.sources.people import read_aliases, read_people
from reporter.sources.roster import read_roster
from reporter.sources.survey import read_survey
from reporter.sources.waivers import read_waivers

__all__ = ["read_aliases", "read_people", "read_roster", "read_survey", "read_waivers"]
