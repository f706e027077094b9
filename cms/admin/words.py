"""The words of the room "State", in the three languages of Pixels."""

from collections.abc import Callable

from cms.wire.language import LANGUAGES

WORDS: dict[str, tuple[str, str, str]] = {
    "state": ("State", "状态", "Läge"),
    "rooms": ("Rooms", "管理页面", "Rum"),
    "site": ("To the site", "回到网站", "Till webbplatsen"),
    "all well": ("All parts work.", "所有部件均正常。", "Alla delar fungerar."),
    "some wrong": (
        "Something is wrong. See the parts below.",
        "有部件异常，请见下方。",
        "Något är fel. Se delarna nedan.",
    ),
    "parts": ("Parts", "部件", "Delar"),
    "well": ("works", "正常", "fungerar"),
    "wrong": ("wrong", "异常", "fel"),
    "part.database": ("Database", "数据库", "Databas"),
    "part.queue": ("Queue", "队列", "Kö"),
    "part.storage": ("Storage", "存储", "Lagring"),
    "part.index": ("Search index", "搜索索引", "Sökindex"),
    "part.mail": ("Mail", "邮件", "E-post"),
    "part.models": ("Models", "模型", "Modeller"),
    "part.space": ("Disk", "磁盘", "Disk"),
    "database.well": (
        "It answers, and its schema is current.",
        "有响应，结构为最新。",
        "Den svarar och schemat är aktuellt.",
    ),
    "database.wrong": (
        "Nothing can be shown or kept until it answers with the current schema.",
        "在其恢复并具有最新结构之前，无法显示或保存任何内容。",
        "Inget kan visas eller sparas förrän den svarar med aktuellt schema.",
    ),
    "queue.well": ("Work is passed on at once.", "任务会立即分发。", "Arbete lämnas vidare direkt."),
    "queue.wrong": (
        "Pictures are taken in, but wait until it is back.",
        "图片仍可上传，但需等待队列恢复后处理。",
        "Bilder tas emot men väntar tills den är tillbaka.",
    ),
    "storage.well": ("Pictures can be read and kept.", "图片可读写。", "Bilder kan läsas och sparas."),
    "storage.wrong": (
        "Pictures cannot be shown or uploaded.",
        "图片无法显示或上传。",
        "Bilder kan inte visas eller laddas upp.",
    ),
    "index.well": ("Searches are answered.", "搜索正常。", "Sökningar besvaras."),
    "index.wrong": (
        "Searches look in the database meanwhile, for words alone.",
        "搜索暂时改查数据库，仅支持文字。",
        "Sökningar går under tiden till databasen, bara på ord.",
    ),
    "mail.well": ("Letters are taken.", "邮件可以发出。", "Brev tas emot."),
    "mail.wrong": (
        "Letters wait and are sent later.",
        "邮件正在等待，稍后会发出。",
        "Brev väntar och skickas senare.",
    ),
    "models.well": ("Pictures are understood.", "图片可以被识别。", "Bilder förstås."),
    "models.wrong": (
        "Pictures are shown to their owners, but not understood yet.",
        "图片会显示给其所有者，但尚未被识别。",
        "Bilder visas för sina ägare men förstås ännu inte.",
    ),
    "space.well": ("There is room.", "空间充足。", "Det finns plats."),
    "space.wrong": (
        "Little is free: uploads may soon be refused.",
        "剩余空间不足，上传可能很快会被拒绝。",
        "Lite är ledigt: uppladdningar kan snart nekas.",
    ),
    "errors": ("Recent errors", "最近的错误", "Senaste fel"),
    "no errors": ("No work has failed.", "没有失败的任务。", "Inget arbete har misslyckats."),
    "to jobs": ("All jobs, to try them again", "全部任务（可重试）", "Alla jobb, för nya försök"),
    "when": ("When", "时间", "När"),
    "kind": ("Job", "任务", "Jobb"),
    "reason": ("Reason", "原因", "Orsak"),
    "jobs": ("Jobs", "任务", "Jobb"),
    "waiting": ("Waiting", "等待", "Väntar"),
    "running": ("Running", "运行", "Pågår"),
    "done": ("Done", "完成", "Klara"),
    "failed": ("Failed", "失败", "Fel"),
    "oldest": ("The oldest waits for", "最久等待", "Det äldsta har väntat"),
    "seconds": ("{} s", "{} 秒", "{} s"),
    "storage": ("Storage", "存储", "Lagring"),
    "pictures": ("Pictures", "图片", "Bilder"),
    "trash": ("In the trash", "回收站", "I papperskorgen"),
    "originals": ("Originals", "原图", "Original"),
    "free": ("Free on the disk", "磁盘剩余", "Ledigt på disken"),
    "orphans": ("Bytes without a row, at the last gc", "上次 gc 的孤立文件", "Filer utan rad, vid senaste gc"),
    "never": ("not known", "未知", "inte känt"),
    "index": ("Search index", "搜索索引", "Sökindex"),
    "documents": ("Documents", "文档", "Dokument"),
    "behind": ("Waiting for the index", "等待索引", "Väntar på indexet"),
    "backup": ("Backup", "备份", "Säkerhetskopia"),
    "last backup": ("Last made", "最近备份", "Senast gjord"),
    "verified": ("Restore last rehearsed", "最近恢复演练", "Återställning senast övad"),
    "version": ("Version", "版本", "Version"),
    "schema": ("Schema", "结构", "Schema"),
    "away": (
        "The database is away: there are no numbers just now.",
        "数据库无响应，暂无数据。",
        "Databasen svarar inte: inga siffror just nu.",
    ),
    "admin_accounts": ("Accounts", "账户", "Konton"),
    "admin_held": ("Held images", "待审图片", "Hållna bilder"),
    "admin_jobs": ("Jobs", "任务", "Jobb"),
    "admin_state": ("State", "状态", "Läge"),
}

Say = Callable[[str], str]


def words_in(language: str) -> Say:
    """Every word of the room in this language."""
    place = LANGUAGES.index(language)
    return lambda key: WORDS[key][place]
