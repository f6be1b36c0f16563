// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/language.h"
#include "viewmodels/problemtext.h"

#include <QRegularExpression>
#include <QTest>

using namespace dealerlens;
using base::ErrorKind;
using viewmodels::ProblemText;

namespace {

constexpr std::array kKinds { ErrorKind::Network, ErrorKind::Timeout, ErrorKind::Tls, ErrorKind::Auth, ErrorKind::Limit, ErrorKind::Denied,
    ErrorKind::NotFound, ErrorKind::Protocol, ErrorKind::Rejected, ErrorKind::Storage, ErrorKind::Full, ErrorKind::Corrupt,
    ErrorKind::Newer, ErrorKind::Input, ErrorKind::Cancelled, ErrorKind::Bug };
constexpr std::array kCodes { "", "KEY", "KEYRING_LOCKED", "KEYRING", "KEYRING_SLOW", "NO_KEYRING", "MODE", "MEMBER", "member", "portal",
    "invalid_grant", "NOT_INSTALLED", "wrong_client", "authorization_error", "PAYMENT_REQUIRED", "expired_token", "MOVED",
    "insufficient_scope", "HOST_NOT_FOUND", "ACCESS_DENIED", "OVERLOAD_LIMIT", "portal_deleted", "key", "endpoint", "scheme", "host",
    "secret", "address" };

} // namespace

class ProblemTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyKindSaysWhatHappenedAndWhatToDo_data()
    {
        QTest::addColumn<bool>("russian");
        QTest::newRow("ru") << true;
        QTest::newRow("en") << false;
    }

    void everyKindSaysWhatHappenedAndWhatToDo()
    {
        QFETCH(const bool, russian);
        desk::LanguageManager languages(*QCoreApplication::instance());
        languages.setLanguage(russian ? viewmodels::Language::Russian : viewmodels::Language::English);
        const QRegularExpression cyrillic(QStringLiteral("[а-яё]"));
        for (const ErrorKind kind : kKinds) {
            for (const char *code : kCodes) {
                for (const int http : { 0, 401, 502 }) {
                    const base::Error error { kind, base::Retry::Never, QStringLiteral("detail with s3cr3t"), code, http };
                    const ProblemText text = ProblemText::of(error);
                    for (const QString &part : { text.title, text.advice, text.shortText }) {
                        const QByteArray where = QByteArray::number(static_cast<int>(kind)) + ' ' + code + ' ' + part.toUtf8();
                        QVERIFY2(!part.isEmpty(), where.constData());
                        QVERIFY2(part.contains(cyrillic) == russian, where.constData());
                        QVERIFY2(!part.contains(QStringLiteral("s3cr3t")), where.constData());
                    }
                    QVERIFY(text.shortText.size() <= 40);
                }
            }
        }
    }

    void aRefusedKeyAsksForANewOne()
    {
        QCOMPARE(
            ProblemText::of({ ErrorKind::Auth, base::Retry::AfterAuth, {}, "expired_token", 401 }).remedy, ProblemText::Remedy::NewKey);
        QCOMPARE(ProblemText::of({ ErrorKind::NotFound, base::Retry::WhenChanged, {}, {}, 0 }).remedy, ProblemText::Remedy::NewKey);
        QCOMPARE(ProblemText::of({ ErrorKind::Full, base::Retry::Later, {}, {}, 0 }).remedy, ProblemText::Remedy::FreeSpace);
    }
};

QTEST_MAIN(ProblemTextTest)
#include "tst_problemtext.moc"
