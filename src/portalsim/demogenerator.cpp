// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demogenerator.h"

#include "portalsim/demoyear.h"
#include "portalsim/portalsetup.h"

namespace dealerlens::portalsim {
namespace {

constexpr UtcSeconds kYear = 365 * 86400;
constexpr double kLeadsPerYear = 250; // of a dealer of usual size

// Regions of forty dealers, in the proportion in which real ones sell; larger networks repeat it.
constexpr const char16_t *kRegionOrder[] { u"Поволжье", u"Юг", u"Центр и Северо-Запад", u"Сибирь", u"Урал", u"Поволжье", u"Дальний Восток",
    u"Центр и Северо-Запад", u"Сибирь", u"Юг", u"Поволжье", u"Урал", u"Центр и Северо-Запад", u"Поволжье", u"Сибирь",
    u"Центр и Северо-Запад", u"Юг", u"Урал", u"Поволжье", u"Дальний Восток" };

// The cities that have a name of their own in the first forty.
struct NamedDealer {
    const char16_t *city;
    const char16_t *name;
};

constexpr NamedDealer kNamed[] {
    { u"Казань", u"Заречье-Машины" },
    { u"Самара", u"Межрегиональный торгово-сервисный центр «Поволжье»" },
    { u"Уфа", u"Колос-Техника" },
    { u"Саратов", u"Волжский Берег" },
    { u"Пенза", u"Пензенский Жнец" },
    { u"Оренбург", u"Оренбургский Тракт" },
    { u"Нижний Новгород", u"Нижегородский Лад" },
    { u"Киров", u"Вятский Пахарь" },
};

// Deals out cities and names so that no name is met twice.
class Places {
public:
    const City &city(std::size_t dealer)
    {
        const QString region = text(kRegionOrder[dealer % std::size(kRegionOrder)]);
        std::vector<const City *> cities;
        for (const City &one : demoCities()) {
            if (region == text(one.region))
                cities.push_back(&one);
        }
        return *cities[m_next[region]++ % cities.size()];
    }

    QString name(Dice &dice, const City &city)
    {
        for (const NamedDealer &named : kNamed) {
            if (text(named.city) == text(city.name) && take(text(named.name)))
                return text(named.name);
        }
        while (true) {
            const QString first = text(dice.pick(demoDealerFirstWords()));
            const QString pair = QString(first % u'-' % text(dice.pick(demoDealerLastWords())));
            const QString inCity = QString(pair % u' ' % text(city.name));
            if (take(pair))
                return pair;
            if (m_names.size() > 300 && take(inCity))
                return inCity;
        }
    }

private:
    bool take(const QString &name)
    {
        if (m_names.contains(name))
            return false;
        m_names.insert(name);
        return true;
    }

    QHash<QString, std::size_t> m_next;
    QSet<QString> m_names;
};

std::mt19937_64 seeded(quint64 seed, quint64 part)
{
    // Each dealer has its own stream: a change in one does not shake the others.
    return std::mt19937_64(seed * 0x9E3779B97F4A7C15ULL + part * 0xD1B54A32D192ED03ULL + 1);
}

void addHead(World &world, const DemoOptions &options, double scale)
{
    std::mt19937_64 random = seeded(options.seed, 0);
    Dice dice(random);
    Dealer head;
    head.city = &cityNamed(QStringLiteral("Москва"));
    head.isHead = true;
    head.skill = 0.8;
    head.now = head.end = options.now;
    head.from = options.now - kYear;
    head.key = QStringLiteral("head");
    head.title = QStringLiteral("Центральный офис");
    auto portal = makeDealer(head, dice, options.seed);
    portal->kind = QStringLiteral("head");
    portal->region.clear();
    std::vector<Client> nobody;
    DemoYear(head, dice, nobody).make(std::max(5, static_cast<int>(60 * scale)));
    world.portals.push_back(std::move(portal));
}

// Of forty dealers three are clearly better than the rest and three clearly worse; the others differ a little.
double skillOf(std::size_t place, Dice &dice)
{
    static constexpr std::array<std::size_t, 3> kBest { 6, 17, 29 };
    static constexpr std::array<std::size_t, 3> kWorst { 9, 22, 34 };
    const double shift = dice.normal();
    if (std::ranges::find(kBest, place % 40) != kBest.end())
        return std::clamp(0.92 + 0.02 * shift, 0.88, 0.97);
    if (std::ranges::find(kWorst, place % 40) != kWorst.end())
        return std::clamp(0.12 + 0.03 * shift, 0.06, 0.18);
    return std::clamp(0.57 + 0.09 * shift, 0.38, 0.70);
}

// Size, skill and silence of the dealer at that place of the list.
void characterise(Dealer &dealer, std::size_t place, Dice &dice, const DemoOptions &options)
{
    dealer.skill = skillOf(place, dice);
    dealer.size = std::clamp(dice.logNormal(1.0, 0.38), 0.45, 2.2);
    dealer.now = options.now;
    dealer.from = options.now - kYear;
    dealer.end = options.now;
    if (dice.chance(0.07)) // has not written anything for weeks
        dealer.end = options.now - dice.between(14, 35) * 86400;
    else if (dice.chance(0.05)) // joined lately
        dealer.from = options.now - dice.between(60, 150) * 86400;
}

} // namespace

World generateDemo(const DemoOptions &options)
{
    World world;
    const double automatic = options.dealers <= 60 ? 1.0 : std::max(0.1, 60.0 / options.dealers);
    const double scale = options.scale > 0 ? options.scale : automatic;
    addHead(world, options, scale);
    std::mt19937_64 names = seeded(options.seed, 1);
    Dice nameDice(names);
    Places places;
    CodeMaker keys(CodeMaker::Style::PortalKey, 40);
    (void)keys.code(QStringLiteral("head"));
    std::vector<Client> known;
    for (int i = 0; i < options.dealers; ++i) {
        std::mt19937_64 random = seeded(options.seed, static_cast<quint64>(i) + 2);
        Dice dice(random);
        Dealer dealer;
        dealer.city = &places.city(static_cast<std::size_t>(i));
        characterise(dealer, static_cast<std::size_t>(i), dice, options);
        if (i == 0) // the dealer that people see first has enough of everything
            dealer.size = std::max(dealer.size, 1.6);
        dealer.title = places.name(nameDice, *dealer.city);
        dealer.key = keys.code(dealer.title);
        auto portal = makeDealer(dealer, dice, options.seed);
        const double months = double(dealer.end - dealer.from) / double(kYear);
        DemoYear(dealer, dice, known).make(std::max(6, static_cast<int>(kLeadsPerYear * dealer.size * scale * months)));
        world.portals.push_back(std::move(portal));
    }
    return world;
}

} // namespace dealerlens::portalsim
