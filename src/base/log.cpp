// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"

#include <QRegularExpression>

#include <cstdio>

namespace dealerlens::base {

Q_LOGGING_CATEGORY(logSync, "dealerlens.sync", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "dealerlens.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logPortal, "dealerlens.portal", QtInfoMsg)
Q_LOGGING_CATEGORY(logDesk, "dealerlens.desk", QtInfoMsg)

QString withoutSecrets(const QString &text)
{
    static const QRegularExpression webhook(QStringLiteral("(/rest/(?:api/)?\\d+/)[^/\\s\"']+"));
    static const QRegularExpression token(
        QStringLiteral("((?:auth|access_token|refresh_token|client_secret)=)[^&\\s\"']+"), QRegularExpression::CaseInsensitiveOption);
    QString clean = text;
    clean.replace(webhook, QStringLiteral("\\1•••"));
    clean.replace(token, QStringLiteral("\\1•••"));
    return clean;
}

namespace {

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QByteArray line = withoutSecrets(qFormatLogMessage(type, context, text)).toUtf8();
    std::fprintf(stderr, "%s\n", line.constData());
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installMessageHandler()
{
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddTHH:mm:ss.zzz} %{category} %{type} %{message}"));
    qInstallMessageHandler(&writeMessage);
}

} // namespace dealerlens::base
