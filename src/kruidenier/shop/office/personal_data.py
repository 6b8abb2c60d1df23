"""The register of personal data: of each column of the books, whether it says something of a person, and on what terms.

A column that stands on neither list fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kruidenier.i18n import N_


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of some people, and on what terms."""

    person: str
    purpose: str
    ground: str
    term: str
    roles: str
    told: str
    """What is kept, as one says it to them."""
    columns: Mapping[str, Mapping[str, str]]
    """By table and column, what it says."""
    least: Mapping[str, str] = field(default_factory=dict)
    """By table and column, as `table.column`, who is shown it at least, or nobody; the others staff is shown."""


WHO, WHEN, WHY = N_("who wrote it"), N_("when it was written"), N_("reason")
FROM, UNTIL = N_("from"), N_("until")
KEY = N_("random key")
HOUSEHOLDS = N_("people of the households that shop here")
TEAM = N_("people who work here")
SUPPLIERS = N_("people who work for suppliers")
PUBLIC_TASK = N_("a task of public interest: social aid")
LAW = N_("the law: books, food safety and European funds")
AGREED = N_("what was agreed with their organisation")
FILE_TERM = N_("until {household_months} months after the last right; at once when the household asks")
BOOKS_TERM = N_("as long as the law asks for the books")
BY_STAFF = N_("staff and managers")

