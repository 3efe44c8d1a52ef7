"""What opinions rest on: rules, the statute library, and the archive that can be searched."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from hefa.archive import open_store
from hefa.choices import check_category, check_rank
from hefa.errors import HefaError
from hefa.model.rule import Rule
from hefa.service.api.acting import PREFIX, Anyone, AtDesk, refusals
from hefa.service.errors import Unknown
from hefa.service.settings import Settings
from hefa.statutes import StatuteLibrary, parse_reference

router = APIRouter(prefix=PREFIX, tags=["规则、法规、存档"])
Words = Annotated[str, Query(min_length=1, max_length=200)]
Day = Annotated[datetime.date | None, Query()]


class RuleRow(BaseModel):
    """A rule in a list."""

    id: str
    name: str
    category: str
    severity: str
    confidence: str
    status: str


class StatuteRow(BaseModel):
    """One version of a statute."""

    title: str
    promulgated: datetime.date | None
    effective: datetime.date | None


class ArticleRow(BaseModel):
    """An article of a version, as it stands in the library; ``label`` is its number as printed."""

    title: str
    promulgated: datetime.date | None
    label: str
    text: str


class Hits(BaseModel):
    """Clauses of the archive that have the words; ``more`` where there are others."""

    hits: list[dict[str, Any]]
    more: bool


@router.get("/rules", responses=refusals(), summary="列出规则")
def list_rules(
    _account: Anyone, desk: AtDesk, category: Annotated[str | None, Query(max_length=40)] = None
) -> list[RuleRow]:
    """List the rules in use."""
    rules = (rule for rule in desk.rules if category is None or rule.category == category)
    return [
        RuleRow.model_validate({name: getattr(rule, name) for name in RuleRow.model_fields}) for rule in rules
    ]


@router.get("/rules/{rule}", responses=refusals(404), summary="一条规则")
def show_rule(_account: Anyone, desk: AtDesk, rule: str) -> Rule:
    """Show a rule in full."""
    for one in desk.rules:
        if one.id == rule:
            return one
    raise Unknown("规则", "没有这条规则", "编号见 /api/v1/rules")


@router.get("/statutes", responses=refusals(404), summary="列出法规")
def list_statutes(
    _account: Anyone, desk: AtDesk, name: Annotated[str, Query(max_length=200)] = ""
) -> list[StatuteRow]:
    """List the versions of statutes whose names hold the words."""
    with _library(desk.settings) as library:
        return [
            StatuteRow(title=one.title, promulgated=one.promulgated, effective=one.effective)
            for one in library.versions()
            if name in one.title
        ]


@router.get("/statutes/article", responses=refusals(404), summary="一条法规")
def show_article(_account: Anyone, desk: AtDesk, law: Words, article: Words, as_of: Day = None) -> ArticleRow:
    """Show an article of the latest version, or of the one in force on a day."""
    with _library(desk.settings) as library:
        reference = parse_reference(article)
        statute = library.dated(law, as_of)
        found = library.article(statute, reference)
        if found is None:
            raise Unknown(f"《{statute.title}》", "没有这一条", "检查条号和日期")
        return ArticleRow(
            title=statute.title, promulgated=statute.promulgated, label=found.label, text=found.text
        )


@router.get("/statutes/search", responses=refusals(404), summary="检索法规")
def search_statutes(
    _account: Anyone,
    desk: AtDesk,
    words: Annotated[str, Query(min_length=3, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> list[ArticleRow]:
    """Return articles that hold the words."""
    with _library(desk.settings) as library:
        return [
            ArticleRow(
                title=hit.statute.title,
                promulgated=hit.statute.promulgated,
                label=hit.article.label,
                text=hit.article.text,
            )
            for hit in library.search(words, limit)
        ]


@router.get("/search", responses=refusals(404), summary="检索存档")
def search_archive(  # noqa: PLR0917 - FastAPI passes them by name
    _account: Anyone,
    desk: AtDesk,
    words: Words,
    issuer: Annotated[str | None, Query(max_length=200)] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    status: Annotated[str | None, Query(max_length=20)] = None,
    category: Annotated[str | None, Query(max_length=40)] = None,
    rank: Annotated[str | None, Query(max_length=40)] = None,
    as_of: Day = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Hits:
    """Return clauses of the archive that have all the words."""
    from hefa.archive.search import Filters, search  # noqa: PLC0415

    if desk.settings.store is None:
        raise Unknown("存档", "服务没有存档", "启动时加上 --store 存档")
    filters = Filters(issuer, year, status, check_category(category), check_rank(rank))
    with open_store(desk.settings.store) as store:
        hits, more = search(store, words, as_of or datetime.date.today(), filters, limit)
    return Hits(hits=[{name: getattr(hit, name) for name in hit.__slots__} for hit in hits], more=more)


@contextmanager
def _library(settings: Settings) -> Iterator[StatuteLibrary]:
    if settings.statutes is None:
        raise Unknown("法规库", "服务没有法规库", "启动时加上 --library 文件")
    try:
        with StatuteLibrary(settings.statutes) as library:
            yield library
    except HefaError as error:
        raise Unknown(error.where, error.problem, error.remedy) from error
