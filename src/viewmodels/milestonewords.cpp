// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/milestonewords.h"

namespace dealerlens::viewmodels {

namespace {

QString wordOf(const model::Milestone &milestone, const QString &otherwise, Language language)
{
    const QString &word = language == Language::Russian ? milestone.nameRu : milestone.nameEn;
    return word.isEmpty() ? otherwise : word;
}

} // namespace

QString milestoneWord(const model::Standard &standard, std::int32_t id, const QString &otherwise, Language language)
{
    for (const model::Milestone &milestone : standard.milestones) {
        if (milestone.id == id && id != 0)
            return wordOf(milestone, otherwise, language);
    }
    return otherwise;
}

QString milestoneWord(const model::Standard &standard, const QString &reported, Language language)
{
    for (const model::Milestone &milestone : standard.milestones) {
        if (!reported.isEmpty() && (milestone.nameRu == reported || milestone.nameEn == reported || milestone.code == reported))
            return wordOf(milestone, reported, language);
    }
    return reported;
}

} // namespace dealerlens::viewmodels
