"""Who an unmatched row may have meant: suggested to HR, never applied (DESIGN §6, Match).

Addresses are spelt alike if both their halves are near, and so are they as a whole: among colleagues the second half is
the same, and says nothing. Who is near is looked for in two steps.

1. A slip of one letter in the first half: one too many, missing, exchanged, or two that changed places. Two texts are
   that near if they are equal once each has lost a letter or none. That is a join: it costs a pass over the roster for
   each letter of the longest first half, at most 64, however many addresses are unmatched.
2. For the rest, whoever begins alike is compared. That costs the number of pairs, of which at most `COMPARED` are, the
   addresses with the fewest first: 3,000 addresses in a roster of 10,000 in which all begin alike, 300 in a roster of a
   million people with names.

An address that is left out of either, beyond `LOOKED_FOR` of the first and `COMPARED` of the second, is given back as
unsought, so that the rejects can say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl
from rapidfuzz import fuzz, process

LOOKED_FOR = 20_000
"""For how many unmatched addresses slips of one letter are looked for."""
COMPARED = 30_000_000
"""How many pairs are compared: one to three seconds."""

_NEAR = 85
_NEAR_HALF = 75
_NEAREST = 10
_COMMON = 100  # so many cannot be told from each other by what they share
_A_GROUP = 4_000  # what it costs to look for those with one beginning and second half at all, in pairs
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255
_ADDRESS = r"""[^@\s,;:<>()\[\]"']+@[^@\s,;:<>()\[\]"']+[^@\s,;:<>()\[\]"'.]"""


@dataclass(frozen=True, slots=True)
class Near:
    """What was found for unmatched addresses."""

    found: dict[str, str] = field(default_factory=dict)
    """Address → a near one on the roster."""
    unsought: frozenset[str] = frozenset()
    """Addresses near which nothing was found, nor looked for to the end."""


def by_id(unmatched: pl.Series, people: pl.DataFrame) -> dict[str, str]:
    """Return id → the one id on the roster that differs from it in white space, dashes or leading zeros only.

    Args:
        unmatched: Ids as they are compared (`id_key`); null: none.
        people: Everybody on the roster, with `employee_id` and `id_key`.
    """
    different = unmatched.drop_nulls().unique()
    if different.is_empty():
        return {}
    once = (
        people.select("employee_id", loose=_loose("id_key"))
        .drop_nulls()
        .filter(pl.col("loose") != "", pl.col("loose").is_unique())
    )
    wanted = different.to_frame("key").with_columns(loose=_loose("key"))
    return dict(wanted.join(once, on="loose").sort("key").select("key", "employee_id").iter_rows())


def by_address(unmatched: pl.Series, people: pl.DataFrame) -> Near:
    """Return near addresses on the roster: one that the cell holds among others, else one that is spelt alike.

    Args:
        unmatched: Addresses as they are compared (`address_key`); null: none.
        people: Everybody on the roster, with `address_key`.
    """
    wanted = unmatched.drop_nulls().unique().to_frame("key").sort("key")
    if wanted.is_empty():
        return Near()
    known = people.select(key="address_key").drop_nulls().unique().sort("key")
    found = dict(_held(wanted, known).iter_rows())
    wanted, known = _halved(_without(wanted, found)), _halved(known)
    found |= _a_letter_away(wanted.head(LOOKED_FOR), known)
    wanted = _by_cost(_without(wanted, found), known)
    sought = wanted.filter(pl.col("cost").cum_sum() <= COMPARED)
    found |= _begun_alike(sought, known)
    return Near(found=found, unsought=frozenset(wanted["key"]).difference(sought["key"]))


def _held(wanted: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return `key` and `held`: the first address in it that is on the roster."""
    return (
        wanted.select("key", held=pl.col("key").str.extract_all(_ADDRESS))
        .explode("held")
        .join(known, left_on="held", right_on="key", how="semi", maintain_order="left")
        .unique("key", keep="first", maintain_order=True)
    )


