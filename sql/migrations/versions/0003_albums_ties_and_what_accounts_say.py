"""Albums, who follows, blocks and mutes whom, and what accounts say of themselves"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EDGES = {
    "follows": ("follower_id", "followed_id"),
    "follow_requests": ("asker_id", "asked_id"),
    "blocks": ("blocker_id", "blocked_id"),
    "mutes": ("muter_id", "muted_id"),
}
SHOWN_BY = ["effective_privacy", "review", "state", "is_owner_suspended"]


def make_edges(table, one, other):
    columns = [sa.Column(name, Key(length=26), nullable=False) for name in (one, other)]
    accounts = [
        sa.ForeignKeyConstraint([name], ["accounts.id"], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")
        for name in (one, other)
    ]
    made = sa.Column("created_at", Moment(), nullable=False)
    op.create_table(table, *columns, made, *accounts, sa.PrimaryKeyConstraint(one, other, name=op.f(f"pk_{table}")))
    with op.batch_alter_table(table) as edges:
        edges.create_index(op.f(f"ix_{table}_{other}"), [other])


def make_albums():
    op.create_table(
        "albums",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", Key(length=16), nullable=False),
        sa.Column("privacy", Key(length=16), nullable=False),
        sa.Column("effective_privacy", Key(length=16), nullable=False),
        sa.Column("parent_id", Key(length=26), nullable=True),
        sa.Column("path", Key(length=240), nullable=False),
        sa.Column("cover_id", Key(length=26), nullable=True),
        sa.Column("is_owner_suspended", sa.Boolean(name="is_owner_suspended"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_albums_owner_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["albums.id"], name=op.f("fk_albums_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_albums")),
    )
    op.create_table(
        "album_tags",
        sa.Column("album_id", Key(length=26), nullable=False),
        sa.Column("key", Key(length=240), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["album_id"], ["albums.id"], name=op.f("fk_album_tags_album_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("album_id", "key", name=op.f("pk_album_tags")),
    )
    with op.batch_alter_table("albums") as albums:
        albums.create_index("ix_albums_owner", ["owner_id", "id"])
        albums.create_index("ix_albums_path", ["path"])
        albums.create_index(op.f("ix_albums_parent_id"), ["parent_id"])
    with op.batch_alter_table("album_tags") as tags:
        tags.create_index(op.f("ix_album_tags_key"), ["key"])


def upgrade() -> None:
    for table, (one, other) in EDGES.items():
        make_edges(table, one, other)
    make_albums()
    with op.batch_alter_table("accounts") as accounts:
        accounts.alter_column("email", existing_type=Key(length=254), nullable=True)
        accounts.add_column(sa.Column("unconfirmed_email", Key(length=254), nullable=True))
        accounts.add_column(sa.Column("phone", Key(length=20), nullable=True))
        for name in ("locked", "asked_to_lock"):
            accounts.add_column(sa.Column(name, sa.Boolean(name=name), nullable=False, server_default="0"))
        accounts.add_column(sa.Column("picture_id", Key(length=26), nullable=True))
        accounts.add_column(sa.Column("used_bytes", sa.BigInteger(), nullable=False, server_default="0"))
        accounts.add_column(sa.Column("used_images", sa.Integer(), nullable=False, server_default="0"))
        accounts.add_column(sa.Column("quota_bytes", sa.BigInteger(), nullable=True))
        accounts.add_column(sa.Column("quota_images", sa.Integer(), nullable=True))
        accounts.create_index(op.f("ix_accounts_unconfirmed_email"), ["unconfirmed_email"])
    with op.batch_alter_table("images") as images:
        images.add_column(sa.Column("album_id", Key(length=26), nullable=True))
        images.add_column(sa.Column("album_privacy", Key(length=16), nullable=False, server_default="public"))
        images.create_foreign_key(op.f("fk_images_album_id"), "albums", ["album_id"], ["id"])
        images.create_index("ix_images_album", ["album_id", "is_trashed", "id", *SHOWN_BY, "owner_id"])
        images.create_index("ix_images_owner_shown", ["owner_id", "is_trashed", "id", *SHOWN_BY])
        images.drop_index("ix_images_owner")
    count_what_is_used()


def count_what_is_used() -> None:
    """What accounts have added before: pictures that failed have no bytes any more."""
    op.execute(
        "UPDATE accounts SET"
        " used_bytes = (SELECT coalesce(sum(size), 0) FROM images WHERE owner_id = accounts.id AND state <> 'failed'),"
        " used_images = (SELECT count(*) FROM images WHERE owner_id = accounts.id AND state <> 'failed')"
    )


def downgrade() -> None:
    with op.batch_alter_table("images") as images:
        images.create_index("ix_images_owner", ["owner_id", "is_trashed", "id"])
        images.drop_index("ix_images_owner_shown")
        images.drop_constraint(op.f("fk_images_album_id"), type_="foreignkey")
        images.drop_index("ix_images_album")
        images.drop_column("album_privacy")
        images.drop_column("album_id")
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_index(op.f("ix_accounts_unconfirmed_email"))
        for name in ("quota_images", "quota_bytes", "used_images", "used_bytes", "picture_id", "asked_to_lock", "locked"):
            accounts.drop_column(name)
        accounts.drop_column("phone")
        accounts.drop_column("unconfirmed_email")
        accounts.alter_column("email", existing_type=Key(length=254), nullable=False)
    op.drop_table("album_tags")
    op.drop_table("albums")
    for table in reversed(EDGES):
        op.drop_table(table)
