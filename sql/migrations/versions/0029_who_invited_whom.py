"""Who invited whom: each account names the one whose invitation it used"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("invited_by_id", Key(length=26), nullable=True))
        accounts.create_index("ix_accounts_invited_by_id", ["invited_by_id"])


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_index("ix_accounts_invited_by_id")
        accounts.drop_column("invited_by_id")
