"""Who a roster row is about: the further addresses of the same person, and the name to print."""

from __future__ import annotations

import polars as pl

from reporter.sources import placeholders

_SEPARATORS = r"[;,\s]+|\+(?:[Ss][Mm][Tt][Pp]:)"  # the Microsoft 365 admin centre joins proxy addresses with plus signs
_PREFIXED = r"^[Ss][Mm][Tt][Pp]:"  # an entry of proxyAddresses


def aliases(texts: pl.Series, sign_in: pl.Series, address: pl.Series, usable: pl.Series) -> pl.Series:
    """Return each person's further addresses, each once, in their order; never null.

    Args:
        texts: The cells of the alias columns: what holds an at sign between separators is an address.
        sign_in: The name people sign in with, which is what Microsoft Forms says of who answered.
        address: The cell of the address column. Two addresses in it are both the person's, as far as matching goes;
            which of them mail should go to is not for us to say.
        usable: Whether it is exactly one mailbox.
    """
    other_name = pl.when(pl.col("sign_in") != pl.col("address")).then("sign_in")
    unusable = pl.when(~pl.col("usable")).then("address")
    both = pl.DataFrame({"texts": texts, "sign_in": sign_in, "address": address, "usable": usable}).select(
        pl.concat_str("texts", other_name, unusable, separator=";", ignore_nulls=True).alias("t")
    )
    different = both["t"].unique(maintain_order=True)
    split = (
        different.to_frame("t")
        .with_columns(pl.col("t").str.replace_all(_SEPARATORS, ";").str.split(";").alias("a"))
        .with_columns(pl.col("a").list.eval(pl.element().str.replace(_PREFIXED, "").str.strip_chars("<>()\"'")))
        .with_columns(
            pl.col("a").list.eval(
                pl.element().filter(pl.element().str.contains("@", literal=True) & ~pl.element().str.contains(":"))
            )
        )
        .with_columns(pl.col("a").list.unique(maintain_order=True))
    )
    split = _of_somebody(split)
    return both.join(split, on="t", how="left", maintain_order="left")["a"]


def _of_somebody(split: pl.DataFrame) -> pl.DataFrame:
    """Return the lists without addresses that say that there is none."""
    each = split["a"].explode().drop_nulls().unique()
    none = each.filter(placeholders.no_mailbox(each.to_frame("a"), "a").fill_null(value=False))
    if none.is_empty():
        return split
    return split.with_columns(pl.col("a").list.eval(pl.element().filter(~pl.element().is_in(none.to_list()))))


def name(whole: pl.Series, given: pl.Series, family: pl.Series) -> pl.Series:
    """Return people's names: first and last name together, else as one column states them.

    `Name` beside `Vorname` is the last name: it goes behind the first where it does not hold it already.
    """
    parts = pl.DataFrame({"whole": whole, "given": given, "family": family})
    held = pl.col("whole").str.to_lowercase().str.contains(pl.col("given").str.to_lowercase(), literal=True)
    return parts.select(
        pl.when(pl.col("given").is_not_null() & pl.col("family").is_not_null())
        .then(pl.concat_str("given", "family", separator=" "))
        .when(pl.col("family").is_null() & ~held)
        .then(pl.concat_str("given", "whole", separator=" "))
        .otherwise(pl.coalesce("whole", "given", "family"))
        .alias("name")
    )["name"]
