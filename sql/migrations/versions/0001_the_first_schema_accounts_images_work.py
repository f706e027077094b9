"""The first schema: accounts, images, work"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

import cms.extensions


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('name', cms.extensions.Key(length=30), nullable=False),
    sa.Column('email', cms.extensions.Key(length=254), nullable=False),
    sa.Column('display_name', sa.String(length=80), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=False),
    sa.Column('role', cms.extensions.Key(length=16), nullable=False),
    sa.Column('active', sa.Boolean(name='active'), nullable=False),
    sa.Column('fs_uniquifier', cms.extensions.Key(length=64), nullable=False),
    sa.Column('language', cms.extensions.Key(length=8), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('understanding', sa.Boolean(name='understanding'), nullable=False),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('email', name=op.f('uq_accounts_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_accounts_fs_uniquifier')),
    sa.UniqueConstraint('name', name=op.f('uq_accounts_name'))
    )
    op.create_table('discarded_objects',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('batch_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('storage', cms.extensions.Key(length=16), nullable=False),
    sa.Column('key', cms.extensions.Key(length=200), nullable=False),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discarded_objects'))
    )
    with op.batch_alter_table('discarded_objects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discarded_objects_batch_id'), ['batch_id'], unique=False)

    op.create_table('invitations',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('secret_hash', cms.extensions.Key(length=64), nullable=False),
    sa.Column('role', cms.extensions.Key(length=16), nullable=False),
    sa.Column('used_at', cms.extensions.Moment(), nullable=True),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_invitations_secret_hash'))
    )
    op.create_table('kept_answers',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('account_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('key', cms.extensions.Key(length=200), nullable=False),
    sa.Column('fingerprint', cms.extensions.Key(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('location', cms.extensions.Key(length=200), nullable=True),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_answers')),
    sa.UniqueConstraint('account_id', 'key', name=op.f('uq_kept_answers_account_id_key'))
    )
    with op.batch_alter_table('kept_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_answers_created_at'), ['created_at'], unique=False)

    op.create_table('work',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('kind', cms.extensions.Key(length=40), nullable=False),
    sa.Column('subject_id', cms.extensions.Key(length=64), nullable=False),
    sa.Column('state', cms.extensions.Key(length=16), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', cms.extensions.Moment(), nullable=False),
    sa.Column('lease_until', cms.extensions.Moment(), nullable=True),
    sa.Column('lease', cms.extensions.Key(length=26), nullable=True),
    sa.Column('problem', sa.String(length=500), nullable=True),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.Column('updated_at', cms.extensions.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_work_kind_subject_id'))
    )
    with op.batch_alter_table('work', schema=None) as batch_op:
        batch_op.create_index('ix_work_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('api_tokens',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('account_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('secret_hash', cms.extensions.Key(length=64), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('expires_at', cms.extensions.Moment(), nullable=True),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_api_tokens_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_api_tokens_secret_hash'))
    )
    with op.batch_alter_table('api_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_tokens_account_id'), ['account_id'], unique=False)

    op.create_table('images',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('owner_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', cms.extensions.Key(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('format', cms.extensions.Key(length=16), nullable=False),
    sa.Column('content_type', cms.extensions.Key(length=40), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('storage', cms.extensions.Key(length=16), nullable=False),
    sa.Column('original_key', cms.extensions.Key(length=200), nullable=False),
    sa.Column('rendition_keys', sa.JSON(), nullable=False),
    sa.Column('shared_spans', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('frames', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('placeholder', sa.String(length=60), nullable=True),
    sa.Column('colours', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.LargeBinary(length=16).with_variant(sa.VARBINARY(length=16), 'mysql'), nullable=True),
    sa.Column('exif', sa.JSON(), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=True),
    sa.Column('taken_offset', cms.extensions.Key(length=6), nullable=True),
    sa.Column('lat', sa.Float(precision=53), nullable=True),
    sa.Column('lon', sa.Float(precision=53), nullable=True),
    sa.Column('alt', sa.Float(precision=53), nullable=True),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('alt_text', sa.String(length=1000), nullable=False),
    sa.Column('licence', sa.String(length=80), nullable=False),
    sa.Column('author', sa.String(length=120), nullable=False),
    sa.Column('source_url', sa.String(length=500), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('category', cms.extensions.Key(length=16), nullable=False),
    sa.Column('category_source', cms.extensions.Key(length=8), nullable=False),
    sa.Column('privacy', cms.extensions.Key(length=16), nullable=False),
    sa.Column('effective_privacy', cms.extensions.Key(length=16), nullable=False),
    sa.Column('state', cms.extensions.Key(length=16), nullable=False),
    sa.Column('problem', sa.String(length=500), nullable=True),
    sa.Column('review', cms.extensions.Key(length=16), nullable=False),
    sa.Column('understanding', cms.extensions.Key(length=16), nullable=False),
    sa.Column('is_owner_suspended', sa.Boolean(name='is_owner_suspended'), nullable=False),
    sa.Column('is_trashed', sa.Boolean(name='is_trashed'), nullable=False),
    sa.Column('trashed_at', cms.extensions.Moment(), nullable=True),
    sa.Column('sort_at', sa.DateTime(), nullable=False),
    sa.Column('created_at', cms.extensions.Moment(), nullable=False),
    sa.Column('updated_at', cms.extensions.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['accounts.id'], name=op.f('fk_images_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_images')),
    sa.UniqueConstraint('owner_id', 'sha256', name=op.f('uq_images_owner_id_sha256'))
    )
    with op.batch_alter_table('images', schema=None) as batch_op:
        batch_op.create_index('ix_images_open', ['effective_privacy', 'review', 'state', 'is_trashed', 'is_owner_suspended', 'id'], unique=False)
        batch_op.create_index('ix_images_owner', ['owner_id', 'is_trashed', 'id'], unique=False)
        batch_op.create_index('ix_images_timeline', ['owner_id', 'is_trashed', 'sort_at', 'id'], unique=False)

    op.create_table('classifications',
    sa.Column('image_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('model', cms.extensions.Key(length=80), nullable=False),
    sa.Column('version', cms.extensions.Key(length=80), nullable=False),
    sa.Column('labels', sa.JSON(), nullable=False),
    sa.Column('category', cms.extensions.Key(length=16), nullable=False),
    sa.Column('category_probability', sa.Float(), nullable=False),
    sa.Column('gate_model', cms.extensions.Key(length=80), nullable=False),
    sa.Column('gate_version', cms.extensions.Key(length=80), nullable=False),
    sa.Column('gate_score', sa.Float(), nullable=False),
    sa.Column('read_at', cms.extensions.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['image_id'], ['images.id'], name=op.f('fk_classifications_image_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('image_id', name=op.f('pk_classifications'))
    )
    with op.batch_alter_table('classifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_classifications_version'), ['version'], unique=False)

    op.create_table('embeddings',
    sa.Column('image_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('model', cms.extensions.Key(length=80), nullable=False),
    sa.Column('version', cms.extensions.Key(length=80), nullable=False),
    sa.Column('dimensions', sa.Integer(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['image_id'], ['images.id'], name=op.f('fk_embeddings_image_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('image_id', name=op.f('pk_embeddings'))
    )
    op.create_table('image_tags',
    sa.Column('id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('image_id', cms.extensions.Key(length=26), nullable=False),
    sa.Column('key', cms.extensions.Key(length=240), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('source', cms.extensions.Key(length=8), nullable=False),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['image_id'], ['images.id'], name=op.f('fk_image_tags_image_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_image_tags')),
    sa.UniqueConstraint('image_id', 'source', 'key', name=op.f('uq_image_tags_image_id_source_key'))
    )
    with op.batch_alter_table('image_tags', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_image_tags_key'), ['key'], unique=False)



def downgrade() -> None:
    """Tables take their indexes with them; MySQL drops none that a foreign key needs."""
    op.drop_table('image_tags')
    op.drop_table('embeddings')
    op.drop_table('classifications')
    op.drop_table('images')
    op.drop_table('api_tokens')
    op.drop_table('work')
    op.drop_table('kept_answers')
    op.drop_table('invitations')
    op.drop_table('discarded_objects')
    op.drop_table('accounts')
