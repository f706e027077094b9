"""Sources found by their domain, ends of ledgers, what was published against a licence, and blocked sources"""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import context, op

from cms.extensions import Key, Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

SOURCES = sa.table("image_sources", *map(sa.column, ("id", "page_url", "image_url", "page_host", "image_host")))
TOGETHER = 500


def upgrade() -> None:
    with op.batch_alter_table("image_sources") as sources:
        sources.add_column(sa.Column("page_host", Key(length=255), nullable=False, server_default=""))
        sources.add_column(sa.Column("image_host", Key(length=255), nullable=False, server_default=""))
        for name in ("page_host", "image_host", "bytes_sha256"):
            sources.create_index(f"ix_image_sources_{name}", [name], unique=False)
    op.create_table(
        "ledger_heads",
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", Key(length=64), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name=op.f("fk_ledger_heads_image_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_ledger_heads")),
    )
    op.create_table(
        "publications",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("licences", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name=op.f("fk_publications_image_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index("ix_publications_image", "publications", ["image_id", "id"], unique=False)
    op.create_table(
        "source_blocks",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=16), nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=False),
        sa.Column("mark", Key(length=64), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moderator_id", Key(length=26), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_blocks")),
        sa.UniqueConstraint("mark", name=op.f("uq_source_blocks_mark")),
    )
    if not context.is_offline_mode():
        fill_hosts()
    fill_heads()


def fill_hosts() -> None:
    """Of every line the hosts of its two addresses, read from the right."""
    connection, after = op.get_bind(), ""
    columns = (SOURCES.c.id, SOURCES.c.page_url, SOURCES.c.image_url)
    while rows := connection.execute(
        sa.select(*columns).where(SOURCES.c.id > after).order_by(SOURCES.c.id).limit(TOGETHER)
    ).all():
        for row in rows:
            values = {"page_host": from_the_right(row.page_url), "image_host": from_the_right(row.image_url)}
            connection.execute(sa.update(SOURCES).where(SOURCES.c.id == row.id).values(values))
        after = rows[-1].id


def from_the_right(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return "".join(f"{part}." for part in reversed(host.split("."))) if 0 < len(host) < 254 else ""


def fill_heads() -> None:
    """The last line of every ledger, as long as nobody counted."""
    op.execute(
        "INSERT INTO ledger_heads (image_id, length, hash) SELECT s.image_id, s.number, s.hash FROM image_sources s"
        " WHERE s.number = (SELECT MAX(t.number) FROM image_sources t WHERE t.image_id = s.image_id)"
        " AND NOT EXISTS (SELECT 1 FROM ledger_heads h WHERE h.image_id = s.image_id)"
    )


def downgrade() -> None:
    for table in ("source_blocks", "publications", "ledger_heads"):
        op.drop_table(table)
    with op.batch_alter_table("image_sources") as sources:
        for name in ("page_host", "image_host", "bytes_sha256"):
            sources.drop_index(f"ix_image_sources_{name}")
        sources.drop_column("page_host")
        sources.drop_column("image_host")
