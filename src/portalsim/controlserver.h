// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/simserver.h"

#include <QJsonObject>

namespace dealerlens::portalsim {

class HttpListener;

// How a test steers a running simulator: POST /control/<command> with a JSON object, answered by a JSON object
// {"ok":true, …} or {"ok":false,"error":…}. A second listener on 127.0.0.1, same thread as the server.
//
//   portals                                   → portals: [{key,title,kind,region,city,timezone,address}]
//   create   {portal, entity, fields, multi?} → id           entity: lead deal contact company activity comment
//   change   {portal, entity, id, fields}                            task call user department status line
//   move     {portal, entity, id, stage}
//   category {portal, id, category, stage}
//   merge    {portal, entity, winner, loser}
//   delete   {portal, entity, id}
//   fault    {portal?, kind, …}               fields of Fault: status code body location field method delayMs
//                                             remaining every after
//   clear    {portal?}                        removes faults · release {portal?} also sends what was held
//   portal   {portal, secret?, scopes?, user?} changes credentials or scopes
//   application {id, secret, redirect?}       registers an application for sign-in; without redirect: code on a page
//   code     {portal, application}            → code, as after a person's consent
//   oauth    {portal, do, address?}           expire (access tokens) · remove · install · unpaid · paid · move (to address)
//   clock    {offset}                         seconds added to the system's clock
//   ledger   {portal?, writes?, since?, limit?} → entries, requests · forget
//   counts   {portal}                         → counts by entity and stage history rows
//   dump     {portal, entity}                 → rows: every value as stored (instants as UTC seconds)
//   history  {portal, entity}                 → rows
//   step     {portal, count?}                 lets believable things happen now
//   shutdown
// `fields` are classic names; instants are numbers (UTC seconds) or ISO 8601 texts.
class ControlServer final : public QObject {
    Q_OBJECT

public:
    explicit ControlServer(SimServer &server, QObject *parent = nullptr);
    ~ControlServer() override;

    [[nodiscard]] base::Result<void> listen(quint16 port = 0);

    [[nodiscard]] quint16 port() const { return m_port; }

    // The same without a socket.
    [[nodiscard]] QJsonObject run(const QString &command, const QJsonObject &arguments);

Q_SIGNALS:
    void shutdownRequested();

private:
    SimServer &m_server;
    std::unique_ptr<HttpListener> m_listener;
    quint16 m_port = 0;
};

} // namespace dealerlens::portalsim
