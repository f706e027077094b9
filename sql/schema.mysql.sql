-- The schema on mysql as the migrations make it. Written by `make schema`: change it there.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 0001

CREATE TABLE accounts (
    id VARBINARY(26) NOT NULL,
    name VARBINARY(30) NOT NULL,
    email VARBINARY(254) NOT NULL,
    display_name VARCHAR(80) NOT NULL,
    password VARCHAR(255) NOT NULL,
    `role` VARBINARY(16) NOT NULL,
    active BOOL NOT NULL,
    fs_uniquifier VARBINARY(64) NOT NULL,
    language VARBINARY(8) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    understanding BOOL NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (id),
    CONSTRAINT uq_accounts_email UNIQUE (email),
    CONSTRAINT uq_accounts_fs_uniquifier UNIQUE (fs_uniquifier),
    CONSTRAINT uq_accounts_name UNIQUE (name)
);

CREATE TABLE discarded_objects (
    id VARBINARY(26) NOT NULL,
    batch_id VARBINARY(26) NOT NULL,
    storage VARBINARY(16) NOT NULL,
    `key` VARBINARY(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_discarded_objects PRIMARY KEY (id)
);

CREATE INDEX ix_discarded_objects_batch_id ON discarded_objects (batch_id);

CREATE TABLE invitations (
    id VARBINARY(26) NOT NULL,
    secret_hash VARBINARY(64) NOT NULL,
    `role` VARBINARY(16) NOT NULL,
    used_at DATETIME(6),
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_invitations_secret_hash UNIQUE (secret_hash)
);

CREATE TABLE kept_answers (
    id VARBINARY(26) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    `key` VARBINARY(200) NOT NULL,
    fingerprint VARBINARY(64) NOT NULL,
    status INTEGER NOT NULL,
    body JSON NOT NULL,
    location VARBINARY(200),
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_kept_answers PRIMARY KEY (id),
    CONSTRAINT uq_kept_answers_account_id_key UNIQUE (account_id, `key`)
);

CREATE INDEX ix_kept_answers_created_at ON kept_answers (created_at);

CREATE TABLE work (
    id VARBINARY(26) NOT NULL,
    kind VARBINARY(40) NOT NULL,
    subject_id VARBINARY(64) NOT NULL,
    state VARBINARY(16) NOT NULL,
    round INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at DATETIME(6) NOT NULL,
    lease_until DATETIME(6),
    lease VARBINARY(26),
    problem VARCHAR(500),
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_work PRIMARY KEY (id),
    CONSTRAINT uq_work_kind_subject_id UNIQUE (kind, subject_id)
);

CREATE INDEX ix_work_state_due_at ON work (state, due_at);

CREATE TABLE api_tokens (
    id VARBINARY(26) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    name VARCHAR(80) NOT NULL,
    secret_hash VARBINARY(64) NOT NULL,
    scopes JSON NOT NULL,
    expires_at DATETIME(6),
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT fk_api_tokens_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_api_tokens_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_api_tokens_account_id ON api_tokens (account_id);

CREATE TABLE images (
    id VARBINARY(26) NOT NULL,
    owner_id VARBINARY(26) NOT NULL,
    version INTEGER NOT NULL,
    sha256 VARBINARY(64) NOT NULL,
    size INTEGER NOT NULL,
    format VARBINARY(16) NOT NULL,
    content_type VARBINARY(40) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    storage VARBINARY(16) NOT NULL,
    original_key VARBINARY(200) NOT NULL,
    rendition_keys JSON NOT NULL,
    shared_spans JSON,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    placeholder VARCHAR(60),
    colours JSON NOT NULL,
    fingerprint VARBINARY(16),
    exif JSON NOT NULL,
    taken_at DATETIME,
    taken_offset VARBINARY(6),
    lat FLOAT(53),
    lon FLOAT(53),
    alt FLOAT(53),
    place_id INTEGER,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    alt_text VARCHAR(1000) NOT NULL,
    licence VARCHAR(80) NOT NULL,
    author VARCHAR(120) NOT NULL,
    source_url VARCHAR(500) NOT NULL,
    rating INTEGER,
    category VARBINARY(16) NOT NULL,
    category_source VARBINARY(8) NOT NULL,
    privacy VARBINARY(16) NOT NULL,
    effective_privacy VARBINARY(16) NOT NULL,
    state VARBINARY(16) NOT NULL,
    problem VARCHAR(500),
    review VARBINARY(16) NOT NULL,
    understanding VARBINARY(16) NOT NULL,
    is_owner_suspended BOOL NOT NULL,
    is_trashed BOOL NOT NULL,
    trashed_at DATETIME(6),
    sort_at DATETIME NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_images PRIMARY KEY (id),
    CONSTRAINT fk_images_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id),
    CONSTRAINT uq_images_owner_id_sha256 UNIQUE (owner_id, sha256)
);

CREATE INDEX ix_images_open ON images (effective_privacy, review, state, is_trashed, is_owner_suspended, id);

CREATE INDEX ix_images_owner ON images (owner_id, is_trashed, id);

CREATE INDEX ix_images_timeline ON images (owner_id, is_trashed, sort_at, id);

CREATE TABLE classifications (
    image_id VARBINARY(26) NOT NULL,
    model VARBINARY(80) NOT NULL,
    version VARBINARY(80) NOT NULL,
    labels JSON NOT NULL,
    category VARBINARY(16) NOT NULL,
    category_probability FLOAT NOT NULL,
    gate_model VARBINARY(80) NOT NULL,
    gate_version VARBINARY(80) NOT NULL,
    gate_score FLOAT NOT NULL,
    read_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_classifications PRIMARY KEY (image_id),
    CONSTRAINT fk_classifications_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE
);

CREATE INDEX ix_classifications_version ON classifications (version);

CREATE TABLE embeddings (
    image_id VARBINARY(26) NOT NULL,
    model VARBINARY(80) NOT NULL,
    version VARBINARY(80) NOT NULL,
    dimensions INTEGER NOT NULL,
    vector BLOB NOT NULL,
    CONSTRAINT pk_embeddings PRIMARY KEY (image_id),
    CONSTRAINT fk_embeddings_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE
);

CREATE TABLE image_tags (
    id VARBINARY(26) NOT NULL,
    image_id VARBINARY(26) NOT NULL,
    `key` VARBINARY(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    source VARBINARY(8) NOT NULL,
    score FLOAT,
    position INTEGER NOT NULL,
    CONSTRAINT pk_image_tags PRIMARY KEY (id),
    CONSTRAINT fk_image_tags_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT uq_image_tags_image_id_source_key UNIQUE (image_id, source, `key`)
);

CREATE INDEX ix_image_tags_key ON image_tags (`key`);

INSERT INTO alembic_version (version_num) VALUES ('0001');

-- Running upgrade 0001 -> 0002

ALTER TABLE images ADD COLUMN share_metadata BOOL NOT NULL DEFAULT '0';

ALTER TABLE images ADD COLUMN problem_code VARBINARY(40);

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

-- Running upgrade 0002 -> 0003

CREATE TABLE follows (
    follower_id VARBINARY(26) NOT NULL,
    followed_id VARBINARY(26) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_follows PRIMARY KEY (follower_id, followed_id),
    CONSTRAINT fk_follows_follower_id FOREIGN KEY(follower_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_follows_followed_id FOREIGN KEY(followed_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX ix_follows_followed_id ON follows (followed_id);

CREATE TABLE follow_requests (
    asker_id VARBINARY(26) NOT NULL,
    asked_id VARBINARY(26) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_follow_requests PRIMARY KEY (asker_id, asked_id),
    CONSTRAINT fk_follow_requests_asker_id FOREIGN KEY(asker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_follow_requests_asked_id FOREIGN KEY(asked_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX ix_follow_requests_asked_id ON follow_requests (asked_id);

CREATE TABLE blocks (
    blocker_id VARBINARY(26) NOT NULL,
    blocked_id VARBINARY(26) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_blocks PRIMARY KEY (blocker_id, blocked_id),
    CONSTRAINT fk_blocks_blocker_id FOREIGN KEY(blocker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_blocks_blocked_id FOREIGN KEY(blocked_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX ix_blocks_blocked_id ON blocks (blocked_id);

CREATE TABLE mutes (
    muter_id VARBINARY(26) NOT NULL,
    muted_id VARBINARY(26) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_mutes PRIMARY KEY (muter_id, muted_id),
    CONSTRAINT fk_mutes_muter_id FOREIGN KEY(muter_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_mutes_muted_id FOREIGN KEY(muted_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX ix_mutes_muted_id ON mutes (muted_id);

CREATE TABLE albums (
    id VARBINARY(26) NOT NULL,
    owner_id VARBINARY(26) NOT NULL,
    version INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    category VARBINARY(16) NOT NULL,
    privacy VARBINARY(16) NOT NULL,
    effective_privacy VARBINARY(16) NOT NULL,
    parent_id VARBINARY(26),
    path VARBINARY(240) NOT NULL,
    cover_id VARBINARY(26),
    is_owner_suspended BOOL NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_albums PRIMARY KEY (id),
    CONSTRAINT fk_albums_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id),
    CONSTRAINT fk_albums_parent_id FOREIGN KEY(parent_id) REFERENCES albums (id)
);

CREATE TABLE album_tags (
    album_id VARBINARY(26) NOT NULL,
    `key` VARBINARY(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_album_tags PRIMARY KEY (album_id, `key`),
    CONSTRAINT fk_album_tags_album_id FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE
);

CREATE INDEX ix_albums_owner ON albums (owner_id, id);

CREATE INDEX ix_albums_path ON albums (path);

CREATE INDEX ix_albums_parent_id ON albums (parent_id);

CREATE INDEX ix_album_tags_key ON album_tags (`key`);

ALTER TABLE accounts MODIFY email VARBINARY(254) NULL;

ALTER TABLE accounts ADD COLUMN unconfirmed_email VARBINARY(254);

ALTER TABLE accounts ADD COLUMN phone VARBINARY(20);

ALTER TABLE accounts ADD COLUMN locked BOOL NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN asked_to_lock BOOL NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN picture_id VARBINARY(26);

ALTER TABLE accounts ADD COLUMN used_bytes BIGINT NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN used_images INTEGER NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN quota_bytes BIGINT;

ALTER TABLE accounts ADD COLUMN quota_images INTEGER;

CREATE INDEX ix_accounts_unconfirmed_email ON accounts (unconfirmed_email);

ALTER TABLE images ADD COLUMN album_id VARBINARY(26);

ALTER TABLE images ADD COLUMN album_privacy VARBINARY(16) NOT NULL DEFAULT 'public';

ALTER TABLE images ADD CONSTRAINT fk_images_album_id FOREIGN KEY(album_id) REFERENCES albums (id);

CREATE INDEX ix_images_album ON images (album_id, is_trashed, id, effective_privacy, review, state, is_owner_suspended, owner_id);

CREATE INDEX ix_images_owner_shown ON images (owner_id, is_trashed, id, effective_privacy, review, state, is_owner_suspended);

DROP INDEX ix_images_owner ON images;

UPDATE accounts SET used_bytes = (SELECT coalesce(sum(size), 0) FROM images WHERE owner_id = accounts.id AND state <> 'failed'), used_images = (SELECT count(*) FROM images WHERE owner_id = accounts.id AND state <> 'failed');

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

-- Running upgrade 0003 -> 0004

CREATE TABLE logins (
    id VARBINARY(26) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    secret_hash VARBINARY(64) NOT NULL,
    device VARCHAR(80) NOT NULL,
    address VARBINARY(45) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_seen_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_logins PRIMARY KEY (id),
    CONSTRAINT fk_logins_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_logins_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_logins_account_id ON logins (account_id);

CREATE INDEX ix_logins_created_at ON logins (created_at);

CREATE TABLE totps (
    account_id VARBINARY(26) NOT NULL,
    sealed_secret VARBINARY(255) NOT NULL,
    last_step BIGINT NOT NULL,
    confirmed_at DATETIME(6),
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_totps PRIMARY KEY (account_id),
    CONSTRAINT fk_totps_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
    id VARBINARY(26) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    code_hash VARBINARY(64) NOT NULL,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT fk_recovery_codes_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_recovery_codes_account_id_code_hash UNIQUE (account_id, code_hash)
);

CREATE TABLE passkeys (
    id VARBINARY(26) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    name VARCHAR(80) NOT NULL,
    credential_hash VARBINARY(64) NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    public_key VARBINARY(2048) NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_used_at DATETIME(6),
    CONSTRAINT pk_passkeys PRIMARY KEY (id),
    CONSTRAINT fk_passkeys_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_passkeys_credential_hash UNIQUE (credential_hash)
);

CREATE INDEX ix_passkeys_account_id ON passkeys (account_id);

CREATE TABLE mails (
    id VARBINARY(26) NOT NULL,
    purpose VARBINARY(20) NOT NULL,
    address VARBINARY(254) NOT NULL,
    account_id VARBINARY(26),
    language VARBINARY(8) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6),
    CONSTRAINT pk_mails PRIMARY KEY (id),
    CONSTRAINT fk_mails_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX ix_mails_account_id ON mails (account_id);

CREATE INDEX ix_mails_address_sent_at ON mails (address, sent_at);

CREATE INDEX ix_mails_created_at ON mails (created_at);

CREATE TABLE one_time_links (
    id VARBINARY(26) NOT NULL,
    purpose VARBINARY(20) NOT NULL,
    account_id VARBINARY(26) NOT NULL,
    address VARBINARY(254) NOT NULL,
    secret_hash VARBINARY(64) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at DATETIME(6),
    CONSTRAINT pk_one_time_links PRIMARY KEY (id),
    CONSTRAINT fk_one_time_links_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_one_time_links_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_one_time_links_account_id ON one_time_links (account_id);

CREATE INDEX ix_one_time_links_expires_at ON one_time_links (expires_at);

ALTER TABLE accounts ADD COLUMN has_totp BOOL NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN passkey_count INTEGER NOT NULL DEFAULT '0';

ALTER TABLE accounts ADD COLUMN closed_at DATETIME(6);

ALTER TABLE api_tokens ADD COLUMN last_used_at DATETIME(6);

ALTER TABLE invitations ADD COLUMN account_id VARBINARY(26);

ALTER TABLE invitations ADD COLUMN expires_at DATETIME(6);

ALTER TABLE invitations ADD CONSTRAINT fk_invitations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE;

CREATE INDEX ix_invitations_account_id ON invitations (account_id);

UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';

-- Running upgrade 0004 -> 0005

CREATE TABLE reverse_searches (
    id VARBINARY(26) NOT NULL,
    asker_id VARBINARY(26),
    image_id VARBINARY(26),
    storage VARBINARY(16) NOT NULL,
    upload_key VARBINARY(200),
    query_key VARBINARY(200),
    box JSON,
    state VARBINARY(16) NOT NULL,
    progress FLOAT NOT NULL,
    problem VARCHAR(500),
    problem_code VARBINARY(40),
    matches JSON NOT NULL,
    took_ms INTEGER,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_reverse_searches PRIMARY KEY (id)
);

CREATE INDEX ix_reverse_searches_asker_id ON reverse_searches (asker_id);

CREATE INDEX ix_reverse_searches_created_at ON reverse_searches (created_at);

CREATE INDEX ix_images_updated_at ON images (updated_at);

UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';

-- Running upgrade 0005 -> 0006

CREATE INDEX ix_work_kind_state ON work (kind, state, subject_id);

UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';

-- Running upgrade 0006 -> 0007

CREATE TABLE detections (
    image_id VARBINARY(26) NOT NULL,
    detector VARBINARY(16) NOT NULL,
    version VARBINARY(80) NOT NULL,
    state VARBINARY(16) NOT NULL,
    problem VARCHAR(500),
    found JSON NOT NULL,
    read_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_detections PRIMARY KEY (image_id, detector),
    CONSTRAINT fk_detections_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE
);

CREATE INDEX ix_detections_version ON detections (detector, version);

UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';

-- Running upgrade 0007 -> 0008

CREATE TABLE saved_searches (
    id VARBINARY(26) NOT NULL,
    owner_id VARBINARY(26) NOT NULL,
    name VARBINARY(400) NOT NULL,
    query TEXT NOT NULL,
    follow BOOL NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    changed_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT fk_saved_searches_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_saved_searches_owner_id_name UNIQUE (owner_id, name)
);

UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';

-- Running upgrade 0008 -> 0009

CREATE TABLE batch_edits (
    id VARBINARY(26) NOT NULL,
    owner_id VARBINARY(26) NOT NULL,
    query VARCHAR(4000),
    `change` JSON NOT NULL,
    state VARBINARY(16) NOT NULL,
    total INTEGER NOT NULL,
    counts JSON NOT NULL,
    problems JSON NOT NULL,
    created_at DATETIME(6) NOT NULL,
    finished_at DATETIME(6),
    CONSTRAINT pk_batch_edits PRIMARY KEY (id),
    CONSTRAINT fk_batch_edits_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE TABLE batch_edit_items (
    edit_id VARBINARY(26) NOT NULL,
    position INTEGER NOT NULL,
    image_id VARBINARY(26) NOT NULL,
    outcome VARBINARY(16) NOT NULL,
    problem_code VARBINARY(40),
    `before` JSON,
    after JSON,
    CONSTRAINT pk_batch_edit_items PRIMARY KEY (edit_id, position),
    CONSTRAINT fk_batch_edit_items_edit_id FOREIGN KEY(edit_id) REFERENCES batch_edits (id) ON DELETE CASCADE
);

CREATE INDEX ix_batch_edits_owner ON batch_edits (owner_id, id);

CREATE INDEX ix_batch_edits_created_at ON batch_edits (created_at);

CREATE INDEX ix_batch_edit_items_outcome ON batch_edit_items (edit_id, outcome, position);

CREATE INDEX ix_batch_edit_items_image_id ON batch_edit_items (image_id);

UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';

-- Running upgrade 0009 -> 0010

ALTER TABLE images ADD COLUMN foreground_colours JSON;

ALTER TABLE images ADD COLUMN background_colours JSON;

UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';

-- Running upgrade 0010 -> 0011

CREATE TABLE own_classes (
    id VARBINARY(26) NOT NULL,
    owner_id VARBINARY(26) NOT NULL,
    name VARBINARY(400) NOT NULL,
    state VARBINARY(16) NOT NULL,
    problem VARCHAR(500),
    revision INTEGER NOT NULL,
    learnt_revision INTEGER NOT NULL,
    accuracy FLOAT,
    weights BLOB,
    bias FLOAT NOT NULL,
    model_version VARBINARY(80) NOT NULL,
    trained_at DATETIME(6),
    created_at DATETIME(6) NOT NULL,
    changed_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_own_classes PRIMARY KEY (id),
    CONSTRAINT fk_own_classes_owner_id_accounts FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_own_classes_owner_id_name UNIQUE (owner_id, name)
);

CREATE TABLE class_examples (
    class_id VARBINARY(26) NOT NULL,
    image_id VARBINARY(26) NOT NULL,
    is_positive BOOL NOT NULL,
    CONSTRAINT pk_class_examples PRIMARY KEY (class_id, image_id),
    CONSTRAINT fk_class_examples_class_id_own_classes FOREIGN KEY(class_id) REFERENCES own_classes (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_examples_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE
);

CREATE INDEX ix_class_examples_image_id ON class_examples (image_id);

CREATE TABLE class_hits (
    class_id VARBINARY(26) NOT NULL,
    image_id VARBINARY(26) NOT NULL,
    score FLOAT NOT NULL,
    CONSTRAINT pk_class_hits PRIMARY KEY (class_id, image_id),
    CONSTRAINT fk_class_hits_class_id_own_classes FOREIGN KEY(class_id) REFERENCES own_classes (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_hits_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE
);

CREATE INDEX ix_class_hits_image_id ON class_hits (image_id);

UPDATE alembic_version SET version_num='0011' WHERE alembic_version.version_num = '0010';
