// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commandline.h"

#include "ctl/console.h"
#include "reports/rows.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>

namespace dealerlens::ctl {

namespace {

// Options in the order in which help shows them. Values are kept as typed.
CLI::Option *text(CLI::App *app, const std::string &name, QString &target, const std::string &help, const std::string &type)
{
    return app
        ->add_option_function<std::string>(
            name, [&target](const std::string &value) { target = QString::fromUtf8(value.c_str()); }, help)
        ->type_name(type);
}

CLI::Option *choice(CLI::App *app, const std::string &name, QString &target, const std::string &help, std::vector<std::string> choices)
{
    auto *option = text(app, name, target, help, "WORD");
    option->check(CLI::IsMember(std::move(choices)));
    return option;
}

CLI::Option *list(CLI::App *app, const std::string &name, QStringList &target, const std::string &help, const std::string &type)
{
    return app
        ->add_option_function<std::vector<std::string>>(
            name,
            [&target](const std::vector<std::string> &values) {
                for (const std::string &value : values)
                    target += QString::fromUtf8(value.c_str());
            },
            help)
        ->type_name(type)
        ->allow_extra_args(false);
}

const std::vector<std::string> kDimensions { "source", "campaign", "region", "dealer", "employee", "month", "funnel" };
const std::vector<std::string> kLevels { "network", "region", "dealer", "department", "employee", "month" };

class Builder {
public:
    Builder(CLI::App &app, Arguments &arguments)
        : m_app(app)
        , m_to(arguments)
    {
    }

    void build()
    {
        m_app.require_subcommand(1);
        m_app.fallthrough();
        m_app.set_version_flag("--version", "dealerlensctl " DEALERLENS_VERSION);
        addGlobals();
        addPortals();
        addSync();
        addReports();
        addStandard();
        addOutbox();
        addOthers();
        m_app.footer("Start here:\n"
                     "  dealerlensctl portals import dealers.csv     add many portals (key,title,kind,region,city,timezone,address)\n"
                     "  dealerlensctl sync                           mirror all of them\n"
                     "  dealerlensctl report tree --period this-month\n"
                     "  dealerlensctl report stage-times --dealer north-auto --format csv\n"
                     "  dealerlensctl report tree --help             every option of a report\n\n"
                     "Exit codes: 0 done, 1 internal error, 2 wrong usage, 3 an input is broken or was not found,\n"
                     "4 some portals failed, 5 the data folder cannot be used, 6 no access to keys or portal.");
    }

private:
    CLI::App *command(CLI::App *parent, const std::string &name, const std::string &help, const std::string &example = {})
    {
        CLI::App *sub = parent->add_subcommand(name, help);
        sub->fallthrough();
        if (!example.empty())
            sub->footer("Example:\n  dealerlensctl " + example);
        const bool nested = parent != &m_app;
        sub->parse_complete_callback([this, nested, name] { (nested ? m_to.action : m_to.command) = QString::fromStdString(name); });
        return sub;
    }

    void addGlobals()
    {
        text(&m_app, "--data", m_to.dataFolder, "Data folder (default: Dealerlens' own in your home)", "DIR");
        text(&m_app, "--credentials", m_to.credentialsFile, "Keep keys in this file (mode 0600) instead of the system keyring", "FILE");
        choice(&m_app, "--format", m_to.format, "How results are written (default: by the suffix of --output, else table)",
            { "table", "csv", "tsv", "json", "xlsx" });
        text(&m_app, "--output", m_to.output, "Write the result to this file instead of the screen", "FILE");
        m_app.add_flag("--quiet", m_to.quiet, "No progress and no notes; errors are still told");
    }

    void addAddress(CLI::App *app)
    {
        text(app, "--address-file", m_to.portal.addressFile,
            "File with the webhook address; \"-\" or nothing: standard input. Never an argument: others could see the key", "FILE");
    }

    void addNaming(CLI::App *app)
    {
        text(app, "--title", m_to.portal.title, "Name of the dealer", "TEXT");
        choice(app, "--kind", m_to.portal.kind, "A dealer's portal or head office's own", { "dealer", "head" });
        text(app, "--region", m_to.portal.region, "Region of the dealer", "TEXT");
        text(app, "--city", m_to.portal.city, "City of the dealer", "TEXT");
        text(app, "--timezone", m_to.portal.timeZone,
            "Zone that decides the dealer's days, e.g. Europe/Moscow (default: the portal's present offset)", "ZONE");
    }

