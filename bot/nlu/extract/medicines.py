"""Names of medicines that people with a sore knee or hip have in the house, as they say them."""

from __future__ import annotations

from functools import lru_cache

# One family a line; brands stand beside what is in them.
_NAMED = """
    paracetamol, panadol, calpol, tylenol, acetaminophen, lemsip, anadin, disprin, aspirin
    ibuprofen, nurofen, brufen, advil, motrin, cuprofen, ibu, naproxen, naprosyn, aleve
    diclofenac, voltarol, celecoxib, etoricoxib, meloxicam, indometacin, indomethacin
    co codamol, cocodamol, co dydramol, codydramol, codeine, solpadeine, zapain, solpadol
    tramadol, dihydrocodeine, vicodin, percocet, norco, hydrocodone, tapentadol
    gabapentin, pregabalin, lyrica, amitriptyline, nortriptyline, duloxetine
    sertraline, citalopram, fluoxetine, mirtazapine, venlafaxine
    diazepam, valium, zopiclone, temazepam, melatonin
    prednisolone, prednisone, sulfasalazine, hydroxychloroquine, leflunomide, allopurinol
    febuxostat, warfarin, apixaban, eliquis, rivaroxaban, xarelto, edoxaban, clopidogrel
    metformin, gliclazide, bisoprolol, propranolol, amlodipine, ramipril, furosemide
    levothyroxine, omeprazole, statin, simvastatin, atorvastatin
"""
# Of these one dose too many is already dangerous.
_STRONG = """
    morphine, oramorph, zomorph, sevredol, mst, oxycodone, oxynorm, oxycontin, longtec, shortec
    fentanyl, buprenorphine, butrans, butec, methadone, methotrexate, colchicine, insulin
    digoxin, lithium
"""
_KINDS = """
    painkiller, pain killer, tablet, pill, capsule, caplet, med, medication, medicine, drug, opioid
    sleeping tablet, sleeping pill, anti inflammatory, antiinflammatory, anti inflammatories
    antiinflammatories, blood thinner, antidepressant, beta blocker, steroid, antibiotic, syrup
    water tablet
"""
# What is taken once or twice a day for good, so that "twice" is a slip.
_DAILY = """
    statin, simvastatin, atorvastatin, warfarin, apixaban, eliquis, rivaroxaban, xarelto, edoxaban
    clopidogrel, metformin, gliclazide, bisoprolol, amlodipine, ramipril, furosemide, levothyroxine
    prednisolone, allopurinol, sertraline, citalopram, fluoxetine, amitriptyline, blood thinner
    beta blocker, antidepressant, water tablet, sleeping tablet, sleeping pill
"""
_SHORTEST_TO_MEND = 6


def strong_medicine() -> str:
    """A regular expression for the medicines of which one dose too many is already dangerous."""
    return _any_of(_STRONG)


def medicine() -> str:
    """A regular expression for a medicine by its name, its brand or its kind."""
    return _any_of(f"{_NAMED}, {_STRONG}, {_KINDS}")


def kind_of_medicine() -> str:
    """A regular expression for "tablets" and the like, which leaves open what is in them."""
    return _any_of(_KINDS)


def daily_medicine() -> str:
    """A regular expression for the medicines that are taken day by day, and not when it hurts."""
    return _any_of(_DAILY)


@lru_cache(maxsize=1)
def medicine_words() -> frozenset[str]:
    """The words of the names that a misspelt word may be mended into."""
    words = f"{_NAMED}, {_STRONG}".replace(",", " ").split()
    return frozenset(word for word in words if len(word) >= _SHORTEST_TO_MEND)


def _any_of(names: str) -> str:
    found = [each.strip() for line in names.splitlines() for each in line.split(",")]
    longest_first = sorted({each for each in found if each}, key=len, reverse=True)
    return rf"\b(?:{'|'.join(longest_first)})s?\b"
