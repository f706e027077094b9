"""Fingerprints of blocked pictures with a little cut off"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("blocked_pictures") as pictures:
        pictures.add_column(sa.Column("image_id", Key(length=26), nullable=True))
        pictures.add_column(sa.Column("marks", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("blocked_pictures") as pictures:
        pictures.drop_column("marks")
        pictures.drop_column("image_id")
