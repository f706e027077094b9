"""Crawls of the web, their addresses, and the ledgers of where pictures come from"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from cms.extensions import Key, Moment, small_bytes

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crawls",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=16), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_crawls_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawls")),
    )
    op.create_index("ix_crawls_owner", "crawls", ["owner_id", "id"], unique=False)
    op.create_index("ix_crawls_created_at", "crawls", ["created_at"], unique=False)
    op.create_table(
        "crawl_addresses",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("crawl_id", Key(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visit", Key(length=16), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("asked", sa.String(length=2000), nullable=False),
        sa.Column("asked_sha256", Key(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("host", Key(length=255), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("page_url", sa.String(length=2000), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("format", Key(length=16), nullable=True),
        sa.Column("sha256", Key(length=64), nullable=True),
        sa.Column("fingerprint", small_bytes(16), nullable=True),
        sa.Column("image_id", Key(length=26), nullable=True),
        sa.Column("album_id", Key(length=26), nullable=True),
        sa.Column("collection_id", Key(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name=op.f("fk_crawl_addresses_crawl_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_addresses")),
        sa.UniqueConstraint("crawl_id", "asked_sha256", name=op.f("uq_crawl_addresses_crawl_id_asked_sha256")),
    )
    op.create_index("ix_crawl_addresses_place", "crawl_addresses", ["crawl_id", "position"], unique=False)
    op.create_index("ix_crawl_addresses_state", "crawl_addresses", ["crawl_id", "state", "position"], unique=False)
    op.create_table(
        "crawl_previews",
        sa.Column("address_id", Key(length=26), nullable=False),
        sa.Column("shown", sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["crawl_addresses.id"], name=op.f("fk_crawl_previews_address_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_crawl_previews")),
    )
    op.create_table(
        "crawl_hosts",
        sa.Column("host", Key(length=255), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("held_by", Key(length=26), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_crawl_hosts")),
    )
    op.create_index(op.f("ix_crawl_hosts_next_at"), "crawl_hosts", ["next_at"], unique=False)
    op.create_table(
        "crawl_robots",
        sa.Column("origin", Key(length=300), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_crawl_robots")),
    )
    op.create_index(op.f("ix_crawl_robots_read_at"), "crawl_robots", ["read_at"], unique=False)
    op.create_table(
        "image_sources",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url_sha256", Key(length=64), nullable=False),
        sa.Column("page_url", sa.String(length=2000), nullable=False),
        sa.Column("image_url", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("licence", Key(length=40), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.Column("validators", sa.JSON(), nullable=False),
        sa.Column("bytes_sha256", Key(length=64), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("crawl_id", Key(length=26), nullable=True),
        sa.Column("previous", Key(length=64), nullable=False),
        sa.Column("hash", Key(length=64), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name=op.f("fk_image_sources_image_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_sources")),
        sa.UniqueConstraint("image_id", "number", name=op.f("uq_image_sources_image_id_number")),
        sa.UniqueConstraint("image_id", "url_sha256", name=op.f("uq_image_sources_image_id_url_sha256")),
    )


def downgrade() -> None:
    for table in ("image_sources", "crawl_robots", "crawl_hosts", "crawl_previews", "crawl_addresses", "crawls"):
        op.drop_table(table)
