// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/printout.h"
#include "viewmodels/context.h"

#include <QVariantMap>
#include <QWidget>

#include <functional>
#include <memory>

class QAbstractItemModel;

namespace dealerlens::desk {

class Actions;
class Dialogs;
class PageHead;
class PanelArea;
class StateKeeper;

// A place in the program: which page, with what of its own ("dealer" = …, "sentence" = …). What the history, the
// command palette and saved views hold.
struct Location {
    QString page; // Page id
    QVariantMap args; // plain values only, so that it can be saved

    bool operator==(const Location &) const = default;
};

// Which chips of the context bar a page understands.
enum class ContextPart { Period = 1, Dealers = 2, Funnel = 4, Employees = 8, Conditions = 16 };
Q_DECLARE_FLAGS(ContextParts, ContextPart)
Q_DECLARE_OPERATORS_FOR_FLAGS(ContextParts)

// What a page may ask of the window around it. The window implements it and outlives its pages. GUI thread.
class PageHost {
public:
    virtual ~PageHost() = default;
    // Goes there; the place left behind can be reached with Back.
    virtual void open(const Location &location) = 0;
    virtual void setContext(const viewmodels::Context &context) = 0;
    [[nodiscard]] virtual const viewmodels::Context &context() const = 0;
    // Right end of the status bar: "Rows 388 · selected 1" and the time of the query (negative = none).
    virtual void setStatus(const QString &text, int queryMs) = 0;
    [[nodiscard]] virtual Actions &actions() = 0;
    [[nodiscard]] virtual Dialogs &dialogs() = 0;
    [[nodiscard]] virtual StateKeeper &state() = 0;

    // What the chips of the context bar say, for the head of a printed report.
    [[nodiscard]] virtual exporting::PrintFacts contextWords(ContextParts parts) const
    {
        Q_UNUSED(parts)
        return {};
    }
};

// One screen of the window: page head, strips under it, body, and a panel at the right. Built on its first visit,
// kept until the window closes; GUI thread. A page never waits for data: it shows what it has and emits
// readyChanged when a view of the whole context is on screen.
class Page : public QWidget {
    Q_OBJECT

public:
    explicit Page(PageHost &host, QWidget *parent = nullptr);

    [[nodiscard]] PageHead &head() const { return *m_head; }

    // 32 px line between head and body (quick filters, summary); in the order of the calls.
    void addStrip(QWidget *strip);
    void setBody(QWidget *body);
    [[nodiscard]] QWidget &body() const; // with its panel
    // Content of the right panel, `width` design pixels wide at first. In a window narrower than 1360 px it lies over the body instead of
    // beside it.
    void setPanel(QWidget *panel, int width = 348);
    void setPanelVisible(bool visible);
    [[nodiscard]] bool isPanelVisible() const;

    [[nodiscard]] virtual QString title() const = 0; // for the window's title and print; translated

    [[nodiscard]] virtual ContextParts contextParts() const
    {
        return ContextPart::Period | ContextPart::Dealers | ContextPart::Funnel | ContextPart::Employees | ContextPart::Conditions;
    }

    // A new context: ask again, keep the old content until the answer is there.
    virtual void setContext(const viewmodels::Context &context) = 0;
    // Texts of the language now in force (also called once after construction).
    virtual void retranslate() = 0;

    // Colours or density changed. Widgets with palette and style sheet follow by themselves.
    virtual void applyTheme() { update(); }

    // Shown, with the arguments of the location (empty when chosen in the rail).
    virtual void activate(const QVariantMap &args) { Q_UNUSED(args) }

    // Hidden by another page.
    virtual void deactivate() { }

    // Splitters, headers, chosen view; small plain values.
    [[nodiscard]] virtual QVariantMap saveState() const { return {}; }

    virtual void restoreState(const QVariantMap &state) { Q_UNUSED(state) }

    // Everything asked for is on screen (screenshots and tests wait for this).
    [[nodiscard]] virtual bool isReady() const { return true; }

    // The table that Export, Copy all and Alt+T give; nullptr when the page has none.
    [[nodiscard]] virtual QAbstractItemModel *exportTable() const { return nullptr; }

    // The page on paper and as pdf, over as many sheets as it needs; printing.h says what the default holds.
    [[nodiscard]] virtual exporting::Printout printout() const;

    // Reads what export and print need and the screen does not, then runs `then`; not at all when the page has died
    // or a person stopped the reading.
    virtual void readWhole(std::function<void()> then) { whenReady(std::move(then)); }

    // Runs once everything that was asked for is there; not at all when the page has died.
    void whenReady(std::function<void()> run);

    // Named states for --screenshots beyond the plain page: each is prepared, waited for (isReady) and grabbed.
    struct Scene {
        QString name;
        std::function<void()> prepare;
    };

    [[nodiscard]] virtual QList<Scene> scenes() { return {}; }

    [[nodiscard]] PageHost &host() const { return m_host; }

Q_SIGNALS:
    void readyChanged();
    void titleChanged();
    void panelVisibleChanged(bool visible);

private:
    PageHost &m_host;
    PageHead *m_head;
    PanelArea *m_area;
};

// The page that `widget` stands in; nullptr when in none.
[[nodiscard]] Page *pageAround(QWidget *widget);

// How the window learns of a page. `section` pages have a place in the rail, in the order of registration.
struct PageInfo {
    QString id; // stable, English: "network", "funnels", "report", "stages", "settings", "item" …
    QString icon; // file name in resources/icons without ending
    const char *title = nullptr; // rail caption; source text marked with QT_TRANSLATE_NOOP("dealerlens::desk::Actions", …)
    bool section = true;
    bool atBottom = false; // Outbox and Settings stand at the bottom of the rail
    std::function<Page *(PageHost &host, QWidget *parent)> create;
};

} // namespace dealerlens::desk
