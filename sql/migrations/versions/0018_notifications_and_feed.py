"""What accounts are told of, which tags and albums they follow, and how far they have seen what came of it"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("occasion", Key(length=16), nullable=False),
        sa.Column("subject_kind", Key(length=16), nullable=False),
        sa.Column("subject_id", Key(length=26), nullable=False),
        sa.Column("group_key", Key(length=60), nullable=False),
        sa.Column("detail_id", Key(length=26), nullable=False),
        sa.Column("is_in_app", sa.Boolean(name="is_in_app"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        reference("notifications", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("account_id", "group_key", name=op.f("uq_notifications_account_id_group_key")),
    )
    op.create_index(
        "ix_notifications_newest", "notifications", ["account_id", "is_in_app", "updated_at", "id"], unique=False
    )
    op.create_index("ix_notifications_subject_id", "notifications", ["subject_id"], unique=False)
    op.create_index("ix_notifications_read_at", "notifications", ["read_at"], unique=False)
    op.create_table(
        "notification_actors",
        sa.Column("notification_id", Key(length=26), nullable=False),
        sa.Column("actor_id", Key(length=26), nullable=False),
        sa.Column("detail_id", Key(length=26), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        reference("notification_actors", "notification_id", "notifications"),
        reference("notification_actors", "actor_id", "accounts"),
        sa.PrimaryKeyConstraint("notification_id", "actor_id", name=op.f("pk_notification_actors")),
    )
    op.create_index(op.f("ix_notification_actors_actor_id"), "notification_actors", ["actor_id"], unique=False)
    op.create_table(
        "notification_settings",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        reference("notification_settings", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notification_settings")),
    )
    op.create_table(
        "muted_albums",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("album_id", Key(length=26), nullable=False),
        reference("muted_albums", "account_id", "accounts"),
        reference("muted_albums", "album_id", "albums"),
        sa.PrimaryKeyConstraint("account_id", "album_id", name=op.f("pk_muted_albums")),
    )
    op.create_index(op.f("ix_muted_albums_album_id"), "muted_albums", ["album_id"], unique=False)
    make_feed()


def make_feed() -> None:
    op.create_table(
        "tag_follows",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("key", Key(length=240), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        reference("tag_follows", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_tag_follows")),
    )
    op.create_table(
        "album_follows",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("album_id", Key(length=26), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        reference("album_follows", "account_id", "accounts"),
        reference("album_follows", "album_id", "albums"),
        sa.PrimaryKeyConstraint("account_id", "album_id", name=op.f("pk_album_follows")),
    )
    op.create_index(op.f("ix_album_follows_album_id"), "album_follows", ["album_id"], unique=False)
    op.create_table(
        "feed_marks",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("seen_until", Moment(), nullable=False),
        reference("feed_marks", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_feed_marks")),
    )
    op.create_index("ix_image_tags_newest", "image_tags", ["key", "image_id"], unique=False)
    op.drop_index(op.f("ix_image_tags_key"), table_name="image_tags")


def downgrade() -> None:
    op.create_index(op.f("ix_image_tags_key"), "image_tags", ["key"], unique=False)
    op.drop_index("ix_image_tags_newest", table_name="image_tags")
    for table in (
        "feed_marks",
        "album_follows",
        "tag_follows",
        "muted_albums",
        "notification_settings",
        "notification_actors",
        "notifications",
    ):
        op.drop_table(table)
