"""What detectors found in images"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "detections",
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("detector", Key(length=16), nullable=False),
        sa.Column("version", Key(length=80), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["images.id"], name=op.f("fk_detections_image_id_images"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("image_id", "detector", name=op.f("pk_detections")),
    )
    with op.batch_alter_table("detections") as made:
        made.create_index("ix_detections_version", ["detector", "version"])


def downgrade() -> None:
    op.drop_table("detections")
