"""Links by which guests add pictures, and what guests sent"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def reference(table: str, column: str, target: str, *, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)


def upgrade() -> None:
    with op.batch_alter_table("share_links") as changed:
        changed.add_column(sa.Column("has_upload", sa.Boolean(name="has_upload"), nullable=False, server_default="0"))
        changed.add_column(sa.Column("max_uploads", sa.Integer(), nullable=False, server_default="0"))
        changed.add_column(sa.Column("uploads", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "guest_pictures",
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("album_id", Key(length=26), nullable=False),
        sa.Column("link_id", Key(length=26), nullable=True),
        sa.Column("guest", sa.String(length=60), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        reference("guest_pictures", "image_id", "images"),
        reference("guest_pictures", "album_id", "albums"),
        reference("guest_pictures", "link_id", "share_links", gone="SET NULL"),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_guest_pictures")),
    )
    op.create_index("ix_guest_pictures_newest", "guest_pictures", ["album_id", "image_id"])
    op.create_index("ix_guest_pictures_link_id", "guest_pictures", ["link_id"])


def downgrade() -> None:
    op.drop_table("guest_pictures")
    with op.batch_alter_table("share_links") as changed:
        changed.drop_column("uploads")
        changed.drop_column("max_uploads")
        changed.drop_column("has_upload")
