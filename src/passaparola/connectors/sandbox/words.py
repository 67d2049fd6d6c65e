"""Names nobody bears and sentences anybody could say, for people who do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

MARK = "simulated"
"""Ends every handle and every name: nobody here can be taken for a real person."""

BEGINNINGS = (
    "Al",
    "Be",
    "Ca",
    "Da",
    "El",
    "Fa",
    "Gi",
    "Il",
    "La",
    "Lu",
    "Ma",
    "Mi",
    "Ne",
    "No",
    "Or",
    "Pa",
    "Pe",
    "Ri",
    "Ro",
    "Sa",
    "Se",
    "Ta",
    "Te",
    "Vi",
    "Za",
)
MIDDLES = (
    "lan",
    "len",
    "lin",
    "ran",
    "ren",
    "rin",
    "van",
    "ven",
    "vin",
    "dan",
    "den",
    "mir",
    "nor",
    "sel",
    "tal",
    "ter",
    "zel",
    "mal",
    "bri",
    "gli",
)
ENDINGS = ("a", "a", "a", "o", "o", "o", "e", "io", "ia", "ina", "ino", "etta", "ello", "is", "as", "ène")
SURNAME_BEGINNINGS = (
    "Bar",
    "Bel",
    "Bran",
    "Cal",
    "Car",
    "Cor",
    "Dal",
    "Dor",
    "Fal",
    "Fer",
    "Gal",
    "Gran",
    "Lam",
    "Lor",
    "Mar",
    "Mon",
    "Nar",
    "Pel",
    "Por",
    "Ros",
    "Sal",
    "Tor",
    "Val",
    "Ver",
)
SURNAME_MIDDLES = ("a", "e", "i", "o", "ave", "ede", "ino", "olo", "ura", "ante", "ende", "isto")
SURNAME_ENDINGS = (
    "lli",
    "ni",
    "tti",
    "ri",
    "sso",
    "nago",
    "tone",
    "mann",
    "sen",
    "lund",
    "wicz",
    "dou",
    "rescu",
    "nova",
    "rand",
    "teau",
    "veld",
    "mans",
)

REPLIES = (
    "Proprio quello che cercavo!",
    "Si può provare prima di comprare?",
    "Ne parlavo ieri con mia sorella.",
    "Quanto costa, più o meno?",
    "Complimenti, si vede la mano di chi sa il mestiere.",
    "Ci vediamo sabato!",
    "Ottima idea, la passo a mio padre.",
    "Spedite anche all'estero?",
    "How long does it take?",
    "My old one is still going after thirty years.",
    "Is there a waiting list?",
    "Lovely work.",
    "We need more of this.",
    "Can I bring my daughter?",
)
ANSWERS = (
    "Grazie! Vieni a trovarci.",
    "Anch'io ho la stessa domanda.",
    "Sì, confermo.",
    "Thank you!",
    "Same here.",
    "Good question, I'd like to know too.",
)
COMPLAINTS = (
    "Vergogna. Mai più.",
    "Ho scritto tre volte e nessuno mi ha risposto.",
    "Si è rotto dopo due giorni, e adesso fate finta di niente?",
    "Questo è falso, e lo sapete benissimo.",
    "Ridatemi i soldi.",
    "Che delusione: me ne vado da un'altra parte.",
    "State trattando male i vostri clienti.",
    "Pessimo servizio, sconsiglio a tutti.",
    "Shame on you. Never again.",
    "I have been waiting for a refund for a month.",
    "This is a lie, and you know it.",
    "It broke after two days. Terrible quality.",
    "Worst service ever, I tell everybody to stay away.",
    "Why do you ignore the people who pay you?",
)
QUOTES = (
    "Guardate che bello.",
    "Questo è il tipo di lavoro che vale la pena sostenere.",
    "Per chi mi chiedeva dove andare: ecco.",
    "Ci sono stata: meritano.",
    "Da leggere fino in fondo.",
    "Mi sa che questo sabato so dove andare.",
    "This is how it should be done.",
    "For everyone who asked me last week.",
    "I know these people. They mean it.",
    "Worth a look, wherever you live.",
)


def name(rng: random.Random) -> tuple[str, str]:
    """Return an invented given name and surname."""
    given = rng.choice(BEGINNINGS) + rng.choice(MIDDLES) + rng.choice(ENDINGS)
    surname = rng.choice(SURNAME_BEGINNINGS) + rng.choice(SURNAME_MIDDLES) + rng.choice(SURNAME_ENDINGS)
    return given, surname


def handle_of(given: str, surname: str, number: int) -> str:
    """Return the handle of the `number`-th person; the number makes it unique."""
    plain = f"{given}.{surname}".lower().replace("è", "e")
    return f"{plain}{number}.{MARK}"
