// SPDX-License-Identifier: GPL-3.0-or-later
// What a portal demands before an item may be won or lost is asked for in the form: custom fields that are mandatory there.
#include "store/storefixture.h"
#include "viewmodels/wishmaking.h"

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

namespace {

model::Record fieldOf(model::RecordId id, const char *owner, const char *name, const char *label, const char *extra)
{
    const bool isYesOrNo = std::string_view(name).ends_with("_YN");
    model::Record field = makeRecord(EntityKind::UserField, id,
        { { "owner", words(owner) }, { "field", words(name) }, { "label", words(label) },
            { "user_type", words(isYesOrNo ? "boolean" : "string") } });
    field.extra = extra;
    return field;
}

model::Record itemOf(EntityKind kind, model::RecordId id, const char *extra)
{
    model::Record item = makeRecord(kind, id, { { "amount", number(10'000) } });
    item.extra = extra;
    return item;
}

} // namespace

class TestWishNeeds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mandatoryFieldsAreNamed();
};

void TestWishNeeds::mandatoryFieldsAreNamed()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QVERIFY(answerOf(store->write(pageOf(1,
        { fieldOf(1, "CRM_DEAL", "UF_CRM_BUYER", "Источник клиента", R"({"MANDATORY":"Y"})"),
            fieldOf(2, "CRM_DEAL", "UF_CRM_NOTE", "Заметка", R"({"MANDATORY":"N"})"),
            fieldOf(3, "CRM_LEAD", "UF_CRM_LEAD", "Откуда", R"({"MANDATORY":"Y"})"),
            fieldOf(4, "CRM_DEAL", "UF_CRM_YN", "Да или нет", R"({"MANDATORY":"Y"})"),
            itemOf(EntityKind::Deal, 1, R"({"UF_CRM_BUYER":"","UF_CRM_NOTE":"","UF_CRM_YN":false})"),
            itemOf(EntityKind::Deal, 2, R"({"UF_CRM_BUYER":"сайт"})"), itemOf(EntityKind::Deal, 3, ""),
            itemOf(EntityKind::Deal, 4, R"({"UF_CRM_BUYER":[]})"), itemOf(EntityKind::Lead, 1, R"({"UF_CRM_LEAD":false})") }))));
    QVERIFY(answerOf(store->write(
        pageOf(2, { fieldOf(9, "CRM_DEAL", "UF_CRM_OTHER", "Другое", R"({"MANDATORY":"Y"})"), itemOf(EntityKind::Deal, 1, "") }))));
    const auto reader = store->reader();
    QVERIFY(reader);
    const auto labels = [&](const std::vector<model::RecordKey> &items) {
        QStringList out;
        const auto needed = viewmodels::fieldsNeeded(**reader, items, false);
        for (const viewmodels::NeededField &each : needed.value())
            out.append(each.label);
        return out;
    };
    const QStringList buyer { QStringLiteral("Источник клиента") };
    QCOMPARE(labels({ { 1, EntityKind::Deal, 1 } }), buyer);
    QCOMPARE(labels({ { 1, EntityKind::Deal, 2 } }), QStringList()); // it is filled
    QCOMPARE(labels({ { 1, EntityKind::Deal, 2 }, { 1, EntityKind::Deal, 3 } }), buyer); // one of them lacks it
    QCOMPARE(labels({ { 1, EntityKind::Deal, 4 } }), buyer);
    QCOMPARE(labels({ { 1, EntityKind::Lead, 1 } }), QStringList { QStringLiteral("Откуда") });
    QCOMPARE(labels({ { 2, EntityKind::Deal, 1 } }), QStringList { QStringLiteral("Другое") }); // each portal its own
}

QTEST_GUILESS_MAIN(TestWishNeeds)
#include "tst_wishneeds.moc"
