"""What admins choose of the settings while the site runs"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_choices",
        sa.Column("name", Key(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_choices")),
    )


def downgrade() -> None:
    op.drop_table("site_choices")
