// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagescurve.h"

#include "desk/language.h"
#include "desk/tablemenu.h"
#include "desk/textlabel.h"

#include <QCoreApplication>
#include <QDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace dealerlens::desk {

using reports::StageTimes;
using viewmodels::StageTexts;

namespace {

// Words of the plot.
struct StagesCurve {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::desk::StagesCurve)
};

constexpr Token kSeries[] { Token::Series1, Token::Series2, Token::Series3, Token::Series4 };
constexpr double kTail = 0.02; // the axis ends where so few are under observation

StepSeries seriesOf(const QString &name, Token token, bool network, const StageTimes &times, const StageTexts &texts)
{
    StepSeries series;
    series.name = name;
    series.token = token;
    series.network = network;
    series.begun = static_cast<int>(times.visits);
    if (times.left < StageTexts::kFewExits)
        return series;
    for (const reports::CurveStep &step : times.curve) {
        const double at = texts.inDays(step.seconds);
        series.end = at;
        if (step.events > 0)
            series.steps.push_back({ at, step.survival, step.low, step.high, static_cast<int>(step.atRisk) });
        series.censored.insert(series.censored.end(), static_cast<size_t>(step.censored), at);
    }
    if (times.median)
        series.median = texts.inDays(*times.median);
    return series;
}

// Right end of the axis: until almost nobody is watched any more.
double lastOf(const StageTimes &times, const StageTexts &texts)
{
    double last = 0;
    for (const reports::CurveStep &step : times.curve) {
        if (static_cast<double>(step.atRisk) < std::max(3.0, kTail * static_cast<double>(times.visits)))
            break;
        last = texts.inDays(step.seconds);
    }
    return last;
}

} // namespace

std::unique_ptr<PlotPainter> stageCurve(const reports::Comparison &comparison, const StageTexts &texts)
{
    StepCurvePlot::Data data;
    double last = 0;
    QList<std::pair<QString, StageTimes>> known;
    const bool alone = comparison.groups.empty();
    for (size_t i = 0; i < comparison.groups.size(); ++i) {
        const auto &[name, times] = comparison.groups[i];
        data.series.push_back(seriesOf(name, kSeries[i % 4], false, times, texts));
        known.append({ name, times });
        last = std::max(last, lastOf(times, texts));
    }
    const QString everyone = StagesCurve::tr("all");
    data.series.push_back(seriesOf(everyone, alone ? Token::Series1 : Token::SeriesNet, !alone, comparison.network, texts));
    known.append({ everyone, comparison.network });
    last = std::max(last, lastOf(comparison.network, texts));
    data.last = last > 0 ? last * 1.02 : 30;
    data.limit = texts.limitInDays(comparison.network);
    if (data.limit)
        data.limitText = StagesCurve::tr("limit %1 d").arg(texts.limit(comparison.network));
    data.unitText = texts.isBusinessTime() ? StagesCurve::tr("working days in the stage") : StagesCurve::tr("days in the stage");
    data.atRiskText = StagesCurve::tr("At risk");
    data.number = [](double value) { return value == std::floor(value) ? fmt().integer(std::llround(value)) : fmt().decimal(value); };
    data.percent = [](double share) { return fmt().percent(share); };
    data.hoverText = [known, texts](const StepSeries &series, double at) {
        for (const auto &[name, times] : known) {
            if (name == series.name)
                return texts.hover(name, times, at);
        }
        return QString();
    };
    data.summary = alone ? texts.sentence(comparison.network) : texts.sentence(comparison);
    return std::make_unique<StepCurvePlot>(std::move(data));
}

void openPlotTable(const PlotPainter &plot, const QString &title, Dialogs &dialogs, QWidget *parent)
{
    const QList<QStringList> rows = plot.table();
    if (rows.isEmpty())
        return;
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *table = new QTableWidget(static_cast<int>(rows.size()) - 1, static_cast<int>(rows.front().size()), dialog);
    table->setAccessibleName(title);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalHeaderLabels(rows.front());
    table->verticalHeader()->hide();
    for (int row = 1; row < rows.size(); ++row) {
        for (int column = 0; column < rows[row].size(); ++column)
            table->setItem(row - 1, column, new QTableWidgetItem(rows[row][column]));
    }
    addTableMenu(*table, dialogs);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(table);
    dialog->resize(theme().px(620), theme().px(520));
    dialog->show();
}

GroupPicker::GroupPicker(const std::vector<viewmodels::CompareChoice> &choices, const QStringList &picked, QWidget *parent)
    : Popover(parent)
    , m_list(new QListWidget(this))
    , m_keys(picked)
{
    column().addWidget(new TextLabel(tr("Up to four groups"), FontStyle::SmallStrong, Token::Text2, this));
    auto *search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search"));
    search->setAccessibleName(tr("Search groups"));
    column().addWidget(search);
    m_list->setAccessibleName(tr("Groups to compare"));
    m_list->setMinimumSize(theme().px(320), theme().px(320));
    for (const viewmodels::CompareChoice &choice : choices) {
        const QString text = choice.detail.isEmpty() ? choice.name : QString(choice.name + QStringLiteral(" · ") + choice.detail);
        auto *item = new QListWidgetItem(text, m_list);
        item->setData(Qt::UserRole, choice.key);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(picked.contains(choice.key) ? Qt::Checked : Qt::Unchecked);
    }
    column().addWidget(m_list, 1);
    connect(search, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (int row = 0; row < m_list->count(); ++row)
            m_list->item(row)->setHidden(!m_list->item(row)->text().contains(text.simplified(), Qt::CaseInsensitive));
    });
    connect(m_list, &QListWidget::itemChanged, this, &GroupPicker::take);
    search->setFocus();
}

void GroupPicker::take()
{
    if (m_taking)
        return;
    m_taking = true;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const QString key = item->data(Qt::UserRole).toString();
        if (item->checkState() != Qt::Checked)
            m_keys.removeOne(key);
        else if (!m_keys.contains(key) && m_keys.size() < kMostGroups)
            m_keys.append(key);
        else if (!m_keys.contains(key))
            item->setCheckState(Qt::Unchecked); // a fifth has no colour
    }
    m_taking = false;
    Q_EMIT picked(m_keys);
}

} // namespace dealerlens::desk
