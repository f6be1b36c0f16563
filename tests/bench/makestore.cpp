// SPDX-License-Identifier: GPL-3.0-or-later
// makestore: fills a data folder for measuring, see storegenerator.h.
#include "bench/storegenerator.h"

#include <CLI/CLI.hpp>

#include <cstdio>

int main(int argc, char *argv[])
{
    using namespace dealerlens::bench;
    CLI::App app { "Fills a data folder with a network that never was." };
    std::string folder;
    NetworkSize size;
    bool noSearch = false;
    app.add_option("folder", folder, "a folder without data")->required();
    app.add_option("--items", size.items, "leads and deals")->capture_default_str();
    app.add_option("--dealers", size.dealers)->capture_default_str();
    app.add_option("--employees", size.employees)->capture_default_str();
    app.add_option("--seed", size.seed)->capture_default_str();
    app.add_option("--extra", size.extraBytes, "bytes of JSON beside the columns of an item")->capture_default_str();
    app.add_option("--closed", size.closedPercent, "percent of the items that come to an end")->capture_default_str();
    app.add_flag("--no-search", noSearch, "leave the full-text index empty");
    CLI11_PARSE(app, argc, argv);
    size.search = !noSearch;
    if (const auto done = generateStore(QString::fromStdString(folder), size); !done) {
        std::fprintf(stderr, "makestore: %s\n", qPrintable(done.error().detail));
        return 1;
    }
    return 0;
}
