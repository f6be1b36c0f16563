// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace dealerlens::ctl {

// What the user asked for, as typed; checked where it is used, because most of it can only be judged beside the
// data (names of dealers, sources …).
struct FilterArguments {
    QString asOf;
    QString period;
    QStringList dealers;
    QStringList regions;
    QStringList employees;
    QStringList funnels;
    QStringList sources;
    QStringList campaigns;
    QStringList lates;
    QString items; // "leads", "deals" or ""
    bool responsibleNow = false;
    bool business = false;
    bool withTests = false;
    bool withoutJunk = false;
};

struct ReportArguments {
    FilterArguments filter;
    QString by; // "": source, or dealer in a comparison
    std::vector<int> horizons;
    int conversionDays = 0;
    bool allVisits = false;
    bool milestones = false;
    QString mode = QStringLiteral("furthest");
    QString depth = QStringLiteral("employee");
    // Of items and visits: the number whose rows are asked for; "" is everything.
    QString rows;
    QString of; // its report; "" by the number
    QString stage; // compare, too
    QString group;
    QString path; // "A > B"
    int most = 50;
};

struct PortalArguments {
    QString key;
    QString title;
    QString kind = QStringLiteral("dealer");
    QString region;
    QString city;
    QString timeZone;
    QString addressFile; // "" or "-": standard input
    bool untested = false;
    QString root; // sign-in: address of the portal
    QString clientId;
    bool paste = false;
    int redirectPort = 0; // 0: the usual one
};

struct OutboxArguments {
    QStringList items; // PORTAL/lead/ID …; create: FIELD=VALUE
    QString uuid;
    QString portal;
    QString text;
    QString reason;
    QString deadline;
    QString stage;
    QString field;
    qint64 person = 0;
    bool openOnly = false;
};

struct Arguments {
    QString dataFolder;
    QString credentialsFile; // "": system keyring
    QString format; // "": by the suffix of `output`, else table
    QString output;
    bool quiet = false;

    QString command; // "portals", "sync" …
    QString action; // of portals and report: "list", "tree" …
    QString text; // search text, file to import, export, copy to or restore from, shell
    QString contact; // to be forgotten: PORTAL/ID
    QString phone; // to be forgotten
    QStringList portals; // keys
    PortalArguments portal;
    ReportArguments report;
    OutboxArguments outbox;
    QString what; // export: report or kind of record
    bool watch = false;
    bool dryRun = false;
    bool verify = false;
    QString confirmRemoval; // key of a portal
    int interval = 300;
    int limit = 50;
};

} // namespace dealerlens::ctl
