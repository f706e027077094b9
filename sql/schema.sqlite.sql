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
    quota_images INTEGER,
    has_totp BOOLEAN DEFAULT '0' NOT NULL,
    passkey_count INTEGER DEFAULT '0' NOT NULL,
    closed_at DATETIME,
    hide_counts BOOLEAN NOT NULL,
    suspended_until DATETIME,
    limited_until DATETIME,
    shows_up_to VARCHAR(16) NOT NULL, invited_by_id VARCHAR(26),
    CONSTRAINT pk_accounts PRIMARY KEY (id),
    CONSTRAINT uq_accounts_email UNIQUE (email),
    CONSTRAINT uq_accounts_fs_uniquifier UNIQUE (fs_uniquifier),
    CONSTRAINT uq_accounts_name UNIQUE (name)
);

CREATE INDEX ix_accounts_invited_by_id ON accounts (invited_by_id);

CREATE INDEX ix_accounts_suspended_until ON accounts (suspended_until);

CREATE INDEX ix_accounts_unconfirmed_email ON accounts (unconfirmed_email);

CREATE TABLE affinities (
    account_id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    score FLOAT NOT NULL,
    found_at DATETIME NOT NULL,
    CONSTRAINT fk_affinities_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_affinities_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_affinities PRIMARY KEY (account_id, image_id)
);

CREATE INDEX ix_affinities_image_id ON affinities (image_id);

CREATE TABLE album_changes (
    id VARCHAR(26) NOT NULL,
    album_id VARCHAR(26) NOT NULL,
    person_id VARCHAR(26),
    field VARCHAR(16) NOT NULL,
    "before" JSON NOT NULL,
    "after" JSON NOT NULL,
    created_at DATETIME NOT NULL,
    undone_at DATETIME,
    CONSTRAINT fk_album_changes_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT fk_album_changes_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_album_changes PRIMARY KEY (id)
);

CREATE INDEX ix_album_changes_newest ON album_changes (album_id, id);

CREATE INDEX ix_album_changes_person_id ON album_changes (person_id);

CREATE TABLE album_editors (
    album_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    role VARCHAR(16) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_album_editors_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_album_editors_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT pk_album_editors PRIMARY KEY (album_id, account_id)
);

CREATE INDEX ix_album_editors_account_id ON album_editors (account_id);

CREATE TABLE album_follows (
    account_id VARCHAR(26) NOT NULL,
    album_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_album_follows_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_album_follows_album_id FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT pk_album_follows PRIMARY KEY (account_id, album_id)
);

CREATE INDEX ix_album_follows_album_id ON album_follows (album_id);

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
    updated_at DATETIME NOT NULL, comments_closed BOOLEAN DEFAULT '0' NOT NULL, is_hidden BOOLEAN DEFAULT '0' NOT NULL,
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

CREATE TABLE appeals (
    id VARCHAR(26) NOT NULL,
    decision_id VARCHAR(26) NOT NULL,
    case_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26),
    text TEXT NOT NULL,
    outcome VARCHAR(16),
    answer TEXT NOT NULL,
    due_at DATETIME NOT NULL,
    month VARCHAR(7) NOT NULL,
    created_at DATETIME NOT NULL,
    decided_at DATETIME,
    CONSTRAINT fk_appeals_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_appeals_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT fk_appeals_decision_id_decisions FOREIGN KEY(decision_id) REFERENCES decisions (id) ON DELETE CASCADE,
    CONSTRAINT pk_appeals PRIMARY KEY (id),
    CONSTRAINT uq_appeals_case_id UNIQUE (case_id),
    CONSTRAINT uq_appeals_decision_id UNIQUE (decision_id)
);

CREATE INDEX ix_appeals_account_id ON appeals (account_id);

CREATE INDEX ix_appeals_month ON appeals (month);

CREATE TABLE banned_networks (
    id VARCHAR(26) NOT NULL,
    network VARCHAR(50) NOT NULL,
    until DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_banned_networks PRIMARY KEY (id)
);

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

CREATE TABLE behaviours (
    account_id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    deed VARCHAR(16) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_behaviours_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_behaviours_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_behaviours PRIMARY KEY (account_id, image_id, deed)
);

CREATE INDEX ix_behaviours_account ON behaviours (account_id, at);

CREATE INDEX ix_behaviours_image_id ON behaviours (image_id);

CREATE TABLE blocked_pictures (
    id VARCHAR(26) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    fingerprint BLOB,
    created_at DATETIME NOT NULL, image_id VARCHAR(26), marks BLOB,
    CONSTRAINT pk_blocked_pictures PRIMARY KEY (id)
);

