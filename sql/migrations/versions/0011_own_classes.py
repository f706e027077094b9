"""Own classes, their examples, and which images carry them"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_classes",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("name", Key(length=400), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("learnt_revision", sa.Integer(), nullable=False),
        sa.Column("accuracy", sa.Float(), nullable=True),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.Column("bias", sa.Float(), nullable=False),
        sa.Column("model_version", Key(length=80), nullable=False),
        sa.Column("trained_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_own_classes_owner_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_classes")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_own_classes_owner_id_name")),
    )
    pairs = {
        "class_examples": sa.Column("is_positive", sa.Boolean(name="is_positive"), nullable=False),
        "class_hits": sa.Column("score", sa.Float(), nullable=False),
    }
    for table, column in pairs.items():
        op.create_table(
            table,
            sa.Column("class_id", Key(length=26), nullable=False),
            sa.Column("image_id", Key(length=26), nullable=False),
            column,
            sa.ForeignKeyConstraint(
                ["class_id"], ["own_classes.id"], name=op.f(f"fk_{table}_class_id_own_classes"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                ["image_id"], ["images.id"], name=op.f(f"fk_{table}_image_id_images"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("class_id", "image_id", name=op.f(f"pk_{table}")),
        )
        with op.batch_alter_table(table) as made:
            made.create_index(f"ix_{table}_image_id", ["image_id"])


def downgrade() -> None:
    for table in ("class_hits", "class_examples", "own_classes"):
        op.drop_table(table)
