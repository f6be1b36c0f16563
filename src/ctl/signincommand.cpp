// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/await.h"
#include "ctl/sentences.h"
#include "ctl/signin.h"
#include "sync/portallist.h"

#include "portal/redirectlistener.h"

#include <QPromise>
#include <QTimer>

#include <cstdio>

#include <termios.h>
#include <unistd.h>

namespace dealerlens::ctl {

namespace {

constexpr std::chrono::minutes kPatience { 10 };

// Switches the echo of the terminal off while a secret is typed.
class QuietTerminal {
public:
    QuietTerminal()
        : m_known(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_known)
            return;
        struct termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }

    ~QuietTerminal()
    {
        if (m_known)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(QuietTerminal)

private:
    struct termios m_before {};
    bool m_known = false;
};

QString consentAddress(const portal::RedirectListener &listener, const sync::SignInRequest &request)
{
    return portal::consentUrl(request.root, request.application.clientId, listener.state()).toString(QUrl::FullyEncoded);
}

// The code of the redirect, as soon as a person has agreed in the browser.
base::Result<QString> codeFromBrowser(Session &session, portal::RedirectListener &listener, const sync::SignInRequest &request)
{
    const int port = session.arguments().portal.redirectPort;
    if (auto listening = listener.listen(port > 0 ? static_cast<quint16>(port) : portal::RedirectListener::kUsualPort); !listening)
        return std::unexpected(listening.error());
    QPromise<base::Result<QString>> promise;
    promise.start();
    const auto answer = [&promise](base::Result<QString> value) {
        if (promise.future().resultCount() > 0)
            return;
        promise.addResult(std::move(value));
        promise.finish();
    };
    QObject::connect(&listener, &portal::RedirectListener::arrived, &listener, [&answer](const QString &code) { answer(code); });
    QTimer::singleShot(kPatience, &listener,
        [&answer] { answer(base::fail(base::ErrorKind::Cancelled, QStringLiteral("nobody has agreed"), base::Retry::Later)); });
    session.console().error(QStringLiteral("Open this address in a browser and agree; the portal then comes back to %1\n%2")
            .arg(listener.address(), consentAddress(listener, request)));
    return await(promise.future());
}

base::Result<QString> codeFromPerson(Session &session, const portal::RedirectListener &listener, const sync::SignInRequest &request)
{
    session.console().error(QStringLiteral("Open this address in a browser, agree, and give the code here within 30 seconds.\n%1")
            .arg(consentAddress(listener, request)));
    return readSecretLine("Code");
}

// The portal that is meant: one that is known, or a new one with its naming.
base::Result<sync::SignInRequest> requestFrom(Session &session)
{
    const PortalArguments &arguments = session.arguments().portal;
    const auto known = session.portal(arguments.key);
    if (!known)
        return std::unexpected(known.error());
    sync::SignInRequest request;
    request.portal = *known ? **known : portalFrom(arguments);
    const auto root = portal::parsePortalRoot(arguments.root.isEmpty() && *known ? (*known)->endpoint : arguments.root);
    if (!root)
        return std::unexpected(root.error());
    request.root = *root;
    return request;
}

} // namespace

QString readSecretLine(const char *prompt)
{
    const bool asks = isatty(STDIN_FILENO) != 0;
    if (asks)
        std::fprintf(stderr, "%s (not shown): ", prompt);
    const QuietTerminal quiet;
    char line[4'096];
    const QByteArray bytes = std::fgets(line, sizeof line, stdin) ? QByteArray(line) : QByteArray();
    if (asks)
        std::fputs("\n", stderr);
    return QString::fromUtf8(bytes).trimmed();
}

int signInPortal(Session &session)
{
    const PortalArguments &arguments = session.arguments().portal;
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    auto request = requestFrom(session);
    if (!request)
        return session.fail(request.error(), arguments.key);
    model::Portal judged = request->portal;
    if (judged.timeZone.isEmpty())
        judged.timeZone = QStringLiteral("UTC"); // the portal's own is taken later
    if (const auto problem = sync::problemWithNaming(judged))
        return session.fail(kInput, QStringLiteral("The portal cannot be added: %1.").arg(sentenceFor(*problem)));
    request->application.clientId = arguments.clientId.isEmpty() ? readSecretLine("Client id") : arguments.clientId;
    request->application.clientSecret = readSecretLine("Client secret, or nothing for the one that is kept");
    portal::RedirectListener listener; // outlives the exchange, so that the browser gets its page
    const auto code = arguments.paste ? codeFromPerson(session, listener, *request) : codeFromBrowser(session, listener, *request);
    if (!code)
        return session.fail(code.error(), arguments.key);
    request->code = *code;
    const auto done = await(session.engine().signIn(*request));
    if (!done)
        return session.fail(done.error(), arguments.key);
    session.console().note(foundSentence(done->test));
    session.console().note(QStringLiteral("Signed in to %1. Its tokens are in: %2. `dealerlensctl sync` mirrors it.")
            .arg(done->portal.key, session.secretStore().place()));
    return kOk;
}

} // namespace dealerlens::ctl
