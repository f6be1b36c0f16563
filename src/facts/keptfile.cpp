// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/keptfile.h"

#include "facts/digest.h"
#include "facts/snapshot.h"
#include "model/standard.h"

#include <algorithm>

namespace dealerlens::facts {
namespace {

constexpr FileKind kDerived { { 'D', 'L', 'D', 'E', 'R', 'I', 'V', '\n' }, 1 };

// What sameIn() of two snapshots compares besides the rows, and the numbers by which rows name things: by portal.
struct Rules {
    std::vector<std::uint64_t> of;
};

Rules rulesOf(const Snapshot &facts)
{
    const std::uint64_t standard = [&] {
        Digest digest;
        digest.addText(model::toJson(facts.standard));
        return digest.value();
    }();
    std::vector<Digest> digests(facts.portals.size());
    for (std::size_t i = 0; i < facts.portals.size(); ++i) {
        const model::Portal &portal = facts.portals[i].portal;
        digests[i].add(standard, portal.id, portal.addedAt);
        digests[i].addText(portal.timeZone);
    }
    for (std::size_t i = 0; i < facts.funnels.size(); ++i) {
        Digest &digest = digests[std::size_t(facts.funnels[i].portal)];
        digest.add(i, facts.funnels[i].kind);
        digest.addText(facts.funnels[i].name);
    }
    for (std::size_t i = 0; i < facts.stages.size(); ++i) {
        const StageFact &stage = facts.stages[i];
        Digest &digest = digests[std::size_t(stage.portal)];
        digest.add(i, stage.funnel, stage.semantic, stage.milestone, stage.junk);
        digest.addText(stage.code);
        digest.addText(stage.name);
    }
    Rules rules;
    for (const Digest &digest : digests)
        rules.of.push_back(digest.value());
    return rules;
}

} // namespace

std::vector<KeptFile::Portal> KeptFile::portalsOf(const Snapshot &facts)
{
    // Told once for a snapshot, for each value that is asked of a file compares them.
    const auto rules = facts.derived.get<Rules>([&] { return rulesOf(facts); });
    std::vector<Portal> portals;
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        portals.push_back({ i < facts.runs.size() && facts.runs[i] ? facts.runs[i]->file() : 0, rules->of[i] });
    return portals;
}

void KeptFile::open() const
{
    std::call_once(m_opened, [this] {
        auto file = SectionFile::open(m_path, kDerived);
        if (!file)
            return;
        QDataStream in(file->directory());
        in.setVersion(QDataStream::Qt_6_4);
        quint32 portals = 0;
        in >> portals;
        for (quint32 i = 0; i < portals && in.status() == QDataStream::Ok; ++i) {
            quint64 columns = 0;
            quint64 rules = 0;
            in >> columns >> rules;
            m_portals.push_back({ columns, rules });
        }
        quint32 parts = 0;
        in >> parts;
        std::size_t first = 0;
        for (quint32 i = 0; i < parts && in.status() == QDataStream::Ok; ++i) {
            Part part;
            part.first = first;
            quint32 end = 0;
            in >> part.name >> part.directory >> end;
            first = part.end = end;
            m_parts.push_back(std::move(part));
        }
        if (in.status() == QDataStream::Ok && first == file->size())
            m_file = std::move(file);
    });
}

const KeptFile::Part *KeptFile::partOf(std::string_view name) const
{
    open();
    const auto part = std::ranges::find(m_parts, QByteArrayView(name.data(), qsizetype(name.size())), &Part::name);
    return m_file && part != m_parts.end() ? &*part : nullptr;
}

Same KeptFile::sameIn(const Snapshot &facts) const
{
    open();
    Same same;
    same.portals.resize(facts.portals.size(), 0);
    if (!m_file)
        return same;
    const std::vector<Portal> portals = portalsOf(facts);
    for (std::size_t i = 0; i < std::min(portals.size(), m_portals.size()); ++i)
        same.portals[i] = portals[i].columns != 0 && portals[i] == m_portals[i] ? 1 : 0;
    return same;
}

base::Result<> KeptFile::Contents::save(const QString &path, const Snapshot &facts) const
{
    QByteArray directory;
    QDataStream out(&directory, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    const std::vector<Portal> portals = portalsOf(facts);
    out << quint32(portals.size());
    for (const Portal &portal : portals)
        out << quint64(portal.columns) << quint64(portal.rules);
    out << quint32(m_names.size());
    for (std::size_t i = 0; i < m_names.size(); ++i)
        out << m_names[i] << m_directories[i] << quint32(m_ends[i]);
    const auto number = saveSections(path, kDerived, m_sections, directory);
    return number ? base::Result<>() : base::Result<>(std::unexpected(number.error()));
}

} // namespace dealerlens::facts