def _halved(addresses: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses that can be compared, with their `local` and `domain` half and `first` character."""
    halves = pl.col("key").str.splitn("@", 2).struct
    return (
        addresses.with_columns(local=halves.field("field_0"), domain=halves.field("field_1").fill_null(""))
        .filter(
            pl.col("local").str.len_chars().is_between(1, _LONGEST_LOCAL),
            pl.col("domain").str.len_chars() <= _LONGEST_DOMAIN,
        )
        .with_columns(first=pl.col("local").str.head(1))
    )


def _without(addresses: pl.DataFrame, found: dict[str, str]) -> pl.DataFrame:
    return addresses.filter(~pl.col("key").is_in(list(found)))


def _a_letter_away(wanted: pl.DataFrame, known: pl.DataFrame) -> dict[str, str]:
    less = pl.concat(_less_a_letter(wanted))
    texts = less.select("text").unique()
    near = pl.concat(some.join(texts, on="text", how="semi") for some in _less_a_letter(known))
    near = near.filter(pl.len().over("text") <= _COMMON)
    pairs = less.join(near, on="text", suffix="_near").unique(["key", "key_near"]).sort("key", "key_near")
    domains = pairs.select("domain", "domain_near").unique()
    domains = domains.filter(
        pl.Series([fuzz.ratio(*two) >= _NEAR_HALF for two in domains.iter_rows()], dtype=pl.Boolean)
    )
    groups = pairs.join(domains, on=["domain", "domain_near"], how="semi", maintain_order="left").group_by(
        "key", "local"
    )
    nearest = {
        key: _nearest(key, local, keys, locals_)
        for key, local, keys, locals_ in groups.agg("key_near", "local_near").iter_rows()
    }
    return {key: one for key, one in nearest.items() if one}


def _less_a_letter(addresses: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the addresses with `text`: their first half, then that without one letter, for each of its letters."""
    addresses = addresses.drop("first").with_columns(text="local")
    yield addresses
    length = pl.col("local").str.len_chars()
    for at in range(addresses.select(length.max()).item() or 0):
        addresses = addresses.filter(length > at)
        yield addresses.with_columns(text=pl.col("local").str.head(at) + pl.col("local").str.slice(at + 1))


def _by_cost(wanted: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses that begin like one on the roster, with `cost`: in pairs, the fewest first."""
    begun = known.group_by("first").agg(pairs=pl.len().cast(pl.Int64))
    opens = pl.struct("first", "domain").is_first_distinct()
    opening = _A_GROUP + known["domain"].n_unique()
    return (
        wanted.join(begun, on="first")
        .sort("pairs", "key")
        .with_columns(cost=pl.col("pairs") + pl.when(opens).then(opening).otherwise(0))
    )


def _begun_alike(wanted: pl.DataFrame, known: pl.DataFrame) -> dict[str, str]:
    """Return address → the nearest one on the roster with the same first character."""
    found = {}
    domains = known["domain"].unique().sort().to_list()
    blocks = known.join(wanted, on="first", how="semi", maintain_order="left").partition_by("first", as_dict=True)
    for (domain,), of_domain in wanted.group_by("domain"):
        near = process.extract(domain, domains, scorer=fuzz.ratio, score_cutoff=_NEAR_HALF, limit=None)
        among = pl.col("domain").is_in([name for name, _, _ in near])
        for first, some in of_domain.group_by("first"):
            block = blocks[first].filter(among)
            keys, locals_ = block["key"].to_list(), block["local"].to_list()
            for key, local in some.select("key", "local").iter_rows():
                if one := _nearest(key, local, keys, locals_):
                    found[key] = one
    return found


def _nearest(key: str, local: str, keys: Sequence[str], locals_: Sequence[str]) -> str | None:
    """Return the nearest of some addresses, whose first halves are `locals_`; of equally near ones the first."""
    alike = process.extract(local, locals_, scorer=fuzz.ratio, score_cutoff=_NEAR_HALF, limit=_NEAREST)
    best = process.extractOne(key, [keys[i] for _, _, i in alike], scorer=fuzz.ratio, score_cutoff=_NEAR)
    return best[0] if best else None


def _loose(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[\s._/-]", "").str.strip_chars_start("0")
