"""Why something that a moderator says of tags is not taken, in the three languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.errors import FieldError, Problem
from cms.vision.taxonomy import LANGUAGES

SENTENCES: dict[str, tuple[str, str, str]] = {
    "no word": ("There is no word in this.", "这里没有文字。", "Här finns inget ord."),
    "too long": (
        "A tag has at most {most} characters.",
        "标签最多 {most} 个字符。",
        "En tagg har högst {most} tecken.",
    ),
    "itself": ("“{word}” is the tag itself.", "“{word}”就是该标签本身。", "”{word}” är själva taggen."),
    "one tag": ("These are one tag.", "这是同一个标签。", "Det här är samma tagg."),
    "of vocabulary": (
        "“{word}” is a word of the vocabulary for “{other}”.",
        "“{word}”是词汇表中“{other}”的词。",
        "”{word}” är ett ord i ordlistan för ”{other}”.",
    ),
    "alias already": (
        "“{word}” is an alias of “{other}” already.",
        "“{word}”已是“{other}”的别名。",
        "”{word}” är redan ett alias för ”{other}”.",
    ),
    "each other": (
        "“{other}” is an alias of “{word}”: each would stand for the other.",
        "“{other}”已是“{word}”的别名，两者会互相指代。",
        "”{other}” är ett alias för ”{word}”: de skulle stå för varandra.",
    ),
    "broader of each": (
        "One of these is said to be broader than the other; take that back first.",
        "两者之间已有上下位关系，请先撤回。",
        "Den ena sägs vara bredare än den andra; ta tillbaka det först.",
    ),
    "circle": (
        "“{word}” is broader than “{other}”: that would be a circle.",
        "“{word}”比“{other}”更宽泛，会形成循环。",
        "”{word}” är bredare än ”{other}”: det skulle bli en cirkel.",
    ),
    "broader already": (
        "“{other}” is broader than “{word}” already.",
        "“{other}”已比“{word}”更宽泛。",
        "”{other}” är redan bredare än ”{word}”.",
    ),
    "no kind": (
        "A tag is a thing, scene, colour, time, place or user word.",
        "标签的种类为事物、场景、颜色、时间、地点或用户词。",
        "En tagg är en sak, miljö, färg, tid, plats eller ett eget ord.",
    ),
    "kind already": (
        "“{word}” is of that kind already.",
        "“{word}”已是该种类。",
        "”{word}” är redan av det slaget.",
    ),
    "said just now": (
        "Somebody has said this just now.",
        "刚刚已有人这样设置。",
        "Någon har just sagt detta.",
    ),
    "word of models": (
        "“{word}” is a word of the vocabulary, which the models say: it cannot be renamed.",
        "“{word}”是模型使用的词汇，不能重命名。",
        "”{word}” är ett ord i ordlistan som modellerna använder: det kan inte byta namn.",
    ),
    "nobody has it": (
        "No picture has the tag “{word}”.",
        "没有图片带有标签“{word}”。",
        "Ingen bild har taggen ”{word}”.",
    ),
    "under way": (
        "A change of one of these tags is not at its end yet.",
        "其中一个标签的更改尚未结束。",
        "En ändring av en av dessa taggar är inte klar än.",
    ),
    "undone already": (
        "This change is undone already.",
        "此更改已撤销。",
        "Den här ändringen är redan ångrad.",
    ),
    "nothing to undo": (
        "There is nothing to undo: nothing was changed, or it is more than 30 days ago.",
        "没有可撤销的内容：未作更改，或已超过 30 天。",
        "Det finns inget att ångra: inget ändrades, eller det är mer än 30 dagar sedan.",
    ),
}


@dataclass
class Refusal(Problem):
    """A problem whose sentence can be said in each language; `reason` is a key of SENTENCES."""

    reason: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        return sentence(self.reason, language, self.names)


def sentence(reason: str, language: str, names: Mapping[str, str]) -> str:
    return SENTENCES[reason][LANGUAGES.index(language)].format(**names)


def refused(name: str, reason: str, **names: str) -> Refusal:
    """A field whose value cannot be taken."""
    said = FieldError(name, sentence(reason, "en", names))
    return Refusal(422, "invalid", "Some fields cannot be taken as they are.", (said,), reason=reason, names=names)


def clash(reason: str) -> Refusal:
    """It cannot be done as things are now."""
    return Refusal(409, "conflict", sentence(reason, "en", {}), reason=reason)
