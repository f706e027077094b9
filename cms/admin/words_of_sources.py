"""The words of the room "Sources", in the three languages of Pixels."""

SOURCES: dict[str, tuple[str, str, str]] = {
    "admin_sources": ("Sources", "来源", "Källor"),
    "sources help": (
        "Somebody wants their pictures gone: block the address, the domain or the bytes."
        " What was taken from there goes to the trash, its owners are told and may appeal,"
        " and nothing is taken from there again.",
        "有人要求移除图片：屏蔽地址、域名或文件。从那里取得的图片都会移到回收站，所有者会收到通知并可申诉，以后也不会再从那里取得图片。",
        "Någon vill få bort sina bilder: spärra adressen, domänen eller filen."
        " Det som hämtats därifrån hamnar i papperskorgen, ägarna får veta det och kan överklaga,"
        " och inget hämtas därifrån igen.",
    ),
    "block a source": ("Block a source", "屏蔽来源", "Spärra en källa"),
    "kind of source": ("Kind", "类型", "Slag"),
    "source.address": ("address of a page or picture", "页面或图片的地址", "adress till en sida eller bild"),
    "source.domain": ("domain with all below it", "域名及其下所有地址", "domän med allt under den"),
    "source.hash": ("SHA-256 of a file", "文件的 SHA-256", "SHA-256 av en fil"),
    "source value": ("What is blocked", "要屏蔽的内容", "Vad som spärras"),
    "source reason": ("Why (its owners read it)", "原因（所有者可见）", "Varför (ägarna läser det)"),
    "block it": ("Block and remove", "屏蔽并移除", "Spärra och ta bort"),
    "blocked sources": ("Blocked sources", "已屏蔽的来源", "Spärrade källor"),
    "no sources": ("No source is blocked.", "没有屏蔽任何来源。", "Ingen källa är spärrad."),
    "source.running": ("pictures are being removed", "正在移除图片", "bilder tas bort"),
    "source.done": ("blocked", "已屏蔽", "spärrad"),
    "source.failed": ("broke off; block it again", "已中断，请重新屏蔽", "avbröts; spärra igen"),
    "source.lifted": ("lifted", "已解除", "hävd"),
    "removed pictures": ("{} pictures removed", "已移除 {} 张图片", "{} bilder borttagna"),
    "lift it": ("Lift the block", "解除屏蔽", "Häv spärren"),
    "about.source": ("source", "来源", "källa"),
    "log.block_source": ("blocked a source", "屏蔽了来源", "spärrade en källa"),
    "log.lift_source": ("lifted the block of a source", "解除了来源的屏蔽", "hävde spärren av en källa"),
}
