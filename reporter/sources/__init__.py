"""Floor 4: rosters and surveys in, as tables with every row's place."""

from reporter.sources.earlier import latest, read_earlier, surveys
from reporter.sources.people import read_aliases, read_people
from reporter.sources.roster import read_roster
from reporter.sources.survey import read_survey
from reporter.sources.waivers import read_waivers
from reporter.sources.whereabouts import Places

__all__ = [
    "Places",
    "latest",
    "read_aliases",
    "read_earlier",
    "read_people",
    "read_roster",
    "read_survey",
    "read_waivers",
    "surveys",
]
