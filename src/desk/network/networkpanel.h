// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/networkfeed.h"

#include <QWidget>

#include <map>

class QPushButton;
class QToolButton;

namespace dealerlens::desk {

class ErrorBox;
class FactGrid;
class TextLabel;

// Right panel of the Network screen: what is wrong with one dealer and what that does to the numbers, the next
// steps, how complete each kind of record is, what is not counted, stages without a pair, last exchanges. GUI thread.
class NetworkPanel final : public QWidget {
    Q_OBJECT

public:
    enum class Step { Sync, RequestKey, ReplaceKey, OpenPortal, Retire, Restore, ConfirmRemoval, Mapping, Edit };
    Q_ENUM(Step)

    explicit NetworkPanel(QWidget *parent = nullptr);

    // `network` are all dealers, for the share of the network.
    void setDealer(const viewmodels::DealerHealth *dealer, const std::vector<viewmodels::DealerHealth> &network,
        const std::deque<viewmodels::NetworkFeed::Exchange> &exchanges);
    // Numbers of living records by kind; for the dealer that was set last.
    void setCounts(const std::map<model::EntityKind, std::int64_t> &counts);
    void retranslate();

Q_SIGNALS:
    void stepChosen(dealerlens::desk::NetworkPanel::Step step);

private:
    [[nodiscard]] static QString kindName(model::EntityKind kind);
    void fill();
    void fillProblem();
    void fillCompleteness();
    void fillMissed();
    void fillExchanges();
    void showMenu();

    viewmodels::DealerHealth m_dealer;
    bool m_has = false;
    double m_networkPerDay = 0;
    std::deque<viewmodels::NetworkFeed::Exchange> m_exchangeList;
    std::map<model::EntityKind, std::int64_t> m_counts;

    QWidget *m_content;
    TextLabel *m_empty;
    class NetworkBadge *m_badge;
    TextLabel *m_title;
    TextLabel *m_subtitle;
    ErrorBox *m_problem;
    TextLabel *m_note;
    QPushButton *m_first;
    QPushButton *m_second;
    QToolButton *m_more;
    FactGrid *m_completeness;
    FactGrid *m_missed;
    FactGrid *m_mapping;
    QPushButton *m_openMapping;
    FactGrid *m_exchanges;
    Step m_firstStep = Step::Sync;
    Step m_secondStep = Step::OpenPortal;
};

// Which kinds a panel counts, in the order of its lines.
[[nodiscard]] const std::vector<model::EntityKind> &countedKinds();

} // namespace dealerlens::desk
