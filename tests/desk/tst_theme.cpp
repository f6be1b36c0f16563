// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/icons.h"
#include "desk/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace dealerlens::desk;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { m_themes = std::make_unique<ThemeManager>(*qApp); }

    void contrastOfText_data();
    void contrastOfText();
    void everyTokenOfTheStyleSheetIsReplaced();
    void followsTheChosenMode();
    void dealerHuesStartOverAndCanBeRead();
    void everyIconDraws();
    void iconsTakeTheColourOfTheTheme();
    void digitsHaveOneWidth();

private:
    std::unique_ptr<ThemeManager> m_themes;
};

void TestTheme::contrastOfText_data()
{
    // WCAG 2.1 ratios of the design: main text 7, other text 4.5, shapes 3, on the grounds where they stand.
    QTest::addColumn<int>("ink");
    QTest::addColumn<int>("ground");
    QTest::addColumn<double>("least");

    struct Row {
        Token ink;
        double least;
    };

    const Row rows[] = { { Token::Text, 7 }, { Token::Text2, 4.5 }, { Token::Ok, 4.5 }, { Token::Warn, 4.5 }, { Token::Breach, 4.5 },
        { Token::Lost, 4.5 }, { Token::Link, 4.5 }, { Token::Point, 3 }, { Token::Focus, 3 }, { Token::BreachFill, 3 } };
    for (const Row &row : rows) {
        for (const Token ground : { Token::Base, Token::BaseAlt }) {
            QTest::addRow("%d on %d", static_cast<int>(row.ink), static_cast<int>(ground))
                << static_cast<int>(row.ink) << static_cast<int>(ground) << row.least;
        }
    }
}

void TestTheme::contrastOfText()
{
    QFETCH(int, ink);
    QFETCH(int, ground);
    QFETCH(double, least);
    for (const bool dark : { false, true }) {
        const Theme theme = Theme::load(dark, QApplication::font());
        const double ratio = Theme::contrast(theme.color(static_cast<Token>(ink)), theme.color(static_cast<Token>(ground)));
        QVERIFY2(ratio >= least, qPrintable(QString::number(ratio)));
    }
}

void TestTheme::everyTokenOfTheStyleSheetIsReplaced()
{
    for (const bool dark : { false, true }) {
        QString sheet = Theme::load(dark, QApplication::font()).styleSheet();
        // The opening comment explains the template.
        sheet.remove(QStringLiteral("@name@"));
        QVERIFY(!sheet.contains(QLatin1Char('@')));
    }
}

void TestTheme::followsTheChosenMode()
{
    m_themes->setMode(ThemeManager::Mode::Dark);
    QVERIFY(theme().isDark());
    QVERIFY(qApp->palette().color(QPalette::Window).lightness() < 128);
    m_themes->setMode(ThemeManager::Mode::Light);
    QVERIFY(!theme().isDark());
    QCOMPARE(qApp->palette().color(QPalette::Text), theme().color(Token::Text));
    QCOMPARE(theme().viewPalette().color(QPalette::Inactive, QPalette::Highlight), theme().color(Token::SelectInactive));
}

void TestTheme::dealerHuesStartOverAndCanBeRead()
{
    for (const bool dark : { false, true }) {
        const Theme theme = Theme::load(dark, QApplication::font());
        QCOMPARE(theme.dealerHue(12), theme.dealerHue(0));
        for (int i = 0; i < 12; ++i)
            QVERIFY(Theme::contrast(theme.dealerHue(i), Theme::textOn(theme.dealerHue(i))) >= 4.5);
    }
}

void TestTheme::everyIconDraws()
{
    const QStringList names = QDir(QStringLiteral(":/icons")).entryList({ QStringLiteral("*.svg") });
    QVERIFY(names.size() > 60);
    for (const QString &name : names) {
        const QImage image = icon(name.chopped(4)).pixmap(24, 24).toImage();
        bool drawn = false;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                drawn = drawn || qAlpha(image.pixel(x, y)) > 128;
        QVERIFY2(drawn, qPrintable(name));
    }
}

void TestTheme::iconsTakeTheColourOfTheTheme()
{
    const QIcon made = icon(QStringLiteral("close"));
    const auto ink = [&] {
        const QImage image = made.pixmap(48, 48).toImage();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (qAlpha(image.pixel(x, y)) == 255)
                    return QColor(image.pixel(x, y));
        return QColor();
    };
    m_themes->setMode(ThemeManager::Mode::Light);
    QCOMPARE(ink(), theme().color(Token::Text2));
    m_themes->setMode(ThemeManager::Mode::Dark);
    QCOMPARE(ink(), theme().color(Token::Text2));
}

void TestTheme::digitsHaveOneWidth() { QVERIFY(hasTabularDigits(qApp->font())); }

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
