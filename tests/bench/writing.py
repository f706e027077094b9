"""How many words of drawn signs the reader of writing finds, by language: `python -m tests.bench.writing [FACE …]`.

FACE are font files; without any, the one that comes with a package of the site, which has no Chinese.
"""

import random
import re
import sys
import tempfile
import time
from pathlib import Path

import captcha
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from cms.index.tokens import folded
from cms.settings import CHECKOUT
from workers.classification.detectors.text.asking import TextChild

SIGNS = 40
SENTENCES = {
    "en": (
        "No entry after sunset Grand Hotel by the harbour Summer sale ends on Friday Please keep the gate closed "
        "Ticket 48213 is valid today Fresh bread and coffee from seven Lost cat called Biscuit call 555 0134 Museum of "
        "natural history Mind the step when you leave the train Total amount 129.50 due in thirty days"
    ),
    "sv": (
        "Öppet alla dagar från åtta till fem Välkommen till Malmö Räkor och kött på grillen Stängt för säsongen "
        "Håll grinden stängd för hästarna Färska blåbär tjugo kronor litern Gångväg över ån Smörgåsar och kaffe "
        "Bortsprungen katt svarar på namnet Åke Biljett 48213 gäller i dag Slutstation byt till buss"
    ),
    "zh": (
        "欢迎 光临 出口 入口 禁止 停车 小心 台阶 北京 大学 图书馆 博物馆 火车站 机场 开放 时间 上午 九点 咖啡 面包 "
        "今日 特价 请勿 吸烟 洗手间 电话 号码 合计 金额 发票 中国 人民 银行 西湖 风景区 夏天 海滩"
    ),
}
COLOURS = (("white", "black"), ("#f6f0de", "#1e2850"), ("#20303c", "#f0f0e0"), ("#b02020", "white"))


def sign(words: list[str], face: Path, chance: random.Random, path: Path) -> None:
    """A sign of three lines, as a photograph of it may be: turned a little, sometimes blurred, always JPEG."""
    size, (ground, ink) = chance.choice((20, 28, 40)), chance.choice(COLOURS)
    font = ImageFont.truetype(face, size)
    drawn = Image.new("RGB", (1000, size * 8), ground)
    third = -(-len(words) // 3)
    for number in range(3):
        line = " ".join(words[number * third : (number + 1) * third])
        ImageDraw.Draw(drawn).text((40, size * (1 + 2 * number)), line, fill=ink, font=font)
    drawn = drawn.rotate(chance.uniform(-3, 3), resample=Image.Resampling.BICUBIC, fillcolor=ground)
    if chance.random() < 0.3:
        drawn = drawn.filter(ImageFilter.GaussianBlur(1))
    drawn.save(path, "jpeg", quality=chance.choice((50, 75, 90)))


def found_of(reader: TextChild, language: str, faces: list[Path], folder: Path) -> tuple[int, int, float]:
    """Words found, words drawn, seconds a sign. A Chinese word is found wherever its signs stand side by side."""
    chance, known = random.Random(language), SENTENCES[language].split()
    found = drawn = 0
    start = time.perf_counter()
    for _ in range(SIGNS):
        words = chance.sample(known, 6)
        sign(words, chance.choice(faces), chance, folder / "sign.jpg")
        text = " ".join(folded(line.text) for line in reader.read(folder / "sign.jpg"))
        there = set(re.findall(r"\w+", text))
        wanted = [word for one in words for word in re.findall(r"\w+", folded(one))]
        found += sum(word in text if language == "zh" else word in there for word in wanted)
        drawn += len(wanted)
    return found, drawn, (time.perf_counter() - start) / SIGNS


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]]
    faces = given or [Path(captcha.__file__).parent / "data" / "DroidSansMono.ttf"]
    reader = TextChild(CHECKOUT / "var" / "models")
    try:
        for language in SENTENCES if given else ("en", "sv"):
            with tempfile.TemporaryDirectory() as folder:
                found, drawn, seconds = found_of(reader, language, faces, Path(folder))
            print(f"{language}  {found} of {drawn} words: {found / drawn:.0%}  {seconds:.2f} s a sign")
    finally:
        reader.close()


if __name__ == "__main__":
    main()
