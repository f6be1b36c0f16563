-- SPDX-License-Identifier: GPL-3.0-or-later
-- mirror.db, version 1: what the portals told. One table per kind of record with the columns of model/entity.cpp;
-- everything else a portal sent is JSON in `extra`. deleted_at is NULL while the record lives.
-- Instants are UTC seconds, dates days since 1970-01-01, money ten-thousandths.

CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL) WITHOUT ROWID;

CREATE TABLE lead (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    title TEXT,
    category_id BIGINT,
    stage_id TEXT,
    semantic TEXT,
    assigned_by_id BIGINT,
    created_by_id BIGINT,
    moved_by_id BIGINT,
    created BIGINT,
    modified BIGINT,
    moved BIGINT,
    closed BIGINT,
    last_activity BIGINT,
    close_date BIGINT,
    amount BIGINT,
    currency TEXT,
    source_id TEXT,
    source_text TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    contact_id BIGINT,
    company_id BIGINT,
    lead_id BIGINT,
    is_return BIGINT,
    last_name TEXT,
    name TEXT,
    second_name TEXT,
    company_title TEXT,
    originator_id TEXT,
    origin_id TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE deal (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    title TEXT,
    category_id BIGINT,
    stage_id TEXT,
    semantic TEXT,
    assigned_by_id BIGINT,
    created_by_id BIGINT,
    moved_by_id BIGINT,
    created BIGINT,
    modified BIGINT,
    moved BIGINT,
    closed BIGINT,
    last_activity BIGINT,
    close_date BIGINT,
    amount BIGINT,
    currency TEXT,
    source_id TEXT,
    source_text TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    contact_id BIGINT,
    company_id BIGINT,
    lead_id BIGINT,
    is_return BIGINT,
    last_name TEXT,
    name TEXT,
    second_name TEXT,
    company_title TEXT,
    originator_id TEXT,
    origin_id TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE contact (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    last_name TEXT,
    name TEXT,
    second_name TEXT,
    post TEXT,
    company_id BIGINT,
    assigned_by_id BIGINT,
    source_id TEXT,
    lead_id BIGINT,
    created BIGINT,
    modified BIGINT,
    originator_id TEXT,
    origin_id TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE company (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    title TEXT,
    company_type TEXT,
    assigned_by_id BIGINT,
    lead_id BIGINT,
    is_my_company BIGINT,
    created BIGINT,
    modified BIGINT,
    originator_id TEXT,
    origin_id TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE lead_history (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner_id BIGINT,
    type_id BIGINT,
    created BIGINT,
    category_id BIGINT,
    stage_id TEXT,
    semantic TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE deal_history (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner_id BIGINT,
    type_id BIGINT,
    created BIGINT,
    category_id BIGINT,
    stage_id TEXT,
    semantic TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE activity (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner_type_id BIGINT,
    owner_id BIGINT,
    type_id BIGINT,
    provider_id TEXT,
    provider_type_id TEXT,
    direction BIGINT,
    subject TEXT,
    start_time BIGINT,
    end_time BIGINT,
    deadline BIGINT,
    completed BIGINT,
    responsible_id BIGINT,
    author_id BIGINT,
    created BIGINT,
    modified BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE comment (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner_type TEXT,
    owner_id BIGINT,
    author_id BIGINT,
    created BIGINT,
    text TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE task (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    title TEXT,
    status BIGINT,
    responsible_id BIGINT,
    created_by_id BIGINT,
    created BIGINT,
    modified BIGINT,
    deadline BIGINT,
    closed BIGINT,
    crm_links TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE call (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT,
    line TEXT,
    phone TEXT,
    call_id TEXT,
    call_type BIGINT,
    started BIGINT,
    duration BIGINT,
    failed_code TEXT,
    crm_type TEXT,
    crm_id BIGINT,
    activity_id BIGINT,
    record_url TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE portal_user (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    active BIGINT,
    last_name TEXT,
    name TEXT,
    second_name TEXT,
    email TEXT,
    position TEXT,
    department_id BIGINT,
    registered BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE department (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    name TEXT,
    sort BIGINT,
    parent_id BIGINT,
    head_id BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE status (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    directory TEXT,
    code TEXT,
    name TEXT,
    sort BIGINT,
    semantic TEXT,
    color TEXT,
    category_id BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE category (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    name TEXT,
    sort BIGINT,
    is_default BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE user_field (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner TEXT,
    field TEXT,
    user_type TEXT,
    multiple BIGINT,
    label TEXT,
    sort BIGINT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

CREATE TABLE line (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    number TEXT,
    name TEXT,
    extra TEXT,
    deleted_at BIGINT,
    PRIMARY KEY (portal_id, id)
) WITHOUT ROWID;

-- Which records belong to an item.
CREATE INDEX lead_history_by_owner ON lead_history (portal_id, owner_id);
CREATE INDEX deal_history_by_owner ON deal_history (portal_id, owner_id);
CREATE INDEX activity_by_owner ON activity (portal_id, owner_type_id, owner_id);
CREATE INDEX comment_by_owner ON comment (portal_id, owner_type, owner_id);
CREATE INDEX call_by_owner ON call (portal_id, crm_type, crm_id);

-- Read from task.crm_links; item_kind is the number of the entity kind.
CREATE TABLE task_link (
    portal_id INTEGER NOT NULL,
    item_kind INTEGER NOT NULL,
    item_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    PRIMARY KEY (portal_id, item_kind, item_id, task_id)
) WITHOUT ROWID;

-- Phones and addresses of leads, contacts and companies in the portal's order; `lookup` is the normalised form.
CREATE TABLE contact_point (
    portal_id INTEGER NOT NULL,
    owner_kind INTEGER NOT NULL,
    owner_id BIGINT NOT NULL,
    place INTEGER NOT NULL,
    id BIGINT NOT NULL,
    type TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    lookup TEXT NOT NULL,
    PRIMARY KEY (portal_id, owner_kind, owner_id, place)
) WITHOUT ROWID;

-- NULL is "never" (base::kNever).
CREATE TABLE sync_state (
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    watermark BIGINT,
    walk_since BIGINT,
    walk_started BIGINT,
    walk_cursor BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    denied INTEGER NOT NULL,
    problem TEXT NOT NULL,
    problem_since BIGINT,
    PRIMARY KEY (portal_id, kind)
) WITHOUT ROWID;

-- Folded words and phone keys of living leads, deals, contacts and companies. Contentless: a row is removed by
-- repeating its words, which searchwords.cpp makes again from the stored record. Words come folded and parted by spaces:
-- the plain tokenizer leaves them as they are. (Older files say 'unicode61 remove_diacritics 0', with the same words.)
CREATE VIRTUAL TABLE search_text USING fts5(words, content='', detail=none, tokenize='ascii');
