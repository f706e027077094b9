"""Up to which level an account is shown pictures without a veil"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("shows_up_to", Key(length=16), nullable=False, server_default="safe"))
    with op.batch_alter_table("accounts") as accounts:
        accounts.alter_column("shows_up_to", server_default=None, existing_type=Key(length=16), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("shows_up_to")
