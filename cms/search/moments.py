"""Words for a time, `last summer`, `去年夏天`, `i fjol somras`, as days. Pure; `today` is given.

Seasons are those of the north, winter from December on; `last summer` is that of last year, as in the other languages.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Timed:
    """What is left of the words, and the first and last day that were meant; None where no time was named."""

    rest: str
    days: Days | None = None


SEASONS: Numbers = {
    **dict.fromkeys(("spring", "vår", "våren", "våras", "春"), 3),
    **dict.fromkeys(("summer", "sommar", "sommaren", "somras", "夏"), 6),
    **dict.fromkeys(("autumn", "fall", "höst", "hösten", "höstas", "秋"), 9),
    **dict.fromkeys(("winter", "vinter", "vintern", "vintras", "冬"), 12),
}
_ENGLISH = "january february march april may june july august september october november december"
_SWEDISH = "januari februari mars april maj juni juli augusti september oktober november december"
_SIGNS_FOR_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二"
MONTHS: Numbers = {
    **{name: number for names in (_ENGLISH, _SWEDISH) for number, name in enumerate(names.split(), 1)},
    **{name[:3]: number for names in (_ENGLISH, _SWEDISH) for number, name in enumerate(names.split(), 1)},
    **{name: number for number, name in enumerate(_SIGNS_FOR_MONTHS.split(), 1)},
}
_ENGLISH_COUNTS, _SWEDISH_COUNTS = (
    "one two three four five six seven eight nine ten",
    "en två tre fyra fem sex sju åtta nio tio",
)
COUNTS: Numbers = {
    **{name: number for number, name in enumerate(_ENGLISH_COUNTS.split(), 1)},
    **{name: number for number, name in enumerate(_SWEDISH_COUNTS.split(), 1)},
    **{name: number for number, name in enumerate("一二三四五六七八九十", 1)},
    **{"a": 1, "an": 1, "ett": 1, "两": 2},
}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("day", "days", "dag", "dagar", "dagarna", "天", "日"), "day"),
    **dict.fromkeys(("week", "weeks", "vecka", "veckor", "veckorna", "veckan", "周", "星期", "个星期"), "week"),
    **dict.fromkeys(("month", "months", "månad", "månader", "månaderna", "månaden", "月", "个月"), "month"),
    **dict.fromkeys(("year", "years", "år", "åren", "året", "年"), "year"),
}
BACK: Numbers = {
    **{"this": 0, "last": 1, "denna": 0, "detta": 0, "förra": 1, "år": 0, "fjol": 1},
    **{"今": 0, "本": 0, "这": 0, "这个": 0, "去": 1, "上": 1, "上个": 1, "前": 2},
}
"""How many of a unit ago."""
MOST_YEARS = 200


def _any(*tables: Mapping[str, object], signs: bool) -> str:
    """The words of these tables in letters, or those in Chinese, the longest first."""
    words = {word for table in tables for word in table if (ord(word[0]) > 0x2E7F) == signs}
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_N, _N_ZH = rf"\d{{1,3}}|{_any(COUNTS, signs=False)}", rf"\d{{1,3}}|{_any(COUNTS, signs=True)}"
_UNIT, _SEASON, _MONTH = (_any(table, signs=False) for table in (UNITS, SEASONS, MONTHS))
_SEASON_ZH = rf"(?P<season>{_any(SEASONS, signs=True)})[天季]"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_AGO_YEAR_ZH = r"(?P<back>[今去前])年"
Rule = tuple[re.Pattern[str], Callable[[Mapping[str, str], date], Days]]


def _season(said: Mapping[str, str], today: date) -> Days:
    """Of a year; else the latest that has begun, or that of last year."""
    month = SEASONS[said["season"]]
    if said.get("year"):
        return _months_from(int(said["year"]), month, 3)
    back = BACK[said["back"]] if said.get("back") else 0
    latest = today.year if today >= date(today.year, month, 1) else today.year - 1
    if back == 0:
        return _months_from(latest, month, 3)
    found = _months_from(today.year - back, month, 3)
    return _months_from(today.year - back - 1, month, 3) if found[0] <= today <= found[1] else found


def _month(said: Mapping[str, str], today: date) -> Days:
    month = int(said["month"]) if said["month"].isdigit() else MONTHS[said["month"]]
    year = int(said["year"]) if said.get("year") else today.year - BACK[said["back"]]
    if not said.get("day"):
        return _months_from(year, month, 1)
    day = date(year, month, int(said["day"]))
    return day, day


def _unit_back(said: Mapping[str, str], today: date) -> Days:
    """The whole unit that lies so many back."""
    unit, back = UNITS[said["unit"]], _counted(said["n"]) if said.get("n") else BACK[said["back"]]
    day = _days_before(today, unit, back)
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _months_from(day.year, day.month if unit == "month" else 1, 1 if unit == "month" else 12)


def _since(said: Mapping[str, str], today: date) -> Days:
    return _days_before(today, UNITS[said["unit"]], _counted(said["n"])), today


def _day_back(back: int) -> Callable[[Mapping[str, str], date], Days]:
    return lambda _said, today: (today - timedelta(days=back),) * 2


def _counted(text: str) -> int:
    return int(text) if text.isdigit() else COUNTS[text]


def _days_before(today: date, unit: str, count: int) -> date:
    """Raises ValueError for longer ago than any photograph."""
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    if months < (today.year - MOST_YEARS) * 12:
        raise ValueError("longer ago than any photograph")
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _months_from(year: int, month: int, count: int) -> Days:
    end = year * 12 + month - 1 + count
    return date(year, month, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1)


def _letters(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:(?:in|from|during|under|från)\s+)?(?:the\s+)?{pattern}(?![\w-])", re.IGNORECASE)


def _signs(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}(?:的|拍的|拍摄的)?")


RULES: tuple[Rule, ...] = (
    (_letters("today|(?<!\\w)i ?dag"), _day_back(0)),
    (_letters("yesterday|(?<!\\w)i ?går"), _day_back(1)),
    (_letters(r"i förrgår"), _day_back(2)),
    (_signs("今天"), _day_back(0)),
    (_signs("昨天"), _day_back(1)),
    (_signs("前天"), _day_back(2)),
    (_letters(rf"(?P<back>this|last|förra|denna)\s+(?P<season>{_SEASON})"), _season),
    (_letters(rf"(?:i\s+)?(?P<back>fjol)\s+(?P<season>{_SEASON})"), _season),
    (_letters(r"i\s+(?P<season>våras|somras|höstas|vintras)"), _season),
    (_letters(rf"(?P<season>{_SEASON})\s+(?:of\s+)?{_YEAR}"), _season),
    (_signs(rf"{_AGO_YEAR_ZH}的?{_SEASON_ZH}"), _season),
    (_signs(rf"{_YEAR}年?的?{_SEASON_ZH}"), _season),
    (_letters(rf"(?:i\s+)?(?P<month>{_MONTH}),?\s+(?:of\s+)?{_YEAR}"), _month),
    (_letters(rf"(?:den\s+)?(?P<day>\d{{1,2}})\.?\s+(?P<month>{_MONTH}),?\s+{_YEAR}"), _month),
    (_letters(rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"), _month),
    (_letters(rf"{_YEAR}-(?P<month>\d\d)(?:-(?P<day>\d\d))?"), _month),
    (
        _signs(rf"{_YEAR}年(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:(?P<day>\d{{1,2}})[日号])?"),
        _month,
    ),
    (_signs(rf"{_AGO_YEAR_ZH}(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"), _month),
    (_letters(r"(?P<back>this|last)\s+(?P<unit>week|month|year)"), _unit_back),
    (_letters(r"(?P<back>förra|denna|detta)\s+(?P<unit>veckan|vecka|månaden|månad|året|år)"), _unit_back),
    (_letters(r"i\s+(?P<back>år)(?P<unit>)"), lambda _said, today: _months_from(today.year, 1, 12)),
    (_letters(r"i\s+fjol"), lambda _said, today: _months_from(today.year - 1, 1, 12)),
    (_signs(r"(?P<back>今|去|前)(?P<unit>年)(?!的?[春夏秋冬])"), _unit_back),
    (_signs(r"(?P<back>本|这个|这|上个|上)(?P<unit>周|星期|月)"), _unit_back),
    (_letters(rf"(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+ago"), _unit_back),
    (_letters(rf"för\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+sedan"), _unit_back),
    (_signs(rf"(?P<n>{_N_ZH})(?P<unit>天|周|个?星期|个月|年)前"), _unit_back),
    (_letters(rf"(?:last|past|(?:de\s+)?senaste)\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})"), _since),
    (_signs(rf"(?:最近|过去)(?P<n>{_N_ZH})(?P<unit>天|周|个?星期|个月|年)"), _since),
)
_KEPT = re.compile(r'["“„][^"”]*["”]?|[(（].*[)）]')
_OPERATOR_BEFORE = re.compile(r"(?:\b(?:AND|OR|NOT)\s+|-)$")
_OPERATOR_AFTER = re.compile(r"\s+(?:AND|OR)\b")


def read_moment(q: str, today: date) -> Timed:
    """Take the longest words for a time out; what stands in quotes or brackets or beside an operator stays words."""
    open_text = _KEPT.sub(lambda match: "\x00" * len(match[0]), q)
    found: list[tuple[int, int, Days]] = []
    for pattern, days in RULES:
        for match in pattern.finditer(open_text):
            if _OPERATOR_BEFORE.search(open_text[: match.start()]) or _OPERATOR_AFTER.match(open_text, match.end()):
                continue
            said = {name: text.lower() for name, text in match.groupdict().items() if text}
            try:
                found.append((match.start(), match.end(), days(said, today)))
            except (ValueError, OverflowError):
                continue
    if not found:
        return Timed(q)
    start, end, meant = max(found, key=lambda one: (one[1] - one[0], -one[0]))
    return Timed(" ".join(f"{q[:start]} {q[end:]}".split()).strip(",，、 "), meant)
