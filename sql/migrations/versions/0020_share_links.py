"""Links that show one thing to whoever holds them"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share_links",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=16), nullable=False),
        sa.Column("thing_id", Key(length=26), nullable=False),
        sa.Column("token_hash", Key(length=64), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("max_views", sa.Integer(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("has_download", sa.Boolean(name="has_download"), nullable=False),
        sa.Column("has_metadata", sa.Boolean(name="has_metadata"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_viewed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_share_links_owner_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_links_token_hash")),
    )
    with op.batch_alter_table("share_links") as made:
        made.create_index("ix_share_links_owner_id", ["owner_id"])
        made.create_index("ix_share_links_thing_id", ["thing_id"])


def downgrade() -> None:
    op.drop_table("share_links")
