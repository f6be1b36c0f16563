// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/demodealer.h"

namespace dealerlens::portalsim {

// One move of an item, as its history will tell.
struct DemoMove {
    UtcSeconds time = 0;
    const DemoStage *stage = nullptr;
    int category = 0;
    quint8 typeId = 1;
};

// A client at this dealer; contact and company come into being with the first deal.
struct ClientSlot {
    Client client;
    UtcSeconds firstDeal = base::kNever;
    qint64 contactId = 0;
    qint64 companyId = 0;
};

struct ItemDraft {
    Entity entity = Entity::Lead;
    UtcSeconds created = 0;
    UtcSeconds touched = 0; // last activity
    std::vector<DemoMove> moves;
    std::size_t client = 0;
    std::size_t employee = 0;
    std::size_t source = 0;
    const Product *product = nullptr;
    std::size_t lead = kNoLead; // index of the lead that became this deal
    UtcSeconds response = base::kNever; // when somebody really answers
    bool tidiedAway = false; // forgotten, and closed as lost when somebody went through the old cards
    qint64 id = 0;
    Record record;

    static constexpr std::size_t kNoLead = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] const DemoStage &stage() const { return *moves.back().stage; }

    [[nodiscard]] bool isOpen() const { return stage().semantic == 'P'; }
};

// A call, activity, comment or task about an item, before ids are given.
struct TraceDraft {
    UtcSeconds time = 0;
    Entity kind = Entity::Activity;
    std::size_t item = 0; // in DemoYear::items
    Record record;
    std::optional<Record> call; // the call behind an activity
};

// One year of one dealer. Fills the portal of `dealer`: first everything is drafted, then given ids in the order
// of time, as a real portal would have done. One thread; holds references, lives on the stack of the generator.
class DemoYear {
public:
    // `known` are clients of other dealers; some of them come here too, and some of ours are added.
    DemoYear(Dealer &dealer, Dice &dice, std::vector<Client> &known)
        : m_dealer(dealer)
        , m_dice(dice)
        , m_known(known)
    {
    }

    void make(int leads);

private:
    void makeLead(UtcSeconds created);
    void makeDirectDeal(UtcSeconds created, int category);
    void dealFromLead(std::size_t lead);
    void walkLead(ItemDraft &lead);
    void walkDeal(ItemDraft &deal, int category);
    void forget(ItemDraft &item, const DemoStage &lost, int category, UtcSeconds time);
    [[nodiscard]] UtcSeconds responseTime(UtcSeconds created, double skill);
    std::size_t nextStage(const std::vector<DemoStage> &stages, std::size_t at);
    bool reopen(ItemDraft &deal, int category, UtcSeconds &time, std::size_t &at);
    void describe(ItemDraft &item);
    void describeLead(ItemDraft &lead);
    void describeDeal(ItemDraft &deal);
    void customFields(ItemDraft &item);
    void lossReason(ItemDraft &item);
    void amount(ItemDraft &item);
    [[nodiscard]] UtcSeconds plannedClose(const ItemDraft &deal);
    void clientOfOwn(ItemDraft &item);

    void traces(std::size_t item);
    void firstContact(std::size_t item);
    void laterContacts(std::size_t item);
    void nextStep(std::size_t item);
    void remarks(std::size_t item);
    void addCall(std::size_t item, UtcSeconds time, bool incoming, bool answered);
    void addMail(std::size_t item, UtcSeconds time, bool outgoing);
    void addTodo(std::size_t item, UtcSeconds time, UtcSeconds deadline, bool done);
    TraceDraft &addTrace(std::size_t item, Entity kind, UtcSeconds time);

    void appendClients();
    void appendClient(ClientSlot &slot);
    [[nodiscard]] Record clientRecord(const ClientSlot &slot);
    void appendItems(Entity entity);
    void finishItem(ItemDraft &item);
    void appendHistory(Entity entity);
    void appendTraces();

    [[nodiscard]] UtcSeconds arrival();
    [[nodiscard]] std::size_t pickClient();
    [[nodiscard]] std::size_t pickEmployee(int category);
    [[nodiscard]] const Product &pickProduct(int category);

    [[nodiscard]] const Employee &employee(const ItemDraft &item) const { return m_dealer.staff[item.employee]; }

    [[nodiscard]] double stageSeconds(const DemoStage &stage, double skill);

    Dealer &m_dealer;
    Dice &m_dice;
    std::vector<Client> &m_known;
    std::vector<ClientSlot> m_clients;
    std::vector<ItemDraft> m_items;
    std::vector<TraceDraft> m_traces;
};

} // namespace dealerlens::portalsim
