// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dealercode.h"

#include <QRegularExpression>

namespace dealerlens::model {

QString dealerCode(const QString &title, const QSet<QString> &taken)
{
    static const QRegularExpression separators(QStringLiteral("[^\\p{L}\\p{N}]+"));
    const QStringList words = title.toUpper().split(separators, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    const QString letters = words.join(QString());
    const QString usual = words.size() > 1 ? QString(words[0].left(1) + words[1].left(1)) : letters.left(2);
    if (!taken.contains(usual))
        return usual;
    const QString first = letters.left(1);
    for (const QChar &letter : letters.mid(1)) {
        if (const QString code = first + letter; !taken.contains(code))
            return code;
    }
    for (int number = 2; number < 100; ++number) {
        if (const QString code = first + QString::number(number); !taken.contains(code))
            return code;
    }
    for (int number = 2; number < 10; ++number) {
        for (const QChar &letter : letters.mid(1)) {
            if (const QString code = first + letter + QString::number(number); !taken.contains(code))
                return code;
        }
    }
    return {};
}

} // namespace dealerlens::model
