"""Relations of tags, and changes of tags on many images"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag_relations",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=16), nullable=False),
        sa.Column("slot", Key(length=500), nullable=True),
        sa.Column("key", Key(length=240), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("target_key", Key(length=240), nullable=False),
        sa.Column("target_label", sa.String(length=60), nullable=False),
        sa.Column("author_id", Key(length=26), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("remover_id", Key(length=26), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_tag_relations_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["remover_id"], ["accounts.id"], name=op.f("fk_tag_relations_remover_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_relations")),
        sa.UniqueConstraint("slot", name=op.f("uq_tag_relations_slot")),
    )
    op.create_table(
        "tag_changes",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("author_id", Key(length=26), nullable=True),
        sa.Column("key", Key(length=240), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("target_key", Key(length=240), nullable=False),
        sa.Column("target_label", sa.String(length=60), nullable=False),
        sa.Column("alias_id", Key(length=26), nullable=True),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("undoer_id", Key(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_tag_changes_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undoer_id"], ["accounts.id"], name=op.f("fk_tag_changes_undoer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_changes")),
    )
    op.create_table(
        "tag_change_items",
        sa.Column("change_id", Key(length=26), nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("outcome", Key(length=16), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["tag_changes.id"], name=op.f("fk_tag_change_items_change_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("change_id", "image_id", name=op.f("pk_tag_change_items")),
    )
    with op.batch_alter_table("tag_relations") as relations:
        relations.create_index(op.f("ix_tag_relations_key"), ["key"])
        relations.create_index(op.f("ix_tag_relations_target_key"), ["target_key"])
    with op.batch_alter_table("tag_changes") as changes:
        changes.create_index(op.f("ix_tag_changes_key"), ["key"])
        changes.create_index(op.f("ix_tag_changes_target_key"), ["target_key"])
    with op.batch_alter_table("tag_change_items") as items:
        items.create_index("ix_tag_change_items_outcome", ["change_id", "outcome", "image_id"])
        items.create_index("ix_tag_change_items_image_id", ["image_id"])


def downgrade() -> None:
    op.drop_table("tag_change_items")
    op.drop_table("tag_changes")
    op.drop_table("tag_relations")