READERS = ("volunteer", "learned", "staff", "manager")
"""Who looks: everybody who works here, those who learned the work that it is about, staff, managers."""
REGISTER: tuple[Kept, ...] = (
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("know a household again, speak its language, and write to it"),
        ground=PUBLIC_TASK,
        term=FILE_TERM,
        roles=N_(
            "staff and managers, a protected address managers only; the till sees the card, and the name for five"
            " seconds by a key that is noted"
        ),
        told=N_("name, card, language and address, who sent them, and whom they were told apart from"),
        columns={
            "household": {
                "id": KEY,
                "lang": N_("language"),
                "registered_at": N_("registered"),
                "archived_at": N_("merged on"),
                "merged_into": KEY,
            },
            "household_card": {
                "folded": N_("card"),
                "card": N_("card"),
                "household_id": KEY,
                "issued_at": N_("given out"),
                "blocked_at": N_("replaced"),
            },
            "household_file": {
                "household_id": KEY,
                "display_name": N_("name"),
                "referred_by": N_("referred by"),
                "referrer_contact": N_("contact there"),
                "referred_on": N_("day of the referral"),
                "informed_on": N_("day of the notice"),
                "address": N_("address"),
                "address_protected": N_("protected address"),
                "note": N_("remark"),
            },
            "not_duplicate": {"first_id": KEY, "second_id": KEY, "by": WHO, "said_at": WHEN},
            "erasure": {"household_id": KEY, "erased_at": N_("erased")},
        },
        least={
            "household_card.card": "volunteer",
            "household_file.display_name": "volunteer",
            "household_file.address": "manager",
            "not_duplicate.by": "manager",
        },
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("a budget and portions by the size of the household, and help where it is needed"),
        ground=PUBLIC_TASK,
        term=FILE_TERM,
        roles=N_("staff and managers; the till sees only how many they are, and what help they need"),
        told=N_(
            "years of birth, for small children the month, gender where it is known, and what they need when they come"
        ),
        columns={
            "member": {
                "id": KEY,
                "household_id": KEY,
                "birth_year": N_("year of birth"),
                "birth_month": N_("month of birth"),
                "gender": N_("gender"),
                "joined_on": FROM,
                "left_on": UNTIL,
            },
            "headcount": {
                "id": KEY,
                "household_id": KEY,
                "valid_from": FROM,
                "adults": N_("adults"),
                "children": N_("children"),
            },
            "household_need": {"household_id": KEY, "need": N_("need")},
        },
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("remember what was agreed, and who may come for them"),
        ground=PUBLIC_TASK,
        term=N_("until {note_days} days after their last day; at once when the household asks"),
        roles=BY_STAFF,
        told=N_("remarks for colleagues, and the names of those who may come in their place"),
        columns={
            "household_note": {
                "id": KEY,
                "household_id": KEY,
                "words": N_("remark"),
                "until": UNTIL,
                "by": WHO,
                "written_at": WHEN,
            },
            "substitute": {"id": KEY, "household_id": KEY, "name": N_("name"), "until": UNTIL},
        },
        least={"household_note.by": "manager"},
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("a number in the queue, and limits that are the same for the first and the last"),
        ground=PUBLIC_TASK,
        term=N_("which household it was until {note_days} days after that day; then only numbers are left"),
        roles=N_("the desk and the till of that day see a number"),
        told=N_("on which days they came, and with how many they were"),
        columns={
            "arrival_household": {"arrival_id": KEY, "household_id": KEY, "happened_on": N_("day")},
            "arrival": {"adults": N_("adults"), "children": N_("children")},
        },
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("who may shop, from when until when, and who decided it"),
        ground=PUBLIC_TASK,
        term=FILE_TERM,
        roles=N_("staff and managers; the till sees whether it holds, and until when"),
        told=N_("each right, pause and block: from when until when, why, which document was seen, and who wrote it"),
        columns={
            "household_right": {
                "id": KEY,
                "household_id": KEY,
                "kind": N_("kind"),
                "valid_from": FROM,
                "valid_until": UNTIL,
                "renewals": N_("renewals"),
                "way": N_("what led to it"),
                "reason": WHY,
                "proof": N_("document that was seen"),
                "overruled": N_("rules set aside"),
                "rule_version": N_("version of the rules"),
                "granted_by": WHO,
                "granted_at": WHEN,
            },
            "household_hold": {
                "id": KEY,
                "household_id": KEY,
                "kind": N_("kind"),
                "valid_from": FROM,
                "valid_until": UNTIL,
                "lifted_on": N_("lifted"),
                "reason": WHY,
                "put_by": WHO,
                "put_at": WHEN,
            },
        },
        least={"household_hold.put_by": "manager"},
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("keep to the budget, take goods back, and call unsafe goods back"),
        ground=PUBLIC_TASK,
        term=N_("until {link_days} days after the end of the year; then no sale leads to a household"),
        roles=N_("the till, to take goods back; managers, when a household asks what is kept of it"),
        told=N_("which sales were theirs, and how many they were"),
        columns={
            "pseudonym": {"code": KEY, "household_id": KEY, "year": N_("year"), "series": N_("number")},
            "basket": {"pseudonym": KEY, "shopper": N_("what the till shows while the basket is open")},
            "sale": {
                "pseudonym": KEY,
                "adults": N_("adults"),
                "children": N_("children"),
                "lang": N_("language"),
                "budget_left_cents": N_("what was left of the budget"),
            },
            "budget_entry": {"pseudonym": KEY},
            "quota_entry": {"pseudonym": KEY},
        },
    ),
    Kept(
        person=HOUSEHOLDS,
        purpose=N_("know who opened a file or changed it"),
        ground=PUBLIC_TASK,
        term=N_(
            "until {link_days} days after the end of the year; then the journal says that a file was opened, not whose"
        ),
        roles=BY_STAFF,
        told=N_("who opened their file or changed it, and when"),
        columns={"journal_household": {"code": KEY, "household_id": KEY, "happened_on": N_("day")}},
    ),
    Kept(
        person=TEAM,
        purpose=N_("sign in, and do only what one may and has learned"),
        ground=N_("the work agreed with them"),
        term=BOOKS_TERM,
        roles=N_("everybody sees names; managers see the rest; a PIN and a card are kept unreadable"),
        told=N_("name, role, what they learned, and a PIN and a card that nobody can read back"),
        columns={
            "staff": {
                "id": KEY,
                "code": N_("code"),
                "name": N_("name"),
                "role": N_("role"),
                "kind": N_("how they work here"),
                "skills": N_("what they learned"),
                "lang": N_("language"),
                "pin_hash": N_("PIN, unreadable"),
                "card_digest": N_("card, unreadable"),
                "wrong_tries": N_("wrong PINs"),
                "locked_until": N_("locked until"),
                "archived_at": N_("left"),
                "version": N_("number"),
            }
        },
        least={
            "staff.name": "volunteer",
            "staff.code": "volunteer",
            "staff.pin_hash": "nobody",
            "staff.card_digest": "nobody",
        },
    ),
    Kept(
        person=TEAM,
        purpose=N_("who did what, so that the books can be proved"),
        ground=LAW,
        term=BOOKS_TERM,
        roles=N_(
            "staff and managers; of counts, deliveries and deeds in the stock also who learned that work; everybody"
            " sees who opened the drawer"
        ),
        told=N_("the code of who did it, beside each deed"),
        columns={
            "arrival": {"by": WHO},
            "agreement": {"by": WHO, "shop_signed_by": N_("who signed for the shop")},
            "award": {"proposed_by": WHO},
            "basket": {"by": WHO},
            "book_copy": {"by": WHO},
            "column_mapping": {"by": WHO},
            "right_decision": {"granted_by": WHO},
            "count_entry": {"by": WHO},
            "deed": {"by": WHO},
            "delivery": {"by": WHO},
            "drawer": {"opened_by": WHO, "closed_by": WHO},
            "gift_summary": {"by": WHO},
            "issued_paper": {"by": WHO},
            "journal": {"by": WHO, "subject": N_("what it was about"), "details": N_("what changed, without names")},
            "markdown": {"by": WHO},
            "movement": {"by": WHO},
            "note_correction": {"by": WHO},
            "note_signature": {"by": WHO},
            "pick_up_note": {"by": WHO},
            "printed_label": {"by": WHO},
            "recall": {"opened_by": WHO, "closed_by": WHO},
            "sale": {"by": WHO},
            "day_limit": {"set_by": WHO},
            "setting": {"set_by": WHO},
            "stock_count": {"started_by": WHO, "accepted_by": WHO},
            "supplier_report": {"by": WHO},
            "temperature": {"by": WHO},
            "ticked_off": {"by": WHO},
        },
        least={
            "drawer.opened_by": "volunteer",
            "count_entry.by": "learned",
            "deed.by": "learned",
            "delivery.by": "learned",
            "movement.by": "learned",
            "stock_count.accepted_by": "learned",
            "stock_count.started_by": "learned",
            "temperature.by": "learned",
            "right_decision.granted_by": "manager",
            "setting.set_by": "manager",
            "agreement.by": "nobody",
            "arrival.by": "nobody",
            "award.proposed_by": "nobody",
            "basket.by": "nobody",
            "book_copy.by": "nobody",
            "column_mapping.by": "nobody",
            "day_limit.set_by": "nobody",
            "gift_summary.by": "nobody",
            "issued_paper.by": "nobody",
            "markdown.by": "nobody",
            "note_correction.by": "nobody",
            "note_signature.by": "nobody",
            "pick_up_note.by": "nobody",
            "printed_label.by": "nobody",
            "supplier_report.by": "nobody",
        },
    ),
    Kept(
        person=SUPPLIERS,
        purpose=N_("agree on gifts, and sign for them"),
        ground=AGREED,
        term=BOOKS_TERM,
        roles=BY_STAFF,
        told=N_("name, role, e-mail and telephone, and who signed"),
        columns={
            "supplier_contact": {
                "id": KEY,
                "supplier_id": KEY,
                "role": N_("role"),
                "name": N_("name"),
                "email": N_("e-mail"),
                "phone": N_("telephone"),
                "lang": N_("language"),
            },
            "note_signature": {"name": N_("name")},
            "issued_paper": {"figures": N_("papers as they were issued, with who signed")},
            "agreement": {"signed_by": N_("who signed for the supplier")},
            "award": {"signatories": N_("who signed")},
        },
    ),
)
NOT_PERSONAL: Mapping[str, str] = {
    "agreement": (
        "id number supplier_id covers renews_id state starts_on ends_on notice_days asks_own_list min_days "
        "on_holidays terms signed_on ended_on end_reason recorded_at version"
    ),
    "arrival": "id happened_on number state slot came_at changed_at",
    "arrival_promise": "arrival_id goods names by_weight amount had",
    "award": (
        "id number supplier_id scheme_id state assessed_on proposed_level figures proposed_at level decision "
        "decided_on reason heard_on publish issued_on valid_until signature renews_id withdrawn_on withdrawn_why "
        "version"
    ),
    "basket": "id till_id number grocery esf state opened_on opened_at changed_at",
    "basket_item": (
        "id basket_id line product_id code names group_code by_weight vat_rate lot_id origin fund date_mark date "
        "last_day known_by past_best_before count grams grams_each unit_price_cents list_price_cents purse "
        "rule_version named quota"
    ),
    "book_copy": "id made_at till_id file size second",
    "budget_entry": "id purse happened_on recorded_at cents document_id",
    "column_mapping": "name columns fixed saved_at",
    "count_entry": (
        "id count_id lot_id product_id date_mark date count grams book_count book_grams book_movement_id "
        "recorded_at replaced_by"
    ),
    "count_task": "id product_id raised_at settled_at",
    "deed": "id number till_id verb lots reason done_at undone_at undoes_id",
    "delivery": "id number kind supplier_id state arrived_at own_list crates_back gift_note happened_on recorded_at",
    "delivery_line": (
        "id delivery_id position group_code product_id origin crates count gross_grams tare_grams grams tenths "
        "date_mark date lot_code place_id unit_cost_cents reference_value_cents refused_reason struck_at lot_id"
    ),
    "drawer": (
        "id number till_id business_date opened_at float_cents coins counted_cents expected_cents closed_at reason"
    ),
    "food_group": "code shelf_life_group vat_rate",
    "food_group_name": "group_code lang name",
    "gift_summary": "id number supplier_id since until replaced_by recorded_at",
    "group_price": "id group_code sold_by valid_from price_cents set_at",
    "household": "version",
    "issued_paper": "id kind number schema issued_at",
    "journal": "id till_id seq at happened_on verb hash",
    "label_key": "id private public made_at",
    "label_scheme": "id code valid_from rules recorded_at",
    "lot": (
        "id number kind product_id group_code delivery_id supplier_id origin fund lot_code date_mark date "
        "received_on place_id state by_weight count grams unit_cost_cents reference_value_cents vat_scheme "
        "parent_id treatment treated_on keeps_until grade counted_on"
    ),
    "markdown": "id group_code grade percent happened_on starts_at recorded_at",
    "movement": "id lot_id reason why undoes_id document_id count grams known_by happened_on recorded_at",
    "note_correction": "id note corrects delivery_id reason recorded_at",
    "note_signature": "id note side signed_on recorded_at",
    "pick_up": "id agreement_id supplier_id rule at_time carrier crates since until",
    "pick_up_note": "id agreement_id supplier_id day what why said_on recorded_at",
    "place": "id site_id code name kind archived_at",
    "printed_label": "product_id price_cents printed_at",
    "product": (
        "id code group_code sold_by brand content unit vat_rate shelf_life_group quota allergens min_level "
        "wished_level draft archived_at merged_into version"
    ),
    "product_code": "code product_id given backwards position",
    "product_name": "product_id lang name",
    "product_price": "id product_id kind valid_from cents source set_at",
    "product_words": "product_id words",
    "purge": "id purged_at links_before entries_before",
    "day_limit": "id day quota steps first_turn turns eases set_at",
    "quota_entry": "id quota happened_on recorded_at amount document_id position",
    "recall": (
        "id number product_id lot_code date_from date_until reason happened_on opened_at closed_at figures "
        "withdrawn_because"
    ),
    "recalled_lot": "id recall_id lot_id was recorded_at",
    "right_decision": (
        "id kind valid_from valid_until renewals way category proof referred_on overruled rule_version granted_on"
    ),
    "sale": (
        "id kind of_sale_id number till_id drawer_id happened_at happened_on recorded_at "
        "total_cents rounding_cents change_cents paper_number broken_rules reason"
    ),
    "sale_line": (
        "id sale_id position of_position product_id code names group_code count grams unit_price_cents "
        "list_price_cents rule_version vat_rate purse total_cents past_best_before"
    ),
    "sale_payment": "id sale_id method amount_cents tendered_cents",
    "sale_take": "id sale_id position lot_id count grams origin fund date_mark date known_by",
    "served_count": "year who what born amount",
    "served_year": "year closed_at",
    "setting": "id key valid_from value set_at",
    "shop": "id key name currency time_zone language founded_at",
    "site": "id code name",
    "stock_count": "id number place_id group_code blind twice state happened_on started_at accepted_at",
    "supplier": (
        "id code name kind kbo establishment banner street postcode town size_class vat_scheme dry_goods_only "
        "hides_values notes archived_at merged_into version"
    ),
    "supplier_report": "id number supplier_id per first last establishments households issued_at",
    "temperature": "id place_id tenths happened_on recorded_at note",
    "ticked_off": "id happened_on list task subject done recorded_at",
    "transfer": "id lot_id partner count grams happened_on recorded_at",
    "till": "id site_id code last_document last_lot journal_seq journal_hash",
    "used_id": "id digest result used_at",
}
"""Columns that say nothing of a person, by table."""


def kept_of(table: str) -> dict[str, str]:
    """Tell what the personal columns of a table say."""
    return {column: what for kept in REGISTER for column, what in kept.columns.get(table, {}).items()}


def least_role(table: str, column: str) -> str:
    """Tell the first of READERS who is shown a personal column, or nobody."""
    name = f"{table}.{column}"
    return next((kept.least[name] for kept in REGISTER if name in kept.least), "staff")
