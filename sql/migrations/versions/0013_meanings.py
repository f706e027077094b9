"""What the words that are told of an image mean, as a vector"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meanings",
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("version", Key(length=80), nullable=False),
        sa.Column("told", Key(length=64), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["images.id"], name=op.f("fk_meanings_image_id_images"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_meanings")),
    )
    with op.batch_alter_table("meanings") as made:
        made.create_index("ix_meanings_made_at", ["made_at", "image_id"])


def downgrade() -> None:
    op.drop_table("meanings")
