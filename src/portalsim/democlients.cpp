// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/democlients.h"

#include "portalsim/portalsetup.h"

namespace dealerlens::portalsim {
namespace {

constexpr std::array kInnWeights { 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 };

// The check digit over all digits so far, with the last weights of the row above.
int checkDigit(const QString &digits)
{
    int sum = 0;
    const auto shift = static_cast<qsizetype>(kInnWeights.size()) - digits.size();
    for (qsizetype i = 0; i < digits.size(); ++i)
        sum += digits[i].digitValue() * kInnWeights[static_cast<std::size_t>(shift + i)];
    return sum % 11 % 10;
}

QString emailOf(Dice &dice, const Person &person)
{
    static constexpr std::array kHosts { "agro.example", "farm.example", "pochta.example", "zerno.example" };
    const QString host = QString::fromLatin1(dice.pick(kHosts));
    const QString first = latin(person.name).left(1).toLower();
    const QString last = latin(person.lastName).toLower();
    return QString(first % u'.' % last % QString::number(dice.between(1, 99)) % u'@' % host);
}

} // namespace

Person makePerson(Dice &dice, double shareOfWomen)
{
    const bool woman = dice.chance(shareOfWomen);
    const FirstName &first = dice.pick(woman ? demoWomen() : demoMen());
    const FirstName &father = dice.pick(demoMen());
    const Surname &surname = dice.pick(demoSurnames());
    return { text(first.name), text(woman ? father.daughterOf : father.sonOf), text(woman ? surname.woman : surname.man), woman };
}

QString makePhone(Dice &dice, const City &city)
{
    const PhoneBlock &block = dice.pick(city.phones);
    const qint64 next = block.from + dice.between(0, block.count - 1);
    return QStringLiteral("+7%1%2%3")
        .arg(block.code)
        .arg(next, 2, 10, QLatin1Char('0'))
        .arg(dice.between(0, 99999), 5, 10, QLatin1Char('0'));
}

QString retyped(Dice &dice, const QString &e164)
{
    const QString n = e164.mid(2); // ten digits
    switch (dice.between(0, 5)) {
    case 0:
        return QStringLiteral("8 (%1) %2-%3-%4").arg(n.left(3), n.mid(3, 3), n.mid(6, 2), n.mid(8));
    case 1:
        return QString(u'7' % n);
    case 2:
        return QStringLiteral("+7 %1 %2 %3 %4").arg(n.left(3), n.mid(3, 3), n.mid(6, 2), n.mid(8));
    case 3:
        return QString(u'8' % n);
    case 4:
        return QStringLiteral("8-%1-%2-%3").arg(n.left(3), n.mid(3, 3), n.mid(6));
    default:
        return n;
    }
}

QString makeInn(Dice &dice, int taxRegion, bool soleTrader)
{
    QString inn = QStringLiteral("%1").arg(taxRegion, 2, 10, QLatin1Char('0'));
    while (inn.size() < (soleTrader ? 10 : 9))
        inn += QString::number(dice.between(0, 9));
    inn += QString::number(checkDigit(inn));
    if (soleTrader)
        inn += QString::number(checkDigit(inn));
    return inn;
}

Client makeClient(Dice &dice, const City &city)
{
    Client client;
    client.person = makePerson(dice, 0.2);
    client.phone = makePhone(dice, city);
    if (dice.chance(0.45))
        client.email = emailOf(dice, client.person);
    const QString farm = u'«' % text(dice.pick(demoFarmNames())) % u'»';
    const QString initials = QString(client.person.name.left(1) % u". " % client.person.secondName.left(1) % u'.');
    static constexpr std::array<double, 6> kForms { 34, 22, 22, 8, 6, 8 };
    switch (dice.weighted(kForms)) {
    case 0:
        client.company = u"КФХ " % farm;
        break;
    case 1:
        client.company = u"ООО " % farm;
        break;
    case 2:
        client.company = u"ИП " % client.person.lastName % u' ' % initials;
        break;
    case 3:
        client.company = u"СПК " % farm;
        break;
    case 4:
        client.company = u"АО " % farm;
        break;
    default:
        return client;
    }
    const bool soleTrader = client.company.startsWith(u"ИП") || client.company.startsWith(u"КФХ");
    client.inn = makeInn(dice, city.taxRegion, soleTrader);
    return client;
}

const City &cityNamed(const QString &name)
{
    for (const City &city : demoCities()) {
        if (name == text(city.name))
            return city;
    }
    return demoCities().front();
}

} // namespace dealerlens::portalsim
