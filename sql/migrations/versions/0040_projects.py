"""Projects, their members and what was said of pictures; which project a crawl looks for"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_projects_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index("ix_projects_owner", "projects", ["owner_id", "id"], unique=False)
    op.create_table(
        "project_members",
        sa.Column("project_id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("role", Key(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_project_members_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_members_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "account_id", name=op.f("pk_project_members")),
    )
    op.create_index(op.f("ix_project_members_account_id"), "project_members", ["account_id"], unique=False)
    op.create_table(
        "project_verdicts",
        sa.Column("project_id", Key(length=26), nullable=False),
        sa.Column("place", Key(length=8), nullable=False),
        sa.Column("key", Key(length=64), nullable=False),
        sa.Column("verdict", Key(length=8), nullable=False),
        sa.Column("person_id", Key(length=26), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.id"], name=op.f("fk_project_verdicts_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_verdicts_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "place", "key", name=op.f("pk_project_verdicts")),
    )
    op.create_index(op.f("ix_project_verdicts_person_id"), "project_verdicts", ["person_id"], unique=False)
    op.create_index("ix_project_verdicts_newest", "project_verdicts", ["project_id", "at"], unique=False)
    with op.batch_alter_table("crawls") as crawls:
        crawls.add_column(sa.Column("project_id", Key(length=26), nullable=True))
        crawls.create_index("ix_crawls_project", ["project_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("crawls") as crawls:
        crawls.drop_index("ix_crawls_project")
        crawls.drop_column("project_id")
    op.drop_table("project_verdicts")
    op.drop_table("project_members")
    op.drop_table("projects")
