"""What is noticed of a question beside its words and limits: the notes on it, by name.

They are Danish, for `svarpunkt ask --explain` prints them; one that ends in a colon is followed by
what was noticed. Those on what is taken for granted are data (rag/data/scope.toml).
"""

from __future__ import annotations

EMPTY = "tom"
TOO_LONG = "for lang"
NONSENSE = "volapyk"
SERVICE = "borgerservice"
"""It asks what the municipality does for one person."""
WITH_CPR = "cpr"
STEERED = "instruktion fjernet"
UNCLEAR = "uklar henvisning"
"""It names nothing, and has nothing before it to lean on."""
OF_MEETING = "mødet selv"
"""It is about a meeting itself."""
NEWEST_MEETING = "seneste møde"
"""It is about the latest meeting of a body, or of all."""
LAST_WORD = "seneste"
"""It asks for the latest word, whatever times it mentions."""
OVERVIEW = "oversigt"
"""It asks for all that was done at some time or by some body."""
NOT_PUBLIC = "lukkede punkter"
"""It asks for what was not public."""
ELSEWHERE = "ukendt kommune: "
"""The municipality that it is about and that the archive does not have."""
TOWNS = "kommuner: "
"""The municipalities that it names, when they are several."""
SEVERAL_BODIES = "udvalg flertydigt: "
"""The bodies that one mention in it fits."""
OUTSIDE = "uden for arkivets periode: "
"""The time of a meeting or decision that the archive does not reach."""
PRESUMES = "forudsætter: "
"""What it takes for granted."""
PRESUMES_NO, PRESUMES_YES = f"{PRESUMES}afvist", f"{PRESUMES}godkendt"
