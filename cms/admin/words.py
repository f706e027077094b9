"""The words of the rooms of moderators, in the three languages of Pixels; Flask-Admin brings its own."""

from collections.abc import Callable

from flask import has_request_context
from flask_babel import LazyString

from cms.admin.words_of_numbers import NUMBERS
from cms.admin.words_of_queue import QUEUE
from cms.admin.words_of_sources import SOURCES
from cms.admin.words_of_tags import TAGS
from cms.wire.language import LANGUAGES, caller_language

WORDS: dict[str, tuple[str, str, str]] = {
    **TAGS,
    **SOURCES,
    **QUEUE,
    **NUMBERS,
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
    "cancelled": ("Cancelled", "已取消", "Avbrutna"),
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
    "overview": ("Overview", "概览", "Översikt"),
    "column.name": ("Name", "用户名", "Namn"),
    "column.display_name": ("Display name", "显示名称", "Visningsnamn"),
    "column.email": ("E-mail", "电子邮箱", "E-post"),
    "column.role": ("Role", "角色", "Roll"),
    "column.active": ("Open", "启用", "Öppet"),
    "yes": ("yes", "是", "ja"),
    "no": ("no", "否", "nej"),
    "column.usage": ("Kept", "已存储", "Sparat"),
    "column.created_at": ("Since", "创建时间", "Sedan"),
    "column.picture": ("Picture", "图片", "Bild"),
    "column.title": ("Title", "标题", "Titel"),
    "column.owner_id": ("Owner", "所有者", "Ägare"),
    "column.effective_privacy": ("Privacy", "可见范围", "Synlighet"),
    "column.kind": ("Job", "任务", "Jobb"),
    "column.subject_id": ("About", "对象", "Gäller"),
    "column.state": ("State", "状态", "Läge"),
    "column.attempts": ("Attempts", "尝试次数", "Försök"),
    "column.problem": ("Reason", "原因", "Orsak"),
    "column.due_at": ("Due", "应执行时间", "Ska göras"),
    "column.updated_at": ("Changed", "更新时间", "Ändrat"),
    "suspend": ("Suspend", "停用", "Stäng av"),
    "suspend?": (
        "Suspend these accounts? Their logins end and their pictures are hidden.",
        "停用这些账户？其登录将失效，图片将被隐藏。",
        "Stänga av dessa konton? De loggas ut och deras bilder döljs.",
    ),
    "release account": ("Open again", "重新启用", "Öppna igen"),
    "release account?": ("Open these accounts again?", "重新启用这些账户？", "Öppna dessa konton igen?"),
    "make_member": ("Make member", "设为成员", "Gör till medlem"),
    "make_member?": ("Make these accounts members?", "将这些账户设为成员？", "Göra dessa konton till medlemmar?"),
    "make_moderator": ("Make moderator", "设为版主", "Gör till moderator"),
    "make_moderator?": (
        "Make these accounts moderators?",
        "将这些账户设为版主？",
        "Göra dessa konton till moderatorer?",
    ),
    "make_admin": ("Make admin", "设为管理员", "Gör till administratör"),
    "make_admin?": ("Make these accounts admins?", "将这些账户设为管理员？", "Göra dessa konton till administratörer?"),
    "release picture": ("Release", "放行", "Släpp fram"),
    "release picture?": (
        "Let others see these pictures, as far as their privacy allows?",
        "在其可见范围内让他人看到这些图片？",
        "Låta andra se dessa bilder, så långt deras synlighet tillåter?",
    ),
    "keep": ("Keep held", "继续扣留", "Håll kvar"),
    "keep?": ("Keep these pictures held?", "继续扣留这些图片？", "Hålla kvar dessa bilder?"),
    "held picture": ("held picture", "待审图片", "hållen bild"),
    "retry": ("Try again", "重试", "Försök igen"),
    "retry?": ("Try these jobs again?", "重试这些任务？", "Försöka med dessa jobb igen?"),
    "cancel job": ("Cancel", "取消", "Avbryt"),
    "cancel job?": (
        "Cancel these jobs? What they have done stays.",
        "取消这些任务？已完成的部分会保留。",
        "Avbryta dessa jobb? Det som redan är gjort blir kvar.",
    ),
    "cancelled jobs": (
        "Cancelled: {}. Left as they were, since they are done, under way or needed by the site: {}.",
        "已取消 {} 项；{} 项已完成、正在运行或为系统所需，保持不变。",
        "Avbrutna: {}. Orörda, eftersom de är klara, pågår eller behövs av webbplatsen: {}.",
    ),
    "denied": (
        "You may not do that to your own account, or not at all.",
        "您不能对自己的账户这样做，或没有此权限。",
        "Du får inte göra det med ditt eget konto, eller inte alls.",
    ),
    "kept": ("{} bytes, {} images", "{} 字节，{} 张图片", "{} byte, {} bilder"),
    "kept of": ("{} of {}", "{} / {}", "{} av {}"),
    "set a quota": ("Set a quota", "设置配额", "Sätt en kvot"),
    "quota of": ("Quota of", "账户配额", "Kvot för"),
    "name": ("name", "用户名", "namn"),
    "bytes": ("bytes", "字节", "byte"),
    "images": ("images", "图片数", "bilder"),
    "set": ("Set", "设置", "Sätt"),
    "quota help": (
        "Empty: what the site gives. 0: no limit.",
        "留空：网站默认值。0：不限。",
        "Tomt: vad webbplatsen ger. 0: ingen gräns.",
    ),
    "no account": ("There is no such account.", "没有这个账户。", "Det finns inget sådant konto."),
    "quota digits": (
        "A quota is a number of bytes or images.",
        "配额应为字节数或图片数。",
        "En kvot är ett antal byte eller bilder.",
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


def said(key: str) -> LazyString:
    """A word that Flask-Admin is told once and says to each caller in their language."""
    return LazyString(lambda: words_in(caller_language() if has_request_context() else LANGUAGES[0])(key))


def labels(*columns: str) -> dict[str, LazyString]:
    """The heads of these columns."""
    return {column: said(f"column.{column}") for column in columns}
