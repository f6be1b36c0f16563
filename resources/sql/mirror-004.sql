-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4 of mirror.db: how many records of a kind live at a portal, so that a look whether anything has changed
-- reads none of them. NULL: not counted yet.

ALTER TABLE portal_change ADD COLUMN alive BIGINT;