    void addSignIn(CLI::App *portals)
    {
        CLI::App *in = command(portals, "sign-in",
            "Sign in to a portal as an application (OAuth), instead of a webhook; the client secret is asked for or read from standard "
            "input, a line of its own",
            "portals sign-in north-auto --portal north-auto.bitrix24.ru --client-id local.5f3a");
        text(in, "key", m_to.portal.key, "Short name of a portal that is known, or of a new one", "KEY")->required();
        text(in, "--portal", m_to.portal.root, "Address of the portal (default: where it is known to be)", "HOST");
        text(in, "--client-id", m_to.portal.clientId, "Client id of the application (default: first line of standard input)", "ID");
        in->add_flag("--paste", m_to.portal.paste, "The portal shows a code: type it here (it lives 30 seconds)");
        in->add_option("--redirect-port", m_to.portal.redirectPort,
              "Port of the redirect address on the application's card, http://127.0.0.1:PORT/ (28374)")
            ->check(CLI::Range(1, 65'535));
        addNaming(in);
    }

    void addPortals()
    {
        CLI::App *portals = command(&m_app, "portals", "List, add, import, test, retire and restore portals");
        portals->require_subcommand(1);
        command(portals, "list", "All portals with their state", "portals list --format csv");
        CLI::App *add = command(portals, "add", "Test a webhook address and add the portal",
            "portals add north-auto --title \"North Auto\" --region North --timezone Europe/Moscow < address.txt");
        text(add, "key", m_to.portal.key, "Short name in commands and exports: a-z, 0-9 and hyphens", "KEY")->required();
        addNaming(add);
        addAddress(add);
        add->add_flag("--untested", m_to.portal.untested, "Save even without asking the portal");
        CLI::App *import = command(portals, "import",
            "Add or correct many portals from a CSV file (key,title,kind,region,city,timezone,address)", "portals import dealers.csv");
        text(import, "file", m_to.text, "CSV file, UTF-8; \"-\" for standard input", "FILE.csv")->required();
        CLI::App *retire = command(portals, "retire", "Stop asking portals; their history stays", "portals retire north-auto");
        CLI::App *restore = command(portals, "restore", "Ask retired portals again", "portals restore north-auto");
        CLI::App *test = command(portals, "test", "Ask portals who we are there and what we may see", "portals test");
        CLI::App *rekey
            = command(portals, "rekey", "Give a portal a new webhook address", "portals rekey north-auto --address-file address.txt");
        for (CLI::App *app : { retire, restore })
            list(app, "keys", m_to.portals, "Keys of the portals", "KEY")->required()->allow_extra_args();
        list(test, "keys", m_to.portals, "Keys of the portals (default: all)", "KEY")->allow_extra_args();
        list(rekey, "key", m_to.portals, "Key of the portal", "KEY")->required()->expected(1);
        addAddress(rekey);
        addSignIn(portals);
    }

    void addSync()
    {
        CLI::App *sync
            = command(&m_app, "sync", "Mirror the portals: everything the first time, then what changed", "sync --watch --interval 300");
        auto *watch = sync->add_flag("--watch", m_to.watch, "Go on until stopped (Ctrl+C)");
        sync->add_option("--interval", m_to.interval, "Seconds between two rounds of --watch (300)")
            ->check(CLI::Range(5, 86'400))
            ->type_name("S")
            ->needs(watch);
        list(sync, "--portal", m_to.portals, "Only this portal (may be repeated)", "KEY")->excludes(watch);
        auto *verify = sync->add_flag("--verify", m_to.verify, "Compare every id with the portal's, whatever the counts say");
        verify->excludes(watch);
        text(sync, "--confirm-removal", m_to.confirmRemoval, "The portal is right: remove what its listing lacks, however much", "KEY")
            ->excludes(watch)
            ->excludes(verify);
    }

    void addFilter(CLI::App *app)
    {
        FilterArguments &filter = m_to.report.filter;
        text(app, "--as-of", filter.asOf,
            "As it was at this instant: 2026-01-31 (its beginning) or 2026-01-31T12:00:00+03:00; UTC without a zone", "INSTANT");
        text(app, "--period", filter.period,
            "2026-01-01..2026-02-01 (the second day not included), 2026-01, 2026-Q1, 2026, today, yesterday, this-week, last-month, "
            "this-quarter, last-year, last-30-days, all",
            "PERIOD");
        list(app, "--dealer", filter.dealers, "Key or title of a dealer (may be repeated, as all filters)", "DEALER");
        list(app, "--region", filter.regions, "Region", "REGION");
        list(app, "--employee", filter.employees, "Name of an employee, or KEY:ID", "EMPLOYEE");
        list(app, "--funnel", filter.funnels, "Name of a funnel; \"leads\" is the lead funnel", "FUNNEL");
        list(app, "--source", filter.sources, "Name of a source; \"unknown\" is none", "SOURCE");
        list(app, "--campaign", filter.campaigns, "UTM campaign; \"unknown\" is none", "CAMPAIGN");
        choice(app, "--items", filter.items, "Only leads or only deals", { "leads", "deals" });
        list(app, "--late", filter.lates, "Only items that are late in this way; in all ways of a list: a,b", "WORD")
            ->delimiter(',')
            ->check(CLI::IsMember({ "response-due-soon", "response-overdue", "stage-overdue", "activity-overdue", "no-next-step",
                "close-date-past", "without-evidence" }));
        app->add_flag("--with-tests", filter.withTests, "Count canaries and test items, too");
        app->add_flag("--without-junk", filter.withoutJunk, "Leave out what ended as spam or no inquiry");
        app->add_flag("--responsible-now", filter.responsibleNow, "Count items for who is responsible now, not for who was then");
    }

    void addConversionDays(CLI::App *app)
    {
        app->add_option("--conversion-days", m_to.report.conversionDays,
               "Conversion of leads that had at least this many days, within them (default: of all leads, at any time)")
            ->check(CLI::Range(1, 3'650))
            ->type_name("DAYS");
    }

    void addStages(CLI::App *app)
    {
        app->add_option_function<std::string>(
               "--stages", [this](const std::string &value) { m_to.report.milestones = value == "milestones"; },
               "The portals' own stages (default) or head office's milestones")
            ->check(CLI::IsMember({ "own", "milestones" }));
    }

    void addVisits(CLI::App *app)
    {
        app->add_option_function<std::string>(
               "--visits", [this](const std::string &value) { m_to.report.allVisits = value == "all"; },
               "Count each item's first visit of a stage (default) or all its visits")
            ->check(CLI::IsMember({ "first", "all" }));
        app->add_flag("--business", m_to.report.filter.business, "Durations in the dealer's working time instead of calendar time");
    }

    void addSources(CLI::App *app)
    {
        choice(app, "--by", m_to.report.by, "What the rows are (source)", kDimensions);
        app->add_option("--horizons", m_to.report.horizons, "Share won within these many days, e.g. 7,30,90")
            ->delimiter(',')
            ->check(CLI::Range(1, 3'650))
            ->type_name("DAYS")
            ->allow_extra_args(false);
        addConversionDays(app);
    }

    void addFunnelMode(CLI::App *app)
    {
        choice(app, "--mode", m_to.report.mode, "How a stage is counted (furthest)",
            { "visited", "entries", "strict", "furthest", "supposed" });
    }

    // Names a number of a report; what chooses its rows among the report's options is added by the caller.
    void addRows(CLI::App *app)
    {
        ReportArguments &to = m_to.report;
        std::vector<std::string> counts;
        for (int count = 0; count <= int(reports::Count::Unmapped); ++count)
            counts.push_back(reports::wordOf(reports::Count(count)).toStdString());
        choice(app, "--rows", to.rows, "The rows of this number: won, lost, open, left, inferred …", counts);
        choice(app, "--of", to.of, "The report it stands in (by the number: tree, stage-times, funnel, coverage)",
            { "tree", "sources", "stage-times", "funnel", "transitions", "paths", "board", "items", "coverage" });
        text(app, "--stage", to.stage,
            "The stage of the number, as its report names it (or of items: where they stand now; compare: its beginning)", "NAME");
        text(app, "--group", to.group, "sources: the row, as the report names it; dealers by key, employees by KEY/ID", "NAME");
        text(app, "--path", to.path, "transitions: \"FROM > TO\"; paths: all stages", "PATH");
    }

    void addMost(CLI::App *app)
    {
        app->add_option("--most", m_to.report.most, "How many paths (50)")->check(CLI::Range(1, 100'000))->type_name("N");
    }

    void addReports()
    {
        CLI::App *report = command(&m_app, "report", "Print a report; docs/reports.md defines every column");
        report->require_subcommand(1);
        CLI::App *tree = command(
            report, "tree", "Network, regions, dealers, departments, employees", "report tree --period last-month --depth dealer");
        choice(tree, "--depth", m_to.report.depth, "Deepest level (employee)", kLevels);
        addConversionDays(tree);
        CLI::App *times = command(report, "stage-times", "How long items stay in stages, counting those still there",
            "report stage-times --visits all --stages milestones");
        addVisits(times);
        addStages(times);
        CLI::App *compare = command(report, "compare", "Which dealers or regions leave a stage faster than which, pair by pair",
            "report compare --stage \"Quote\" --stages milestones --by region");
        text(compare, "--stage", m_to.report.stage, "Beginning of the name of the stage", "STAGE")->required();
        choice(compare, "--by", m_to.report.by, "What is compared (dealer)", { "dealer", "region" });
        addVisits(compare);
        addStages(compare);
        CLI::App *cohort = command(report, "cohort", "Share won, lost and open by age of the chains that began in the period");
        CLI::App *velocity = command(report, "velocity", "What the open deals bring per day, its four factors and what changed them",
            "report velocity --period last-quarter");
        CLI::App *missed = command(report, "missed-calls", "Incoming calls that nobody took and nobody returned");
        CLI::App *funnel = command(report, "funnel", "How many items reach each stage", "report funnel --funnel \"Sales\" --mode strict");
        addFunnelMode(funnel);
        addStages(funnel);
        CLI::App *sources = command(report, "sources", "Leads, conversion, won and revenue by source or another dimension",
            "report sources --by campaign --horizons 7,30,90");
        addSources(sources);
        CLI::App *transitions = command(report, "transitions", "From which stage items go to which");
        addStages(transitions);
        CLI::App *paths = command(report, "paths", "The most frequent ways through the stages", "report paths --most 20 --funnel leads");
        addStages(paths);
        addMost(paths);
        CLI::App *items = command(report, "items", "The items themselves, or those behind a number",
            "report items --rows open --late stage-overdue,no-next-step");
        CLI::App *visits = command(report, "visits", "Every stay of every item in a stage, or those behind a number",
            "report visits --rows over-limit --stage Offer --visits all");
        for (CLI::App *app : { items, visits }) {
            addRows(app);
            addVisits(app);
            addStages(app);
            addFunnelMode(app);
            choice(app, "--by", m_to.report.by, "sources: what its rows are (source)", kDimensions);
            addConversionDays(app);
        }
        for (CLI::App *app : { tree, times, compare, funnel, sources, cohort, velocity, transitions, paths, items, visits, missed })
            addFilter(app);
    }

    void addStandard()
    {
        CLI::App *standard = command(&m_app, "standard", "Write and read head office's rules: stages, limits, calendars, currency");
        standard->require_subcommand(1);
        CLI::App *write = command(standard, "export", "Write the standard to a JSON file", "standard export standard.json");
        CLI::App *read = command(standard, "import", "Take over the parts of the standard that a JSON file has, when all of it is sound",
            "standard import standard.json --dry-run");
        for (CLI::App *app : { write, read })
            text(app, "file", m_to.text, "JSON file; \"-\" for standard input or output", "FILE")->required();
        read->add_flag("--dry-run", m_to.dryRun, "Only print what would change");
    }

    void addOutbox()
    {
        CLI::App *outbox = command(&m_app, "outbox", "Ask dealers, move and correct items, create leads: written exactly once by sync");
        outbox->require_subcommand(1);
        OutboxArguments &to = m_to.outbox;
        CLI::App *all = command(outbox, "list", "Every write with its state", "outbox list --open");
        all->add_flag("--open", to.openOnly, "Only what is not settled");
        text(all, "--portal", to.portal, "Only of this portal", "KEY");
        CLI::App *ask = command(outbox, "ask", "A question on the timeline of items",
            "outbox ask north-auto/lead/17 --text \"Why was the client not called?\" --deadline 2026-02-01");
        CLI::App *task = command(outbox, "task", "A task for who is responsible, or for --person",
            "outbox task north-auto/deal/5 --text \"Call back\" --deadline 2026-02-01");
        CLI::App *move = command(outbox, "move", "Move items to another stage by its code",
            "outbox move north-auto/deal/5 --stage C2:NEW --reason \"Wrong funnel\"");
        CLI::App *assign = command(outbox, "assign", "Give items to another employee", "outbox assign north-auto/lead/17 --person 12");
        CLI::App *set = command(
            outbox, "set", "Correct a field", "outbox set north-auto/lead/17 --field SOURCE_ID --text WEB --reason \"Came from the site\"");
        for (CLI::App *app : { ask, task, move, assign, set }) {
            list(app, "items", to.items, "PORTAL/lead/ID or PORTAL/deal/ID", "ITEM")->required()->allow_extra_args();
            text(app, "--reason", to.reason, "Why; kept with the write", "TEXT");
        }
        for (CLI::App *app : { ask, task, set })
            text(app, "--text", to.text, "The text or value; \"-\": standard input", "TEXT")->required();
        for (CLI::App *app : { ask, task })
            text(app, "--deadline", to.deadline, "Until when", "INSTANT");
        for (CLI::App *app : { task, assign })
            app->add_option("--person", to.person, "Id of the employee on the portal")->type_name("ID")->check(CLI::PositiveNumber);
        assign->get_option("--person")->required();
        text(move, "--stage", to.stage, "Code of the stage on the portal", "CODE")->required();
        text(set, "--field", to.field, "Name of the field as the portal calls it", "NAME")->required();
        CLI::App *create = command(
            outbox, "create", "A new lead on a portal", "outbox create north-auto TITLE=\"Call from the site\" PHONE=+74950000000");
        text(create, "portal", to.portal, "Key of the portal", "KEY")->required();
        list(create, "fields", to.items, "Fields as the portal calls them", "FIELD=VALUE")->required()->allow_extra_args();
        for (const auto &[name, help] : { std::pair("show", "The evidence of a write"), std::pair("cancel", "Take back or give up a write"),
                 std::pair("retry", "Send once more from the start"), std::pair("arrived", "You have seen it on the portal"),
                 std::pair("insist", "A change in conflict once more, over what the portal has now"),
                 std::pair("undo", "Take back what a write has done") })
            text(command(outbox, name, help), "uuid", to.uuid, "The write", "UUID")->required();
    }

    void addOthers()
    {
        CLI::App *search = command(&m_app, "search", "Find items, people and companies by name, phone or title", "search \"+7 921 555\"");
        text(search, "text", m_to.text, "Beginnings of words, or a part of a phone", "TEXT")->required();
        search->add_option("--limit", m_to.limit, "Most hits (50)")->check(CLI::Range(1, 10'000))->type_name("N");
        CLI::App *exporting = command(
            &m_app, "export", "Write a report or all records of a kind to a file", "export deals.xlsx --what deal --dealer north-auto");
        text(exporting, "file", m_to.output, "File to write; its suffix decides the format", "FILE")->required();
        text(exporting, "--what", m_to.what, "A report (tree, visits …) or a kind of record (lead, deal, contact …)", "NAME")->required();
        choice(exporting, "--depth", m_to.report.depth, "tree: deepest level", kLevels);
        addSources(exporting);
        addVisits(exporting);
        addStages(exporting);
        addFunnelMode(exporting);
        addRows(exporting);
        addMost(exporting);
        addFilter(exporting);
        command(&m_app, "check", "Check both databases, recompute the facts and compare them with the store");
        addCare();
        CLI::App *completion = command(&m_app, "completion", "Print the completion script of a shell",
            "completion bash > ~/.local/share/bash-completion/completions/dealerlensctl");
        choice(completion, "shell", m_to.text, "Shell", { "bash", "zsh", "fish" })->required();
    }

    void addCare()
    {
        CLI::App *backup = command(&m_app, "backup", "Copy ledger.db, what only you have, also while it is in use", "backup copy.db");
        text(backup, "file", m_to.text, "File to write (default: a new copy in the data folder's backups)", "FILE");
        CLI::App *restore = command(
            &m_app, "restore", "Put a copy of ledger.db in its place; the replaced one is kept beside it", "restore copy.db --dry-run");
        text(restore, "file", m_to.text, "Copy of ledger.db", "FILE")->required();
        command(&m_app, "repair", "Make the search and the indexes of the mirror again; ledger.db is not touched");
        CLI::App *forget = command(
            &m_app, "forget", "Take a person out of both databases, for good, and print the receipt", "forget --contact north-auto/123");
        auto *contact = text(forget, "--contact", m_to.contact, "Key of a portal and number of a contact there", "PORTAL/ID");
        auto *phone = text(forget, "--phone", m_to.phone, "Everybody with this phone, on every portal", "NUMBER");
        contact->excludes(phone);
        forget->require_option(1, 2);
        for (CLI::App *app : { restore, forget })
            app->add_flag("--dry-run", m_to.dryRun, "Only tell what would change");
        CLI::App *diagnostics = command(&m_app, "diagnostics",
            "Write versions, sizes and states for whoever helps you: no names and no keys", "diagnostics report.txt");
        text(diagnostics, "file", m_to.text, "File to write", "FILE")->required();
    }

    CLI::App &m_app;
    Arguments &m_to;
};

constexpr const char *kAbout = "Dealerlens on the command line: mirrors a network of dealer portals and prints any report";

// What only makes sense together; "" when all is well.
QString contradiction(const Arguments &arguments)
{
    if (arguments.format == QLatin1String("xlsx") && arguments.output.isEmpty())
        return QStringLiteral("xlsx needs a file: add --output FILE.xlsx.");
    static const QStringList suffixes { QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("json"), QStringLiteral("xlsx"),
        QStringLiteral("txt") };
    if (!arguments.output.isEmpty() && arguments.format.isEmpty() && !suffixes.contains(QFileInfo(arguments.output).suffix().toLower()))
        return QStringLiteral("The name of %1 does not tell its format: end it in .csv, .tsv, .json, .xlsx or .txt, or add --format.")
            .arg(arguments.output);
    return {};
}

QString firstLongName(const CLI::Option &option)
{
    return option.get_lnames().empty() ? QString() : QString(QLatin1String("--") + QString::fromStdString(option.get_lnames().front()));
}

CompletionWord wordOf(const CLI::Option &option)
{
    CompletionWord word;
    word.word = firstLongName(option);
    word.help = QString::fromStdString(option.get_description()).section(QLatin1String(" ("), 0, 0);
    word.isOption = true;
    word.takesValue = option.get_items_expected_max() > 0;
    const std::string type = option.get_type_name();
    word.isFile = type == "FILE" || type == "DIR";
    const auto open = type.find('{');
    const auto close = type.rfind('}');
    if (open != std::string::npos && close != std::string::npos && close > open)
        word.choices = QString::fromStdString(type.substr(open + 1, close - open - 1)).split(QLatin1Char(','));
    return word;
}

void collect(const CLI::App &app, const QString &path, const std::vector<CompletionWord> &globals, std::vector<CommandWords> &commands)
{
    CommandWords words { path, {} };
    const auto subcommands = app.get_subcommands([](const CLI::App *) { return true; });
    for (const CLI::App *sub : subcommands)
        words.words.push_back(
            { QString::fromStdString(sub->get_name()), QString::fromStdString(sub->get_description()), false, false, false, {} });
    for (const CLI::Option *option : app.get_options()) {
        if (!firstLongName(*option).isEmpty())
            words.words.push_back(wordOf(*option));
        else if (path == QLatin1String("completion") && option->get_name() == "shell") {
            for (const QString &shell : wordOf(*option).choices)
                words.words.push_back({ shell, {}, false, false, false, {} });
        }
    }
    if (!path.isEmpty())
        words.words.insert(words.words.end(), globals.begin(), globals.end());
    commands.push_back(words);
    for (const CLI::App *sub : subcommands)
        collect(*sub, (path.isEmpty() ? QString() : QString(path + QLatin1Char(' '))) + QString::fromStdString(sub->get_name()), globals,
            commands);
}

} // namespace

std::expected<Arguments, int> parseCommandLine(int argc, char **argv)
{
    Arguments arguments;
    CLI::App app(kAbout, "dealerlensctl");
    Builder builder(app, arguments); // as long as the app, which calls it while parsing
    builder.build();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return std::unexpected(app.exit(error) == 0 ? kOk : kUsage);
    }
    if (const QString problem = contradiction(arguments); !problem.isEmpty()) {
        Console(false).error(problem);
        return std::unexpected(kUsage);
    }
    return arguments;
}

std::vector<CommandWords> allCommandWords()
{
    Arguments arguments;
    CLI::App app(kAbout, "dealerlensctl");
    Builder builder(app, arguments);
    builder.build();
    std::vector<CompletionWord> globals;
    for (const CLI::Option *option : app.get_options()) {
        if (!firstLongName(*option).isEmpty() && option->get_name() != "--help" && option->get_name() != "--version")
            globals.push_back(wordOf(*option));
    }
    std::vector<CommandWords> commands;
    collect(app, {}, globals, commands);
    return commands;
}

} // namespace dealerlens::ctl
