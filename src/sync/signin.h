// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/engine.h"
#include "sync/services.h"

namespace dealerlens::sync {

// One exchange of a code for tokens, from the question whether the portal may be added to its saved row. Nothing is
// kept unless the tokens work and belong to the portal that was meant. Lives on the network thread, deletes itself.
class SignInWork final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(base::Result<SignedIn>)>;

    SignInWork(SignInRequest request, const Services &services, QObject *parent);

    void run(Done done);

private:
    void exchange();
    void test();
    void keepSecrets();
    void savePortal();
    [[nodiscard]] bool isMeant() const;
    void end(base::Result<SignedIn> result);

    SignInRequest m_request;
    Services m_services;
    Done m_done;
    std::vector<model::Portal> m_known;
    portal::Tokens m_tokens;
    SignedIn m_result;
};

} // namespace dealerlens::sync
