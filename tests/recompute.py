"""Does a supplier's figures over again from three lists that the shop writes, by their published definitions alone.

It shares nothing with kruidenier, so that anybody who doubts a report can check it:

    for kind in deliveries lots ledger; do kruidenier export $kind -o DIR/$kind.csv; done
    python recompute.py DIR SUPPLIER FROM UNTIL

Meant are the goods received from FROM until UNTIL, both included, and what became of exactly those by the end of UNTIL:
kg = handed out + wasted + transferred + on hand + lost. Given goods alone; bought and European ones stand apart.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

GIVEN = {"donated", "garden", "food_bank"}
FRESH = {"vegetables", "fruit", "potatoes", "dairy", "milk", "eggs", "bread", "meat", "fish", "yogurt-dessert"}
FATES = {
    "received": "kg",  # a corrected gift note too
    "sold": "handed_out_kg",
    "void": "handed_out_kg",  # what is taken back at the counter is no longer handed out
    "refund": "handed_out_kg",
    "gone": "handed_out_kg",  # from the crate, found out when it was weighed at closing
    "waste": "wasted_kg",  # compost too
    "transferred": "transferred_kg",
    "counted": "lost_kg",  # negative if found
}
"""Any other reason brings goods from one lot into another, or moves nothing."""
LEFT = {"handed_out_kg", "wasted_kg", "transferred_kg"}
FIGURES = ("kg", "handed_out_kg", "wasted_kg", "transferred_kg", "on_hand_kg", "lost_kg", "fresh_kg", "refused_kg")


def read(folder, kind):
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources(lots):
    """Tell of each lot which one it was in the end taken from: sorted, parted, frozen or repacked."""
    parents = {lot["lot"]: lot["parent"] for lot in lots}
    found = {}
    for lot in parents:
        source = lot
        while parents[source]:
            source = parents[source]
        found[lot] = source
    return found


def recompute(folder, supplier, first, last):
    lots = read(folder, "lots")
    ledger = read(folder, "ledger")
    lines = [
        line
        for line in read(folder, "deliveries")
        if line["supplier"] == supplier and first <= line["received_on"] <= last and line["origin"] in GIVEN
    ]
    accepted = [line for line in lines if not line["refused_reason"]]
    month_of = {line["lot"]: line["received_on"][:7] for line in accepted}  # of a lot as it came
    source_of, group_of = sources(lots), {lot["lot"]: lot["group"] for lot in lots}
    reason_of = {row["movement"]: row["reason"] for row in ledger}

    total: Counter[str] = Counter()
    known_by: Counter[str] = Counter()
    months: defaultdict[str, Counter[str]] = defaultdict(Counter)
    received: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in ledger:
        month = month_of.get(source_of[row["lot"]])
        if month is None or row["happened_on"] > last:
            continue
        grams = int(row["grams"])
        change = {"on_hand_kg": grams}
        reason = reason_of[row["undoes"]] if row["undoes"] else row["reason"]
        fate = FATES.get(reason)
        if fate == "kg":
            received[row["lot"]].update(count=int(row["count"]), grams=grams)
        if fate:
            change[fate] = grams if fate == "kg" else -grams
        if fate in LEFT:
            known_by[row["known_by"]] -= grams
        if fate in (None, "kg") and group_of[row["lot"]] in FRESH:
            change["fresh_kg"] = grams  # by what crates turned out to be when they were sorted
        total.update(change)
        months[month].update(change)
    for line in lines:
        if line["refused_reason"]:
            for sums in (total, months[line["received_on"][:7]]):
                sums["refused_kg"] += int(line["grams"])

    def told(sums, of):
        return {"deliveries": len({line["delivery"] for line in of})} | {name: sums[name] / 1000 for name in FIGURES}

    return {
        "supplier": supplier,
        "from": first,
        "until": last,
        **told(total, accepted),
        "known_by": {f"{way}_kg": known_by[way] / 1000 for way in ("scanned", "attributed", "counted")},
        "unweighed_pieces": sum(lot["count"] for lot in received.values() if not lot["grams"]),
        "by_month": [
            {"month": month} | told(sums, [line for line in accepted if line["received_on"].startswith(month)])
            for month, sums in sorted(months.items())
        ],
    }


def main():
    folder, supplier, first, last = sys.argv[1:]
    json.dump(recompute(Path(folder), supplier, first, last), sys.stdout, indent=2)


if __name__ == "__main__":
    main()