CREATE INDEX ix_blocked_pictures_sha256 ON blocked_pictures (sha256);

CREATE TABLE blocks (
    blocker_id VARCHAR(26) NOT NULL,
    blocked_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_blocks_blocked_id FOREIGN KEY(blocked_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_blocks_blocker_id FOREIGN KEY(blocker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_blocks PRIMARY KEY (blocker_id, blocked_id)
);

CREATE INDEX ix_blocks_blocked_id ON blocks (blocked_id);

CREATE TABLE cases (
    id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    subject_kind VARCHAR(16) NOT NULL,
    subject_id VARCHAR(26) NOT NULL,
    concerned_id VARCHAR(26),
    open_key VARCHAR(64),
    state VARCHAR(16) NOT NULL,
    outcome VARCHAR(16),
    priority INTEGER NOT NULL,
    reasons JSON NOT NULL,
    reports INTEGER NOT NULL,
    claimed_by VARCHAR(26),
    claimed_until DATETIME,
    created_at DATETIME NOT NULL,
    closed_at DATETIME,
    CONSTRAINT fk_cases_claimed_by_accounts FOREIGN KEY(claimed_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_cases_concerned_id_accounts FOREIGN KEY(concerned_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_open_key UNIQUE (open_key)
);

CREATE INDEX ix_cases_claimed_by ON cases (claimed_by);

CREATE INDEX ix_cases_concerned_id ON cases (concerned_id);

CREATE INDEX ix_cases_queue ON cases (state, priority, id);

CREATE INDEX ix_cases_subject ON cases (subject_kind, subject_id);

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

CREATE TABLE class_shares (
    id VARCHAR(26) NOT NULL,
    class_id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    receiver_id VARCHAR(26) NOT NULL,
    has_examples BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_class_shares_class_id_own_classes FOREIGN KEY(class_id) REFERENCES own_classes (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_shares_owner_id_accounts FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_class_shares_receiver_id_accounts FOREIGN KEY(receiver_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_class_shares PRIMARY KEY (id),
    CONSTRAINT uq_class_shares_class_id_receiver_id UNIQUE (class_id, receiver_id)
);

CREATE INDEX ix_class_shares_owner_id ON class_shares (owner_id);

CREATE INDEX ix_class_shares_receiver_id ON class_shares (receiver_id);

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

CREATE TABLE collection_items (
    collection_id VARCHAR(26) NOT NULL,
    thing_id VARCHAR(26) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    place FLOAT NOT NULL,
    added_at DATETIME NOT NULL,
    CONSTRAINT fk_collection_items_collection_id_collections FOREIGN KEY(collection_id) REFERENCES collections (id) ON DELETE CASCADE,
    CONSTRAINT pk_collection_items PRIMARY KEY (collection_id, thing_id)
);

CREATE INDEX ix_collection_items_thing_id ON collection_items (thing_id);

CREATE TABLE "collections" (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    privacy VARCHAR(16) NOT NULL,
    default_of VARCHAR(26),
    is_owner_suspended BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    is_hidden BOOLEAN DEFAULT '0' NOT NULL,
    effective_privacy VARCHAR(16) NOT NULL,
    CONSTRAINT fk_collections_owner_id_accounts FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_collections PRIMARY KEY (id),
    CONSTRAINT uq_collections_default_of UNIQUE (default_of)
);

CREATE INDEX ix_collections_owner_id ON collections (owner_id);

CREATE TABLE comment_likes (
    comment_id VARCHAR(26) NOT NULL,
    liker_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_comment_likes_comment_id_comments FOREIGN KEY(comment_id) REFERENCES comments (id) ON DELETE CASCADE,
    CONSTRAINT fk_comment_likes_liker_id_accounts FOREIGN KEY(liker_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_comment_likes PRIMARY KEY (comment_id, liker_id)
);

CREATE INDEX ix_comment_likes_liker_id ON comment_likes (liker_id);

CREATE TABLE comment_versions (
    id VARCHAR(26) NOT NULL,
    comment_id VARCHAR(26) NOT NULL,
    text TEXT NOT NULL,
    ended_at DATETIME NOT NULL,
    CONSTRAINT fk_comment_versions_comment_id_comments FOREIGN KEY(comment_id) REFERENCES comments (id) ON DELETE CASCADE,
    CONSTRAINT pk_comment_versions PRIMARY KEY (id)
);

CREATE INDEX ix_comment_versions_comment_id ON comment_versions (comment_id);

CREATE TABLE comments (
    id VARCHAR(26) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    thing_id VARCHAR(26) NOT NULL,
    author_id VARCHAR(26),
    parent_id VARCHAR(26),
    root_id VARCHAR(26) NOT NULL,
    depth INTEGER NOT NULL,
    position INTEGER NOT NULL,
    span INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    is_hidden BOOLEAN NOT NULL,
    is_held BOOLEAN NOT NULL,
    is_author_suspended BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    edited_at DATETIME,
    deleted_at DATETIME,
    CONSTRAINT fk_comments_author_id_accounts FOREIGN KEY(author_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_comments PRIMARY KEY (id)
);

CREATE INDEX ix_comments_author_id ON comments (author_id, id);

CREATE INDEX ix_comments_liked ON comments (kind, thing_id, depth, likes, id);

CREATE INDEX ix_comments_thing ON comments (kind, thing_id, depth, id);

CREATE INDEX ix_comments_thread ON comments (root_id, position, depth);

CREATE TABLE crawl_addresses (
    id VARCHAR(26) NOT NULL,
    crawl_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    visit VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    asked VARCHAR(2000) NOT NULL,
    asked_sha256 VARCHAR(64) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    host VARCHAR(255) NOT NULL,
    depth INTEGER NOT NULL,
    hops INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    reason VARCHAR(200),
    page_url VARCHAR(2000) NOT NULL,
    told JSON NOT NULL,
    width INTEGER,
    height INTEGER,
    size INTEGER,
    format VARCHAR(16),
    sha256 VARCHAR(64),
    fingerprint BLOB,
    image_id VARCHAR(26),
    album_id VARCHAR(26),
    collection_id VARCHAR(26), distance DOUBLE, same_as VARCHAR(26),
    CONSTRAINT fk_crawl_addresses_crawl_id FOREIGN KEY(crawl_id) REFERENCES crawls (id) ON DELETE CASCADE,
    CONSTRAINT pk_crawl_addresses PRIMARY KEY (id),
    CONSTRAINT uq_crawl_addresses_crawl_id_asked_sha256 UNIQUE (crawl_id, asked_sha256)
);

CREATE INDEX ix_crawl_addresses_place ON crawl_addresses (crawl_id, position);

CREATE INDEX ix_crawl_addresses_state ON crawl_addresses (crawl_id, state, position);

CREATE TABLE crawl_hosts (
    host VARCHAR(255) NOT NULL,
    next_at DATETIME NOT NULL,
    held_by VARCHAR(26),
    CONSTRAINT pk_crawl_hosts PRIMARY KEY (host)
);

CREATE INDEX ix_crawl_hosts_next_at ON crawl_hosts (next_at);

CREATE TABLE crawl_previews (
    address_id VARCHAR(26) NOT NULL,
    shown BLOB NOT NULL,
    CONSTRAINT fk_crawl_previews_address_id FOREIGN KEY(address_id) REFERENCES crawl_addresses (id) ON DELETE CASCADE,
    CONSTRAINT pk_crawl_previews PRIMARY KEY (address_id)
);

CREATE TABLE crawl_robots (
    origin VARCHAR(300) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    hops INTEGER NOT NULL,
    status INTEGER NOT NULL,
    text TEXT NOT NULL,
    read_at DATETIME,
    CONSTRAINT pk_crawl_robots PRIMARY KEY (origin)
);

CREATE INDEX ix_crawl_robots_read_at ON crawl_robots (read_at);

CREATE TABLE crawl_sources (
    "key" VARCHAR(26) NOT NULL,
    words VARCHAR(200) NOT NULL,
    state VARCHAR(16) NOT NULL,
    problem VARCHAR(300),
    asked_at DATETIME NOT NULL,
    seen_at DATETIME,
    CONSTRAINT pk_crawl_sources PRIMARY KEY ("key")
);

CREATE TABLE crawls (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    wish JSON NOT NULL,
    depth INTEGER NOT NULL,
    most INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    counts JSON NOT NULL,
    created_at DATETIME NOT NULL,
    finished_at DATETIME, project_id VARCHAR(26),
    CONSTRAINT fk_crawls_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_crawls PRIMARY KEY (id)
);

CREATE INDEX ix_crawls_created_at ON crawls (created_at);

CREATE INDEX ix_crawls_owner ON crawls (owner_id, id);

CREATE INDEX ix_crawls_project ON crawls (project_id, id);

CREATE TABLE decisions (
    id VARCHAR(26) NOT NULL,
    case_id VARCHAR(26) NOT NULL,
    moderator_id VARCHAR(26),
    concerned_id VARCHAR(26),
    subject_kind VARCHAR(16) NOT NULL,
    subject_id VARCHAR(26) NOT NULL,
    actions JSON NOT NULL,
    reason TEXT NOT NULL,
    rule VARCHAR(80) NOT NULL,
    until DATETIME,
    steps JSON NOT NULL,
    is_told BOOLEAN NOT NULL,
    month VARCHAR(7) NOT NULL,
    created_at DATETIME NOT NULL,
    undone_at DATETIME,
    undone_by VARCHAR(26),
    undo_reason TEXT NOT NULL,
    CONSTRAINT fk_decisions_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT fk_decisions_concerned_id_accounts FOREIGN KEY(concerned_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_decisions_moderator_id_accounts FOREIGN KEY(moderator_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_decisions_undone_by_accounts FOREIGN KEY(undone_by) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_decisions PRIMARY KEY (id)
);

CREATE INDEX ix_decisions_case_id ON decisions (case_id);

CREATE INDEX ix_decisions_concerned_id ON decisions (concerned_id);

CREATE INDEX ix_decisions_moderator_id ON decisions (moderator_id);

CREATE INDEX ix_decisions_month ON decisions (month);

CREATE INDEX ix_decisions_undone_by ON decisions (undone_by);

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

CREATE TABLE digests (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    since DATETIME NOT NULL,
    until DATETIME NOT NULL,
    created_at DATETIME NOT NULL,
    sent_at DATETIME,
    CONSTRAINT fk_digests_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_digests PRIMARY KEY (id),
    CONSTRAINT uq_digests_account_id_until UNIQUE (account_id, until)
);

CREATE INDEX ix_digests_created_at ON digests (created_at);

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

CREATE TABLE feed_marks (
    account_id VARCHAR(26) NOT NULL,
    seen_until DATETIME NOT NULL,
    CONSTRAINT fk_feed_marks_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_feed_marks PRIMARY KEY (account_id)
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

CREATE TABLE guest_pictures (
    image_id VARCHAR(26) NOT NULL,
    album_id VARCHAR(26) NOT NULL,
    link_id VARCHAR(26),
    guest VARCHAR(60) NOT NULL,
    created_at DATETIME NOT NULL,
    taken_at DATETIME,
    CONSTRAINT fk_guest_pictures_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT fk_guest_pictures_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT fk_guest_pictures_link_id_share_links FOREIGN KEY(link_id) REFERENCES share_links (id) ON DELETE SET NULL,
    CONSTRAINT pk_guest_pictures PRIMARY KEY (image_id)
);

CREATE INDEX ix_guest_pictures_link_id ON guest_pictures (link_id);

CREATE INDEX ix_guest_pictures_newest ON guest_pictures (album_id, image_id);

CREATE TABLE image_sources (
    id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    number INTEGER NOT NULL,
    url_sha256 VARCHAR(64) NOT NULL,
    page_url VARCHAR(2000) NOT NULL,
    image_url VARCHAR(2000) NOT NULL,
    title VARCHAR(500) NOT NULL,
    author VARCHAR(200) NOT NULL,
    licence VARCHAR(40) NOT NULL,
    proof JSON,
    validators JSON NOT NULL,
    bytes_sha256 VARCHAR(64) NOT NULL,
    fetched_at DATETIME NOT NULL,
    crawl_id VARCHAR(26),
    previous VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL, page_host VARCHAR(255) DEFAULT '' NOT NULL, image_host VARCHAR(255) DEFAULT '' NOT NULL,
    CONSTRAINT fk_image_sources_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_image_sources PRIMARY KEY (id),
    CONSTRAINT uq_image_sources_image_id_number UNIQUE (image_id, number),
    CONSTRAINT uq_image_sources_image_id_url_sha256 UNIQUE (image_id, url_sha256)
);

CREATE INDEX ix_image_sources_bytes_sha256 ON image_sources (bytes_sha256);

CREATE INDEX ix_image_sources_image_host ON image_sources (image_host);

CREATE INDEX ix_image_sources_page_host ON image_sources (page_host);

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

CREATE INDEX ix_image_tags_newest ON image_tags ("key", image_id);

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
    album_privacy VARCHAR(16) DEFAULT 'public' NOT NULL, foreground_colours JSON, background_colours JSON, comments_closed BOOLEAN DEFAULT '0' NOT NULL, sensitivity VARCHAR(16) DEFAULT 'safe' NOT NULL, origin JSON,
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

CREATE TABLE import_members (
    import_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    path VARCHAR(1000) NOT NULL,
    state VARCHAR(16) NOT NULL,
    reason VARCHAR(500),
    image_id VARCHAR(26),
    CONSTRAINT fk_import_members_import_id FOREIGN KEY(import_id) REFERENCES imports (id) ON DELETE CASCADE,
    CONSTRAINT pk_import_members PRIMARY KEY (import_id, position)
);

CREATE INDEX ix_import_members_state ON import_members (import_id, state, position);

CREATE TABLE imports (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    upload_id VARCHAR(26) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    album_id VARCHAR(26),
    privacy VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    counts JSON NOT NULL,
    problem VARCHAR(500),
    created_at DATETIME NOT NULL,
    finished_at DATETIME,
    CONSTRAINT fk_imports_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_imports PRIMARY KEY (id),
    CONSTRAINT uq_imports_upload_id UNIQUE (upload_id)
);

CREATE INDEX ix_imports_created_at ON imports (created_at);

CREATE INDEX ix_imports_owner ON imports (owner_id, id);

CREATE TABLE interests (
    account_id VARCHAR(26) NOT NULL,
    "key" VARCHAR(240) NOT NULL,
    deed VARCHAR(16) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_interests_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_interests PRIMARY KEY (account_id, "key", deed, at)
);

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

CREATE TABLE ledger_heads (
    image_id VARCHAR(26) NOT NULL,
    length INTEGER NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT fk_ledger_heads_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_ledger_heads PRIMARY KEY (image_id)
);

CREATE TABLE likes (
    account_id VARCHAR(26) NOT NULL,
    thing_id VARCHAR(26) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_likes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_likes PRIMARY KEY (account_id, thing_id)
);

CREATE INDEX ix_likes_thing_id ON likes (thing_id);

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
    sent_at DATETIME, about VARCHAR(26),
    CONSTRAINT fk_mails_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_mails PRIMARY KEY (id)
);

CREATE INDEX ix_mails_account_id ON mails (account_id);

CREATE INDEX ix_mails_address_sent_at ON mails (address, sent_at);

CREATE INDEX ix_mails_created_at ON mails (created_at);

CREATE TABLE meanings (
    image_id VARCHAR(26) NOT NULL,
    version VARCHAR(80) NOT NULL,
    told VARCHAR(64) NOT NULL,
    said BLOB NOT NULL,
    seen BLOB NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT fk_meanings_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_meanings PRIMARY KEY (image_id)
);

CREATE INDEX ix_meanings_made_at ON meanings (made_at, image_id);

CREATE TABLE moderation_log (
    number INTEGER NOT NULL,
    at DATETIME NOT NULL,
    actor_id VARCHAR(26),
    action VARCHAR(40) NOT NULL,
    subject_kind VARCHAR(16) NOT NULL,
    subject_id VARCHAR(26) NOT NULL,
    reason TEXT NOT NULL,
    "before" JSON,
    "after" JSON,
    previous VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT pk_moderation_log PRIMARY KEY (number)
);

CREATE INDEX ix_moderation_log_subject_id ON moderation_log (subject_id);

CREATE TABLE muted_albums (
    account_id VARCHAR(26) NOT NULL,
    album_id VARCHAR(26) NOT NULL,
    CONSTRAINT fk_muted_albums_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_muted_albums_album_id FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE,
    CONSTRAINT pk_muted_albums PRIMARY KEY (account_id, album_id)
);

CREATE INDEX ix_muted_albums_album_id ON muted_albums (album_id);

CREATE TABLE mutes (
    muter_id VARCHAR(26) NOT NULL,
    muted_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_mutes_muted_id FOREIGN KEY(muted_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_mutes_muter_id FOREIGN KEY(muter_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_mutes PRIMARY KEY (muter_id, muted_id)
);

CREATE INDEX ix_mutes_muted_id ON mutes (muted_id);

CREATE TABLE neighbours (
    image_id VARCHAR(26) NOT NULL,
    neighbour_id VARCHAR(26) NOT NULL,
    rank INTEGER NOT NULL,
    found_at DATETIME NOT NULL,
    CONSTRAINT fk_neighbours_image_id_images FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT fk_neighbours_neighbour_id_images FOREIGN KEY(neighbour_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_neighbours PRIMARY KEY (image_id, neighbour_id)
);

CREATE INDEX ix_neighbours_neighbour_id ON neighbours (neighbour_id);

CREATE TABLE notification_actors (
    notification_id VARCHAR(26) NOT NULL,
    actor_id VARCHAR(26) NOT NULL,
    detail_id VARCHAR(26) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_notification_actors_actor_id FOREIGN KEY(actor_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_notification_actors_notification_id FOREIGN KEY(notification_id) REFERENCES notifications (id) ON DELETE CASCADE,
    CONSTRAINT pk_notification_actors PRIMARY KEY (notification_id, actor_id)
);

CREATE INDEX ix_notification_actors_actor_id ON notification_actors (actor_id);

CREATE TABLE "notification_settings" (
    account_id VARCHAR(26) NOT NULL,
    kinds JSON NOT NULL,
    digest VARCHAR(8) NOT NULL,
    CONSTRAINT fk_notification_settings_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_notification_settings PRIMARY KEY (account_id)
);

CREATE TABLE notifications (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    occasion VARCHAR(16) NOT NULL,
    subject_kind VARCHAR(16) NOT NULL,
    subject_id VARCHAR(26) NOT NULL,
    group_key VARCHAR(60) NOT NULL,
    detail_id VARCHAR(26) NOT NULL,
    is_in_app BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    read_at DATETIME,
    CONSTRAINT fk_notifications_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_notifications PRIMARY KEY (id),
    CONSTRAINT uq_notifications_account_id_group_key UNIQUE (account_id, group_key)
);

CREATE INDEX ix_notifications_newest ON notifications (account_id, is_in_app, updated_at, id);

CREATE INDEX ix_notifications_read_at ON notifications (read_at);

CREATE INDEX ix_notifications_subject_id ON notifications (subject_id);

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

CREATE TABLE project_members (
    project_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    role VARCHAR(16) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_project_members_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_project_members_project_id FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT pk_project_members PRIMARY KEY (project_id, account_id)
);

CREATE INDEX ix_project_members_account_id ON project_members (account_id);

CREATE TABLE project_verdicts (
    project_id VARCHAR(26) NOT NULL,
    place VARCHAR(8) NOT NULL,
    "key" VARCHAR(64) NOT NULL,
    verdict VARCHAR(8) NOT NULL,
    person_id VARCHAR(26),
    told JSON NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_project_verdicts_person_id FOREIGN KEY(person_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_project_verdicts_project_id FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT pk_project_verdicts PRIMARY KEY (project_id, place, "key")
);

CREATE INDEX ix_project_verdicts_newest ON project_verdicts (project_id, at);

CREATE INDEX ix_project_verdicts_person_id ON project_verdicts (person_id);

CREATE TABLE projects (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    title VARCHAR(200) NOT NULL,
    brief JSON NOT NULL,
    created_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    CONSTRAINT fk_projects_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_projects PRIMARY KEY (id)
);

CREATE INDEX ix_projects_owner ON projects (owner_id, id);

CREATE TABLE publications (
    id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    licences JSON NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_publications_image_id FOREIGN KEY(image_id) REFERENCES images (id) ON DELETE CASCADE,
    CONSTRAINT pk_publications PRIMARY KEY (id)
);

CREATE INDEX ix_publications_image ON publications (image_id, id);

CREATE TABLE push_deliveries (
    id VARCHAR(26) NOT NULL,
    device_id VARCHAR(26) NOT NULL,
    notification_id VARCHAR(26) NOT NULL,
    attempts INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    next_at DATETIME NOT NULL,
    CONSTRAINT fk_push_deliveries_device_id FOREIGN KEY(device_id) REFERENCES push_devices (id) ON DELETE CASCADE,
    CONSTRAINT pk_push_deliveries PRIMARY KEY (id)
);

CREATE INDEX ix_push_deliveries_device_id ON push_deliveries (device_id);

CREATE INDEX ix_push_deliveries_due ON push_deliveries (next_at);

CREATE TABLE push_devices (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    login_id VARCHAR(26),
    device VARCHAR(80) NOT NULL,
    endpoint VARCHAR(2000) NOT NULL,
    endpoint_hash VARCHAR(64) NOT NULL,
    public_key VARCHAR(100) NOT NULL,
    sealed_secret VARCHAR(255) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_push_devices_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_push_devices_login_id FOREIGN KEY(login_id) REFERENCES logins (id) ON DELETE CASCADE,
    CONSTRAINT pk_push_devices PRIMARY KEY (id),
    CONSTRAINT uq_push_devices_endpoint_hash UNIQUE (endpoint_hash)
);

CREATE INDEX ix_push_devices_account_id ON push_devices (account_id);

CREATE INDEX ix_push_devices_login_id ON push_devices (login_id);

CREATE TABLE recovery_codes (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    code_hash VARCHAR(64) NOT NULL,
    CONSTRAINT fk_recovery_codes_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT uq_recovery_codes_account_id_code_hash UNIQUE (account_id, code_hash)
);

CREATE TABLE reports (
    id VARCHAR(26) NOT NULL,
    case_id VARCHAR(26) NOT NULL,
    reporter_id VARCHAR(26),
    maker VARCHAR(64) NOT NULL,
    reason VARCHAR(16) NOT NULL,
    text TEXT NOT NULL,
    month VARCHAR(7) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_reports_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT fk_reports_reporter_id_accounts FOREIGN KEY(reporter_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_reports PRIMARY KEY (id),
    CONSTRAINT uq_reports_case_id_maker UNIQUE (case_id, maker)
);

CREATE INDEX ix_reports_month ON reports (month);

CREATE INDEX ix_reports_reporter_id ON reports (reporter_id);

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

CREATE TABLE "saved_searches" (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    name VARCHAR(400) NOT NULL,
    "query" TEXT NOT NULL,
    follow BOOLEAN NOT NULL,
    seen_at DATETIME NOT NULL,
    created_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    told INTEGER NOT NULL,
    looked_at DATETIME NOT NULL,
    CONSTRAINT fk_saved_searches_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT uq_saved_searches_owner_id_name UNIQUE (owner_id, name)
);

CREATE INDEX ix_saved_searches_looked_at ON saved_searches (looked_at);

CREATE TABLE share_links (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    thing_id VARCHAR(26) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    password VARCHAR(255),
    expires_at DATETIME,
    max_views INTEGER,
    views INTEGER NOT NULL,
    has_download BOOLEAN NOT NULL,
    has_metadata BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    last_viewed_at DATETIME, has_upload BOOLEAN DEFAULT '0' NOT NULL, max_uploads INTEGER DEFAULT '0' NOT NULL, uploads INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT fk_share_links_owner_id_accounts FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_share_links PRIMARY KEY (id),
    CONSTRAINT uq_share_links_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_share_links_owner_id ON share_links (owner_id);

CREATE INDEX ix_share_links_thing_id ON share_links (thing_id);

CREATE TABLE site_choices (
    name VARCHAR(40) NOT NULL,
    value VARCHAR(80) NOT NULL,
    CONSTRAINT pk_site_choices PRIMARY KEY (name)
);

CREATE TABLE source_blocks (
    id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    value VARCHAR(2000) NOT NULL,
    mark VARCHAR(64),
    reason VARCHAR(500) NOT NULL,
    moderator_id VARCHAR(26) NOT NULL,
    state VARCHAR(16) NOT NULL,
    removed INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_source_blocks PRIMARY KEY (id),
    CONSTRAINT uq_source_blocks_mark UNIQUE (mark)
);

CREATE TABLE stops (
    month VARCHAR(7) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_stops PRIMARY KEY (month, kind)
);

CREATE TABLE tag_change_items (
    change_id VARCHAR(26) NOT NULL,
    image_id VARCHAR(26) NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    "before" JSON,
    "after" JSON,
    CONSTRAINT fk_tag_change_items_change_id FOREIGN KEY(change_id) REFERENCES tag_changes (id) ON DELETE CASCADE,
    CONSTRAINT pk_tag_change_items PRIMARY KEY (change_id, image_id)
);

CREATE INDEX ix_tag_change_items_image_id ON tag_change_items (image_id);

CREATE INDEX ix_tag_change_items_outcome ON tag_change_items (change_id, outcome, image_id);

CREATE TABLE tag_changes (
    id VARCHAR(26) NOT NULL,
    author_id VARCHAR(26),
    "key" VARCHAR(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    target_key VARCHAR(240) NOT NULL,
    target_label VARCHAR(60) NOT NULL,
    alias_id VARCHAR(26),
    state VARCHAR(16) NOT NULL,
    total INTEGER NOT NULL,
    counts JSON NOT NULL,
    created_at DATETIME NOT NULL,
    finished_at DATETIME,
    undone_at DATETIME,
    undoer_id VARCHAR(26),
    CONSTRAINT fk_tag_changes_author_id FOREIGN KEY(author_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_tag_changes_undoer_id FOREIGN KEY(undoer_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_tag_changes PRIMARY KEY (id)
);

CREATE INDEX ix_tag_changes_key ON tag_changes ("key");

CREATE INDEX ix_tag_changes_target_key ON tag_changes (target_key);

CREATE TABLE tag_follows (
    account_id VARCHAR(26) NOT NULL,
    "key" VARCHAR(240) NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_tag_follows_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_tag_follows PRIMARY KEY (account_id, "key")
);

CREATE TABLE tag_relations (
    id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    slot VARCHAR(500),
    "key" VARCHAR(240) NOT NULL,
    label VARCHAR(60) NOT NULL,
    target_key VARCHAR(240) NOT NULL,
    target_label VARCHAR(60) NOT NULL,
    author_id VARCHAR(26),
    created_at DATETIME NOT NULL,
    remover_id VARCHAR(26),
    removed_at DATETIME,
    CONSTRAINT fk_tag_relations_author_id FOREIGN KEY(author_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT fk_tag_relations_remover_id FOREIGN KEY(remover_id) REFERENCES accounts (id) ON DELETE SET NULL,
    CONSTRAINT pk_tag_relations PRIMARY KEY (id),
    CONSTRAINT uq_tag_relations_slot UNIQUE (slot)
);

CREATE INDEX ix_tag_relations_key ON tag_relations ("key");

CREATE INDEX ix_tag_relations_target_key ON tag_relations (target_key);

CREATE TABLE "takedowns" (
    report_id VARCHAR(26) NOT NULL,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(254) NOT NULL,
    work TEXT NOT NULL,
    source VARCHAR(500) NOT NULL,
    language VARCHAR(8) NOT NULL,
    token_hash VARCHAR(64),
    CONSTRAINT fk_takedowns_report_id_reports FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE,
    CONSTRAINT pk_takedowns PRIMARY KEY (report_id)
);

CREATE TABLE tallies (
    thing_id VARCHAR(26) NOT NULL,
    views INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    collects INTEGER NOT NULL,
    CONSTRAINT pk_tallies PRIMARY KEY (thing_id)
);

CREATE TABLE taste_settings (
    account_id VARCHAR(26) NOT NULL,
    is_on BOOLEAN NOT NULL,
    unrecorded VARCHAR(100) NOT NULL,
    adjusted TEXT NOT NULL,
    CONSTRAINT fk_taste_settings_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_taste_settings PRIMARY KEY (account_id)
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

CREATE TABLE trainings (
    id VARCHAR(26) NOT NULL,
    name VARCHAR(80) NOT NULL,
    folder TEXT NOT NULL,
    base TEXT NOT NULL,
    epochs INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    step VARCHAR(16) NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    problem VARCHAR(500),
    report JSON,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_trainings PRIMARY KEY (id)
);

CREATE TABLE upload_parts (
    upload_id VARCHAR(26) NOT NULL,
    start BIGINT NOT NULL,
    size INTEGER NOT NULL,
    storage VARCHAR(16) NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    CONSTRAINT fk_upload_parts_upload_id FOREIGN KEY(upload_id) REFERENCES uploads (id) ON DELETE CASCADE,
    CONSTRAINT pk_upload_parts PRIMARY KEY (upload_id, start)
);

CREATE TABLE uploads (
    id VARCHAR(26) NOT NULL,
    owner_id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    fields JSON NOT NULL,
    length BIGINT NOT NULL,
    received BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    image_id VARCHAR(26),
    created_at DATETIME NOT NULL,
    touched_at DATETIME NOT NULL,
    CONSTRAINT fk_uploads_owner_id FOREIGN KEY(owner_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_uploads PRIMARY KEY (id)
);

CREATE INDEX ix_uploads_owner ON uploads (owner_id, state);

CREATE INDEX ix_uploads_touched_at ON uploads (touched_at);

CREATE TABLE webhook_deliveries (
    id VARCHAR(26) NOT NULL,
    webhook_id VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    notification_id VARCHAR(26),
    state VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER,
    problem VARCHAR(200),
    created_at DATETIME NOT NULL,
    next_at DATETIME,
    CONSTRAINT fk_webhook_deliveries_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (id)
);

CREATE INDEX ix_webhook_deliveries_created_at ON webhook_deliveries (created_at);

CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (state, next_at);

CREATE INDEX ix_webhook_deliveries_newest ON webhook_deliveries (webhook_id, id);

CREATE TABLE webhooks (
    id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    kinds JSON NOT NULL,
    sealed_secret VARCHAR(255) NOT NULL,
    state VARCHAR(16) NOT NULL,
    failing_since DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_webhooks_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT pk_webhooks PRIMARY KEY (id)
);

CREATE INDEX ix_webhooks_account_id ON webhooks (account_id);

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
