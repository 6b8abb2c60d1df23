"""All the shop's tables: importing this makes the picture of the books complete."""

from kruidenier.shop.goods import (
    catalogue,
    counts,
    day_tasks,
    deeds,
    groups,
    markdowns,
    places,
    recalls,
    search,
    shelf_labels,
    stock,
)
from kruidenier.shop.office import copies, journal, once, papers, place, settings, staff
from kruidenier.shop.people import budgets, files, households, mapping, needs, quotas, rights, strangers
from kruidenier.shop.supply import (
    agreements,
    awards,
    deliveries,
    gift_summaries,
    issued_reports,
    label_schemes,
    label_signing,
    note_corrections,
    note_signatures,
    suppliers,
)
from kruidenier.shop.till import baskets, cash, sales
from kruidenier.store.base import Base

ROOMS = (
    place,
    staff,
    journal,
    settings,
    once,
    papers,
    copies,
    groups,
    catalogue,
    search,
    places,
    stock,
    deeds,
    counts,
    recalls,
    markdowns,
    shelf_labels,
    day_tasks,
    suppliers,
    deliveries,
    note_signatures,
    note_corrections,
    gift_summaries,
    agreements,
    label_schemes,
    label_signing,
    awards,
    issued_reports,
    households,
    needs,
    files,
    strangers,
    mapping,
    rights,
    budgets,
    quotas,
    baskets,
    cash,
    sales,
)
BOOKS = Base.metadata
