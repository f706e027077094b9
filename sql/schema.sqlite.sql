-- The schema on sqlite as the migrations make it. Written by `make schema`: change it there.

CREATE TABLE "accounts" (
    id VARCHAR(26) NOT NULL,
    name VARCHAR(30) NOT NULL,
    email VARCHAR(254),
    display_name VARCHAR(80) NOT NULL,
    password VARCHAR(255) NOT NULL,
    role VARCHAR(16) NOT NULL,
    active BOOLEAN NOT NULL,
    fs_uniquifier VARCHAR(64) NOT NULL,
    language VARCHAR(8) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    understanding BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    unconfirmed_email VARCHAR(254),
    phone VARCHAR(20),
    locked BOOLEAN DEFAULT '0' NOT NULL,
    asked_to_lock BOOLEAN DEFAULT '0' NOT NULL,
    picture_id VARCHAR(26),
    used_bytes BIGINT DEFAULT '0' NOT NULL,
    used_images INTEGER DEFAULT '0' NOT NULL,
    quota_bytes BIGINT,
    quota_images INTEGER, has_totp BOOLEAN DEFAULT '0' NOT NULL, passkey_count INTEGER DEFAULT '0' NOT NULL, closed_at DATETIME,
    CONSTRAINT pk_accounts PRIMARY KEY (id),
    CONSTRAINT uq_accounts_email UNIQUE (email),
    CONSTRAINT uq_accounts_fs_uniquifier UNIQUE (fs_uniquifier),
    CONSTRAINT uq_accounts_name UNIQUE (name)
);

CREATE INDEX ix_accounts_unconfirmed_email ON accounts (unconfirmed_email);

CREATE TABLE album_tags (
    album_id VARCHAR(26) NOT NULL,
    "key" VARCHAR(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT fk_album_tags_album_id FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT pk_album_tags PRIMARY KEY (album_id, "key")
);

CREATE INDEX ix_album_tags_key ON album_tags ("key");

CREATE TABLE albums (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    category VARCHAR(16) NOT NULL,
    privacy VARCHAR(16) NOT NULL,
    effective_privacy VARCHAR(16) NOT NULL,
    parent_id VARCHAR(26),
    path VARCHAR(240) NOT NULL,
    cover_id VARCHAR(26),
    is_owner_suspended BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT fk_albums_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id),
    CONSTRAINT fk_albums_parent_id FOREIGN KEY(parent_id) REFERENCES albums (id),
    CONSTRAINT pk_albums PRIMARY KEY (id)
);

CREATE INDEX ix_albums_owner ON albums (owner_id, id);

CREATE INDEX ix_albums_parent_id ON albums (parent_id);

