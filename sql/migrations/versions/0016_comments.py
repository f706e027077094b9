"""Comments on images and albums, and who closed them"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_comments_thing": ["kind", "thing_id", "depth", "id"],
    "ix_comments_liked": ["kind", "thing_id", "depth", "likes", "id"],
    "ix_comments_thread": ["root_id", "position", "depth"],
    "ix_comments_author_id": ["author_id", "id"],
}
FLAGS = ("is_hidden", "is_held", "is_author_suspended")


def upgrade() -> None:
    for table in ("images", "albums"):
        with op.batch_alter_table(table) as changed:
            closed = sa.Column("comments_closed", sa.Boolean(name="comments_closed"), nullable=False, server_default="0")
            changed.add_column(closed)
    op.create_table(
        "comments",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=8), nullable=False),
        sa.Column("thing_id", Key(length=26), nullable=False),
        *(sa.Column(name, Key(length=26), nullable=True) for name in ("author_id", "parent_id")),
        sa.Column("root_id", Key(length=26), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("depth", "position", "span", "replies", "likes")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "html")),
        *(sa.Column(name, sa.Boolean(name=name), nullable=False) for name in FLAGS),
        sa.Column("created_at", Moment(), nullable=False),
        *(sa.Column(name, Moment(), nullable=True) for name in ("edited_at", "deleted_at")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_comments_author_id_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments") as made:
        for name, columns in INDEXES.items():
            made.create_index(name, columns)
    op.create_table(
        "comment_versions",
        *(sa.Column(name, Key(length=26), nullable=False) for name in ("id", "comment_id")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        cascade("comment_versions", "comment_id", "comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_versions")),
    )
    op.create_table(
        "comment_likes",
        *(sa.Column(name, Key(length=26), nullable=False) for name in ("comment_id", "liker_id")),
        sa.Column("created_at", Moment(), nullable=False),
        cascade("comment_likes", "comment_id", "comments"),
        cascade("comment_likes", "liker_id", "accounts"),
        sa.PrimaryKeyConstraint("comment_id", "liker_id", name=op.f("pk_comment_likes")),
    )
    for table, column in (("comment_versions", "comment_id"), ("comment_likes", "liker_id")):
        with op.batch_alter_table(table) as made:
            made.create_index(op.f(f"ix_{table}_{column}"), [column])


def cascade(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("comment_likes", "comment_versions", "comments"):
        op.drop_table(table)
    for table in ("albums", "images"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("comments_closed")
