"""Work by kind and state, so that a search asks cheaply what the index has not heard of yet"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("work") as work:
        work.create_index("ix_work_kind_state", ["kind", "state", "subject_id"])


def downgrade():
    with op.batch_alter_table("work") as work:
        work.drop_index("ix_work_kind_state")