CREATE INDEX ix_albums_path ON albums (path);

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE api_tokens (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    name VARCHAR(80) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    scopes JSON NOT NULL,
    expires_at DATETIME,
    created_at DATETIME NOT NULL, last_used_at DATETIME,
    CONSTRAINT fk_api_tokens_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT uq_api_tokens_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_api_tokens_account_id ON api_tokens (account_id);

CREATE TABLE batch_edit_items (
    edit_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    problem_code VARCHAR(40),
    "before" JSON,
    "after" JSON,
    CONSTRAINT fk_batch_edit_items_edit_id FOREIGN KEY(edit_id) REFERENCES batch_edits (id) ON DELETE CASCADE,
    CONSTRAINT pk_batch_edit_items PRIMARY KEY (edit_id, position)
);

CREATE INDEX ix_batch_edit_items_image_id ON batch_edit_items (image_id);

CREATE INDEX ix_batch_edit_items_outcome ON batch_edit_items (edit_id, outcome, position);

CREATE TABLE batch_edits (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    "query" VARCHAR(4000),
    change JSON NOT NULL,
    state VARCHAR(16) NOT NULL,
    total INTEGER NOT NULL,
    counts JSON NOT NULL,
    problems JSON NOT NULL,
    created_at DATETIME NOT NULL,
    finished_at DATETIME,
    CONSTRAINT fk_batch_edits_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_batch_edits PRIMARY KEY (id)
);

CREATE INDEX ix_batch_edits_created_at ON batch_edits (created_at);

CREATE INDEX ix_batch_edits_owner ON batch_edits (owner_id, id);

CREATE TABLE blocks (
    blocker_id VARCHAR(26) NOT NULL,
    blocked_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_blocks_blocked_id FOREIGN KEY(blocked_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_blocks_blocker_id FOREIGN KEY(blocker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_blocks PRIMARY KEY (blocker_id, blocked_id)
);

CREATE INDEX ix_blocks_blocked_id ON blocks (blocked_id);

CREATE TABLE class_examples (
    class_id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    is_positive BOOLEAN NOT NULL,
    CONSTRAINT fk_class_examples_class_id_own_classes FOREIGN KEY(class_id) REFERENCES own_classes (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_examples_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_class_examples PRIMARY KEY (class_id, image_id)
);

CREATE INDEX ix_class_examples_image_id ON class_examples (image_id);

CREATE TABLE class_hits (
    class_id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    score FLOAT NOT NULL,
    CONSTRAINT fk_class_hits_class_id_own_classes FOREIGN KEY(class_id) REFERENCES own_classes (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_hits_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_class_hits PRIMARY KEY (class_id, image_id)
);

CREATE INDEX ix_class_hits_image_id ON class_hits (image_id);

CREATE TABLE classifications (
    image_id VARCHAR(26) NOT NULL,
    model VARCHAR(80) NOT NULL,
    version VARCHAR(80) NOT NULL,
    labels JSON NOT NULL,
    category VARCHAR(16) NOT NULL,
    category_probability FLOAT NOT NULL,
    gate_model VARCHAR(80) NOT NULL,
    gate_version VARCHAR(80) NOT NULL,
    gate_score FLOAT NOT NULL,
    read_at DATETIME NOT NULL,
    CONSTRAINT fk_classifications_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_classifications PRIMARY KEY (image_id)
);

CREATE INDEX ix_classifications_version ON classifications (version);

CREATE TABLE detections (
    image_id VARCHAR(26) NOT NULL,
    detector VARCHAR(16) NOT NULL,
    version VARCHAR(80) NOT NULL,
    state VARCHAR(16) NOT NULL,
    problem VARCHAR(500),
    found JSON NOT NULL,
    read_at DATETIME NOT NULL,
    CONSTRAINT fk_detections_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_detections PRIMARY KEY (image_id, detector)
);

CREATE INDEX ix_detections_version ON detections (detector, version);

CREATE TABLE discarded_objects (
    id VARCHAR(26) NOT NULL,
    batch_id VARCHAR(26) NOT NULL,
    storage VARCHAR(16) NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_discarded_objects PRIMARY KEY (id)
);

CREATE INDEX ix_discarded_objects_batch_id ON discarded_objects (batch_id);

CREATE TABLE embeddings (
    image_id VARCHAR(26) NOT NULL,
    model VARCHAR(80) NOT NULL,
    version VARCHAR(80) NOT NULL,
    dimensions INTEGER NOT NULL,
    vector BLOB NOT NULL,
    CONSTRAINT fk_embeddings_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_embeddings PRIMARY KEY (image_id)
);

CREATE TABLE follow_requests (
    asker_id VARCHAR(26) NOT NULL,
    asked_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_follow_requests_asked_id FOREIGN KEY(asked_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_follow_requests_asker_id FOREIGN KEY(asker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_follow_requests PRIMARY KEY (asker_id, asked_id)
);

CREATE INDEX ix_follow_requests_asked_id ON follow_requests (asked_id);

CREATE TABLE follows (
    follower_id VARCHAR(26) NOT NULL,
    followed_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_follows_followed_id FOREIGN KEY(followed_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_follows_follower_id FOREIGN KEY(follower_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_follows PRIMARY KEY (follower_id, followed_id)
);

CREATE INDEX ix_follows_followed_id ON follows (followed_id);

CREATE TABLE image_tags (
    id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    "key" VARCHAR(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    source VARCHAR(8) NOT NULL,
    score FLOAT,
    position INTEGER NOT NULL,
    CONSTRAINT fk_image_tags_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_image_tags PRIMARY KEY (id),
    CONSTRAINT uq_image_tags_image_id_source_key UNIQUE (image_id, source, "key")
);

CREATE INDEX ix_image_tags_key ON image_tags ("key");

CREATE TABLE "images" (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    size INTEGER NOT NULL,
    format VARCHAR(16) NOT NULL,
    content_type VARCHAR(40) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    storage VARCHAR(16) NOT NULL,
    original_key VARCHAR(200) NOT NULL,
    rendition_keys JSON NOT NULL,
    shared_spans JSON,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    placeholder VARCHAR(60),
    colours JSON NOT NULL,
    fingerprint BLOB,
    exif JSON NOT NULL,
    taken_at DATETIME,
    taken_offset VARCHAR(6),
    lat FLOAT,
    lon FLOAT,
    alt FLOAT,
    place_id INTEGER,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    alt_text VARCHAR(1000) NOT NULL,
    licence VARCHAR(80) NOT NULL,
    author VARCHAR(120) NOT NULL,
    source_url VARCHAR(500) NOT NULL,
    rating INTEGER,
    category VARCHAR(16) NOT NULL,
    category_source VARCHAR(8) NOT NULL,
    privacy VARCHAR(16) NOT NULL,
    effective_privacy VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    problem VARCHAR(500),
    review VARCHAR(16) NOT NULL,
    understanding VARCHAR(16) NOT NULL,
    is_owner_suspended BOOLEAN NOT NULL,
    is_trashed BOOLEAN NOT NULL,
    trashed_at DATETIME,
    sort_at DATETIME NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    share_metadata BOOLEAN DEFAULT '0' NOT NULL,
    problem_code VARCHAR(40),
    album_id VARCHAR(26),
    album_privacy VARCHAR(16) DEFAULT 'public' NOT NULL, foreground_colours JSON, background_colours JSON,
    CONSTRAINT fk_images_album_id FOREIGN KEY(album_id) REFERENCES albums (id),
    CONSTRAINT fk_images_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id),
    CONSTRAINT pk_images PRIMARY KEY (id),
    CONSTRAINT uq_images_owner_id_sha256 UNIQUE (owner_id, sha256)
);

CREATE INDEX ix_images_album ON images (album_id, is_trashed, id, effective_privacy, review, state, is_owner_suspended, owner_id);

CREATE INDEX ix_images_open ON images (effective_privacy, review, state, is_trashed, is_owner_suspended, id);

CREATE INDEX ix_images_owner_shown ON images (owner_id, is_trashed, id, effective_privacy, review, state, is_owner_suspended);

CREATE INDEX ix_images_timeline ON images (owner_id, is_trashed, sort_at, id);

CREATE INDEX ix_images_updated_at ON images (updated_at);

CREATE TABLE "invitations" (
    id VARCHAR(26) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    role VARCHAR(16) NOT NULL,
    used_at DATETIME,
    created_at DATETIME NOT NULL,
    account_id VARCHAR(26),
    expires_at DATETIME,
    CONSTRAINT fk_invitations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_invitations_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_invitations_account_id ON invitations (account_id);

CREATE TABLE kept_answers (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    status INTEGER NOT NULL,
    body JSON NOT NULL,
    location VARCHAR(200),
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_kept_answers PRIMARY KEY (id),
    CONSTRAINT uq_kept_answers_account_id_key UNIQUE (account_id, "key")
);

CREATE INDEX ix_kept_answers_created_at ON kept_answers (created_at);

CREATE TABLE logins (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    device VARCHAR(80) NOT NULL,
    address VARCHAR(45) NOT NULL,
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL,
    CONSTRAINT fk_logins_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_logins PRIMARY KEY (id),
    CONSTRAINT uq_logins_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_logins_account_id ON logins (account_id);

CREATE INDEX ix_logins_created_at ON logins (created_at);

CREATE TABLE mails (
    id VARCHAR(26) NOT NULL,
    purpose VARCHAR(20) NOT NULL,
    address VARCHAR(254) NOT NULL,
    account_id VARCHAR(26),
    language VARCHAR(8) NOT NULL,
    created_at DATETIME NOT NULL,
    sent_at DATETIME,
    CONSTRAINT fk_mails_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_mails PRIMARY KEY (id)
);

CREATE INDEX ix_mails_account_id ON mails (account_id);

CREATE INDEX ix_mails_address_sent_at ON mails (address, sent_at);

CREATE INDEX ix_mails_created_at ON mails (created_at);

CREATE TABLE mutes (
    muter_id VARCHAR(26) NOT NULL,
    muted_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_mutes_muted_id FOREIGN KEY(muted_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_mutes_muter_id FOREIGN KEY(muter_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_mutes PRIMARY KEY (muter_id, muted_id)
);

CREATE INDEX ix_mutes_muted_id ON mutes (muted_id);

CREATE TABLE one_time_links (
    id VARCHAR(26) NOT NULL,
    purpose VARCHAR(20) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    address VARCHAR(254) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at DATETIME,
    CONSTRAINT fk_one_time_links_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_one_time_links PRIMARY KEY (id),
    CONSTRAINT uq_one_time_links_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_one_time_links_account_id ON one_time_links (account_id);

CREATE INDEX ix_one_time_links_expires_at ON one_time_links (expires_at);

CREATE TABLE own_classes (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    name VARCHAR(400) NOT NULL,
    state VARCHAR(16) NOT NULL,
    problem VARCHAR(500),
    revision INTEGER NOT NULL,
    learnt_revision INTEGER NOT NULL,
    accuracy FLOAT,
    weights BLOB,
    bias FLOAT NOT NULL,
    model_version VARCHAR(80) NOT NULL,
    trained_at DATETIME,
    created_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    CONSTRAINT fk_own_classes_owner_id_accounts FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_own_classes PRIMARY KEY (id),
    CONSTRAINT uq_own_classes_owner_id_name UNIQUE (owner_id, name)
);

CREATE TABLE passkeys (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    name VARCHAR(80) NOT NULL,
    credential_hash VARCHAR(64) NOT NULL,
    credential_id BLOB NOT NULL,
    public_key BLOB NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at DATETIME NOT NULL,
    last_used_at DATETIME,
    CONSTRAINT fk_passkeys_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_passkeys PRIMARY KEY (id),
    CONSTRAINT uq_passkeys_credential_hash UNIQUE (credential_hash)
);

CREATE INDEX ix_passkeys_account_id ON passkeys (account_id);

CREATE TABLE recovery_codes (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    code_hash VARCHAR(64) NOT NULL,
    CONSTRAINT fk_recovery_codes_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT uq_recovery_codes_account_id_code_hash UNIQUE (account_id, code_hash)
);

CREATE TABLE reverse_searches (
    id VARCHAR(26) NOT NULL,
    asker_id VARCHAR(26),
    image_id VARCHAR(26),
    storage VARCHAR(16) NOT NULL,
    upload_key VARCHAR(200),
    query_key VARCHAR(200),
    box JSON,
    state VARCHAR(16) NOT NULL,
    progress FLOAT NOT NULL,
    problem VARCHAR(500),
    problem_code VARCHAR(40),
    matches JSON NOT NULL,
    took_ms INTEGER,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_reverse_searches PRIMARY KEY (id)
);

CREATE INDEX ix_reverse_searches_asker_id ON reverse_searches (asker_id);

CREATE INDEX ix_reverse_searches_created_at ON reverse_searches (created_at);

CREATE TABLE saved_searches (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    name VARCHAR(400) NOT NULL,
    "query" TEXT NOT NULL,
    follow BOOLEAN NOT NULL,
    seen_at DATETIME NOT NULL,
    created_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    CONSTRAINT fk_saved_searches_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT uq_saved_searches_owner_id_name UNIQUE (owner_id, name)
);

CREATE TABLE totps (
    account_id VARCHAR(26) NOT NULL,
    sealed_secret VARCHAR(255) NOT NULL,
    last_step BIGINT NOT NULL,
    confirmed_at DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_totps_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_totps PRIMARY KEY (account_id)
);

CREATE TABLE work (
    id VARCHAR(26) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    subject_id VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL,
    round INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at DATETIME NOT NULL,
    lease_until DATETIME,
    lease VARCHAR(26),
    problem VARCHAR(500),
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT pk_work PRIMARY KEY (id),
    CONSTRAINT uq_work_kind_subject_id UNIQUE (kind, subject_id)
);

CREATE INDEX ix_work_kind_state ON work (kind, state, subject_id);

CREATE INDEX ix_work_state_due_at ON work (state, due_at);
