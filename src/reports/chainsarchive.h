// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"

namespace dealerlens::reports {

template <class Archive, class Columns> void ChainColumns::archive(Archive &archive, Columns &columns)
{
    const auto numbers = [&](auto &...number) { (archive.number(number), ...); };
    const auto odd = [&](auto &item) { numbers(item.item, item.until, item.withDeals); };
    archive.list(columns.portals, [&](auto &portal) {
        archive.list(portal.people, numbers);
        archive.list(portal.leftOut, [&](auto &item) {
            numbers(item.item, item.began, item.since, item.leadFrom);
            archive.enumerated(item.fate);
        });
        archive.list(portal.odd, odd);
        archive.list(portal.oddAlone, odd);
        archive.list(portal.links, [&](auto &link) { numbers(link.first, link.second); });
        numbers(portal.items.first, portal.items.last, portal.items.portal, portal.journal, portal.hasTests);
    });
    const auto addTable = [&](auto &table) {
        table.rows.each(table.rows, table.rows, [&](auto &column, auto &) { archive.column(column); });
        archive.column(table.beganSamples);
        archive.column(table.endSamples);
        archive.list(table.places, [&](auto &place) {
            numbers(place.row, place.rows, place.room, place.sample);
            numbers(place.lastBegan, place.lastSettled, place.lastEnd, place.ended, place.endsLater);
        });
        archive.number(table.unused);
    };
    for (const auto table :
        { &ChainColumns::leads, &ChainColumns::deals, &ChainColumns::joined, &ChainColumns::leadsAlone, &ChainColumns::dealsAlone })
        addTable(columns.*table);
}

} // namespace dealerlens::reports
