"""With whom own classes are shared, and models that were trained"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ends = {"class_id": "own_classes", "owner_id": "accounts", "receiver_id": "accounts"}
    op.create_table(
        "class_shares",
        sa.Column("id", Key(length=26), nullable=False),
        *(sa.Column(name, Key(length=26), nullable=False) for name in ends),
        sa.Column("has_examples", sa.Boolean(name="has_examples"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_class_shares_{name}_{table}"), ondelete="CASCADE"
            )
            for name, table in ends.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_shares")),
        sa.UniqueConstraint("class_id", "receiver_id", name=op.f("uq_class_shares_class_id_receiver_id")),
    )
    with op.batch_alter_table("class_shares") as made:
        for name in ("owner_id", "receiver_id"):
            made.create_index(op.f(f"ix_class_shares_{name}"), [name])
    op.create_table(
        "trainings",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("name", Key(length=80), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("folder", "base")),
        sa.Column("epochs", sa.Integer(), nullable=False),
        *(sa.Column(name, Key(length=16), nullable=False) for name in ("state", "step")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "total")),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )


def downgrade() -> None:
    op.drop_table("trainings")
    op.drop_table("class_shares")
