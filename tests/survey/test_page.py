"""The page as text; how it behaves is in tests/cli/test_survey_page.py, in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser

from reporter import survey
from reporter.model.policy import Answer, Control, PolicySet, Question
from reporter.model.vocabulary import Outcome, Reason
from reporter.survey import page

Make = Callable[..., survey.Stationery]


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def text_of(it: survey.Stationery) -> str:
    return page.render(it).decode("utf-8")


def test_it_may_run_one_script_and_reach_nobody(make_stationery: Make) -> None:
    text = text_of(make_stationery())
    outline = Outline(text)
    [csp] = [m["content"] or "" for m in outline.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert csp.startswith("default-src 'none'; ")
    assert "unsafe" not in csp
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for [inline] in (script, style):
        assert base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode() in csp
    attributes = [(name, value) for _, tag in outline.tags for name, value in tag.items()]
    assert [name for name, _ in attributes if name.startswith("on") or name == "style"] == []
    assert [
        value for name, value in attributes if name in {"src", "href", "action"} and not str(value).startswith("#")
    ] == []
    assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon|localStorage|indexedDB|cookie|innerHTML", script[0])


def test_each_question_is_a_group_with_a_legend_and_labelled_answers(make_stationery: Make) -> None:
    it = make_stationery()
    text = text_of(it)
    outline = Outline(text)
    assert [f["data-question"] for f in outline.all("fieldset") if "data-question" in f] == [
        i.id for i in it.survey.items
    ]
    radios = [tag for tag in outline.all("input") if tag["type"] == "radio"]
    assert [tag["value"] for tag in radios] == [offer for item in it.survey.items for offer in item.offers]
    assert len({tag["name"] for tag in radios}) == len(it.survey.items)
    assert text.count("<label>") == len(radios)
    assert text.count("<legend>") == len(it.survey.items) + 1
    assert {tag["type"] for tag in outline.all("input")} == {"radio", "text", "email"}  # id and address; no free text
    assert not outline.all("textarea")
    assert outline.all("html") == [{"lang": "en"}]


def test_a_policys_text_is_text(
    make_stationery: Make, make_policies: Callable[..., PolicySet], make_control: Callable[..., Control]
) -> None:
    evil = "</script><img src=x onerror=alert(1)> \"'&"
    question = Question(text=evil, answers=(Answer(text=evil, outcome=Outcome.SATISFIED, reason=Reason.ANSWERED),))
    it = make_stationery(
        make_policies(make_control(service=None, question=question)), stated={"organisation.contact": evil}
    )
    text = text_of(it)
    outline = Outline(text)
    assert not outline.all("img")
    assert [t["value"] for t in outline.all("input") if t["type"] == "radio"] == [evil]
    assert len(re.findall("</script>", text)) == 2


def test_what_is_not_translated_is_marked_with_its_language(
    make_stationery: Make, make_policies: Callable[..., PolicySet], make_control: Callable[..., Control]
) -> None:
    text = text_of(make_stationery(make_policies(make_control(service=None, language="fr"))))
    assert '<fieldset data-question="LI-01" lang="fr">' in text
    assert '<span class="quiet" lang="en">(not yet translated)</span>' in text


def test_the_right_to_object_is_seen_without_opening_the_notice(make_stationery: Make) -> None:
    text = text_of(make_stationery())
    assert text.index("You may object at any time") < text.index('<details class="notice">')
    assert "is switched off here" in text.partition("<noscript>")[2].partition("</noscript>")[0]


def test_the_same_survey_gives_the_same_bytes(make_stationery: Make) -> None:
    assert page.render(make_stationery()) == page.render(make_stationery())
