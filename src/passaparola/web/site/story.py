"""What the demo brand says: an invented workshop that mends bicycles, and its campaign."""

from __future__ import annotations

from datetime import timedelta

BRAND = "Velofficina Serrabianca (DEMO)"
HANDLE = "velofficina.serrabianca.simulated"
EMAIL = "demo@passaparola.example"
CAMPAIGN = "Ogni bici ha una storia"
GOAL = (
    "Simulated: invite people to bring an old bicycle to the workshop and tell its story, "
    "so that others hear of it from them."
)

NETWORK = "demo"
SEED = 20
SPEED = 3.0
FOLLOWERS = 640


LINES = (
    (
        "Abbiamo aperto la porta dell'officina anche il sabato. Portate la bici della nonna: il primo "
        "controllo lo facciamo insieme, gratis, e vi insegniamo a farlo da soli. #ogniBiciHaUnaStoria"
    ),
    (
        "This frame was welded in 1962, ridden to work for forty years and found in a barn. Six hours of "
        "work, no new paint: the scratches stay. #everyBikeHasAStory"
    ),
    (
        "Una bici ferma in cantina non è un ricordo, è una bici ferma in cantina. Raccontateci la vostra: "
        "le tre storie più passate di bocca in bocca le rimettiamo in strada noi."
    ),
    (
        "Marta ha dodici anni e da oggi sa cambiare una camera d'aria. Ci ha messo nove minuti. Noi, a "
        "dodici anni, ci mettevamo un pomeriggio."
    ),
    (
        "Why we never throw a saddle away: five old ones make two good ones and a very comfortable stool. "
        "Come and sit on it."
    ),
    (
        "Ce l'avete chiesto in tanti: sì, spediamo i ricambi rigenerati. E sì, se conoscete qualcuno che "
        "ne ha bisogno, ditegli di noi: è così che ci avete trovato anche voi."
    ),
    (
        "Stasera resta accesa la luce: chi torna tardi dal lavoro può lasciare la bici fino alle 22 e "
        "riprenderla domattina con i freni a posto. Passate parola."
    ),
    (
        "Quanto dura una catena? Dipende da quante volte la pulite. Ecco come facciamo noi, con uno "
        "straccio e due minuti."
    ),
    (
        "A reader sent us a photo of her grandfather's bicycle with our sticker on it. We had never met "
        "him. Word of mouth rides further than we do."
    ),
    (
        "Cercavamo un mozzo del 1958. L'ha trovato il cugino di una cliente di una cliente. Grazie a "
        "tutta la fila."
    ),
    (
        "Saturday is open day: bring something that squeaks. If we cannot find the squeak within ten "
        "minutes, the coffee is on us."
    ),
    "Il pezzo più riparato del mese: il cavalletto. Il più amato: il campanello. Il vostro qual è?",
)

BEFORE = (
    timedelta(days=5, hours=7),
    timedelta(days=3, hours=20),
    timedelta(days=2, hours=5),
    timedelta(hours=27),
    timedelta(hours=10),
    timedelta(hours=3, minutes=10),
    timedelta(minutes=22),
)
"""How long before the first start the first messages were published."""

STALE = timedelta(hours=12)
"""How old the newest message may get before the next is published."""

PAUSE = timedelta(hours=6)
"""How far apart messages are that were published while nobody ran the program."""

PLANS = (
    (1, "09:30", "Domani mattina in officina: come si sente una ruota che balla, e come la si fa smettere."),
    (2, "18:00", "Tre cose da guardare prima di comprare una bici usata. La terza la guardano in pochi."),
    (
        4,
        "09:30",
        "Ci scrivete: conviene riparare o cambiare? Portatela qui e ve lo diciamo davanti a un caffè.",
    ),
    (6, "12:00", "La storia della settimana: una bici da postino, tre proprietari, un campanello solo."),
)
"""What is planned at the first start: days ahead, the hour on the wall, and the words."""

DRAFT = "Bozza: ringraziare chi ci ha mandato la foto del tandem, e chiedere se possiamo mostrarla."

HASHTAGS = ("Officina", "#ogniBiciHaUnaStoria #bici #riparare")

SLOTS = ((0, 9), (2, 18), (4, 9), (5, 11))
"""When the demo's queue sends: weekday (0 is Monday) and hour."""
