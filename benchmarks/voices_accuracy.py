"""How often the language and the tone of a text are told rightly, and how fast; searches; beside peers.

Accuracy is measured on labelled tweets that are not part of this project, for their terms forbid it:

    git clone https://github.com/cardiffnlp/xlm-t        (UMSAB: Barbieri et al., LREC 2022)

Lists and thresholds were tuned on its training part; accuracy is that on its test part, which was not looked
at. Peers are measured
where they are installed: pip install lingua-language-detector vaderSentiment

Run: python benchmarks/voices_accuracy.py [../xlm-t/data/sentiment]
"""

from __future__ import annotations

import importlib
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from passaparola.voices import language, lexicon, query, sentiment
from passaparola.voices.learning import Model
from passaparola.voices.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

TONGUES = {
    "italian": "it",
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
}
LESSONS = (0, 50, 100, 200, 400, 800)
ORDERS = 5
ESCAPED = {"\\n": " ", "\\t": " ", "\\u2019": "’", "\\u002c": ",", "&amp;": "&", "&lt;": "<", "&gt;": ">"}
Labelled = list[tuple[str, int]]


def peer(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        print(f"  {name} is not installed: not compared")
        return None


def labelled(folder: Path, tongue: str, part: str) -> Labelled:
    texts = (folder / tongue / f"{part}_text.txt").read_text("utf-8").split("\n")
    labels = (folder / tongue / f"{part}_labels.txt").read_text("utf-8").split()
    return [(plain(text), int(label) - 1) for text, label in zip(texts, labels, strict=False)]


def plain(text: str) -> str:
    """Undo what the file did to a tweet."""
    for written, meant in ESCAPED.items():
        text = text.replace(written, meant)
    return text.replace("http", "https://t.example")


def wilson(right: float, n: int, z: float = 1.96) -> str:
    """Give a share with its 95 % interval (Wilson, JASA 22, 1927)."""
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return f"{share:6.1%} [{middle - half:.1%}, {middle + half:.1%}]"


def each(what: Callable[[str], object], texts: Sequence[str]) -> float:
    """Give the microseconds of processor time a call takes, on texts not seen before."""
    start = time.process_time()
    for text in texts:
        what(text)
    return (time.process_time() - start) / len(texts) * 1e6


# ── language ─────────────────────────────────────────────────────────────────
def languages(folder: Path) -> None:
    said = [
        (code, language.spoken(text))
        for tongue, code in TONGUES.items()
        for text, _ in labelled(folder, tongue, "test")
    ]
    said = [(code, text) for code, text in said if len(text.split()) >= 6]
    ways: dict[str, Callable[[str], str]] = {"voices": lambda text: language.recognise(text).code}
    ways["voices, never open"] = lambda text: language._classify(text).code  # noqa: SLF001 - the bare peer
    if lingua := peer("lingua"):
        ways |= {"lingua, 38 languages": asked(lingua, language.LANGUAGES.split())}
        ways |= {"lingua, 7 languages": asked(lingua, [*TONGUES.values(), "nl"])}
    language.recognise("un testo per caricare il modello")
    print(f"language, {len(said)} tweets of six words or more in it, en, de, fr, es, pt")
    for name, way in ways.items():
        for first in (3, 5, 8, 99):
            row(
                [(code, " ".join(text.split()[:first])) for code, text in said], f"{name}, first {first}", way
            )


def asked(lingua: ModuleType, codes: list[str]) -> Callable[[str], str]:
    known = [lingua.IsoCode639_1.from_str("NB" if code == "no" else code.upper()) for code in codes]
    detector = lingua.LanguageDetectorBuilder.from_iso_codes_639_1(*known).build()

    def way(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else ""

    way("un testo per caricare i modelli")
    return way


def row(said: list[tuple[str, str]], name: str, way: Callable[[str], str]) -> None:
    start = time.process_time()
    found = [(code, way(text)) for code, text in said]
    took = (time.process_time() - start) / len(said) * 1e6
    right, left_open = sum(a == b for a, b in found), sum(not b for _, b in found)
    wrong = len(found) - right - left_open
    print(f"  {name:34} right {wilson(right, len(found))}  wrong {wrong / len(found):5.1%}  {took:6.0f} µs")


# ── tone ─────────────────────────────────────────────────────────────────────
def tones(folder: Path) -> None:
    vader = peer("vaderSentiment.vaderSentiment")
    for tongue in ("italian", "english"):
        code, tweets = TONGUES[tongue], labelled(folder, tongue, "test")
        print(f"tone, {tongue}, {len(tweets)} tweets, a third each bad, neither, good")
        told(tweets, "voices, lexicon", judged(code))
        if vader and code == "en":
            told(tweets, "vaderSentiment 3.3.2", vaders(vader))
        for part in ("val", "test"):
            lessons(folder, tongue, part)


def judged(code: str) -> Callable[[str], int]:
    return lambda text: sentiment.of(text, code).label


def vaders(vader: ModuleType) -> Callable[[str], int]:
    """Give VADER's label, with the thresholds its README gives."""
    scores = vader.SentimentIntensityAnalyzer().polarity_scores
    return lambda text: int(scores(text)["compound"] >= 0.05) - int(scores(text)["compound"] <= -0.05)


def told(tweets: Labelled, name: str, way: Callable[[str], int]) -> None:
    found = [(way(text), label) for text, label in tweets]
    right = sum(a == b for a, b in found)
    opposite = sum(a * b == -1 for a, b in found)
    print(
        f"  {name:34} right {wilson(right, len(found))}  macro F1 {macro_f1(found):.3f}"
        f"  good for bad or bad for good {opposite / len(found):.1%}"
    )


def macro_f1(found: Iterable[tuple[int, int]]) -> float:
    pairs = list(found)
    total = 0.0
    for label in (-1, 0, 1):
        hits = sum(a == b == label for a, b in pairs)
        total += 2 * hits / max(1, sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs))
    return total / 3


def lessons(folder: Path, tongue: str, part: str) -> None:
    """Correct more and more tweets of the training part, in several orders, and judge another part.

    "val" was drawn from the same tweets as the training part, "test" in Italian is of another time and topic.
    """
    tweets = labelled(folder, tongue, part)
    code, taught = TONGUES[tongue], labelled(folder, tongue, "train")
    rights = dict.fromkeys(LESSONS, 0.0)
    for seed in range(ORDERS):
        order = [taught[row] for row in np.random.default_rng(seed).permutation(len(taught))]
        model = Model()
        for count, lesson in enumerate([*order[: max(LESSONS)], None]):
            if count in rights:
                rights[count] += sum(sentiment.of(text, code, model).label == label for text, label in tweets)
            if lesson:
                model.learn(lesson[0], lesson[1], code)
    for count, right in rights.items():
        print(f"  {f'voices, {count} corrections, on {part}':34} right {wilson(right / ORDERS, len(tweets))}")


# ── speed ────────────────────────────────────────────────────────────────────
def sayings(count: int) -> list[str]:
    """Write texts of twenty words of the lexicon, as nobody would."""
    rng = np.random.default_rng(3)
    known = [word for word in lexicon.of("it").words if word.isalpha()]
    return [f"{' '.join(rng.choice(known, 20))}! 😍 https://t.example/x" for _ in range(count)]


def speed(texts: list[str]) -> None:
    model = Model()
    for text in texts[:500]:
        model.learn(text, 1, "it")
    language.recognise("un testo per caricare il modello")
    ways: dict[str, Callable[[str], object]] = {
        "language.recognise": language.recognise,
        "sentiment.of": lambda text: sentiment.of(text, "it"),
        "sentiment.of, with a model": lambda text: sentiment.of(text, "it", model),
    }
    if vader := peer("vaderSentiment.vaderSentiment"):
        ways["vaderSentiment 3.3.2"] = vader.SentimentIntensityAnalyzer().polarity_scores
    ways |= searches()
    print(f"speed, {len(texts)} texts of {sum(map(len, texts)) / len(texts):.0f} characters on average")
    for name, way in ways.items():
        micros = each(way, texts[:1_000])
        print(f"  {name:34} {micros:7.1f} µs  {1e6 / micros:8,.0f} a second")


def searches() -> dict[str, Callable[[str], object]]:
    ten = query.parse(
        '(gelato OR granita OR "bella giornata" OR spritz OR caffè* OR pizza) -sconto #estate OR mare'
    )
    rng, known = np.random.default_rng(4), sorted(lexicon.of("it").words)
    drawn = [rng.choice(known, 3) for _ in range(100)]
    hundred = {number: query.parse(f"{a} ({b} OR {c}*)") for number, (a, b, c) in enumerate(drawn)}
    many = query.Searches(hundred)
    return {
        "a search of ten terms": lambda text: ten.matches(Said(text)),
        "a hundred searches, by word": lambda text: many.matching(Said(text)),
        "a hundred searches, one by one": lambda text: [one.matches(Said(text)) for one in hundred.values()],
    }


def main() -> None:
    folder = Path(sys.argv[1]) if sys.argv[1:] else None
    if folder is None:
        print(
            "No labelled tweets given: accuracy is not measured. The head of this file says where they are."
        )
        speed(sayings(5_000))
        return
    languages(folder)
    tones(folder)
    speed([text for tongue in ("italian", "english") for text, _ in labelled(folder, tongue, "train")])


if __name__ == "__main__":
    main()
