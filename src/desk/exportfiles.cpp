// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/exportfiles.h"

#include "base/task.h"
#include "desk/dialogs.h"
#include "desk/page.h"
#include "desk/tabletools.h"
#include "exporting/exporting.h"
#include "viewmodels/problemtext.h"

#include <QFileInfo>
#include <QPointer>
#include <QtConcurrent>

namespace dealerlens::desk {

namespace {

QString safeFileName(QString name)
{
    for (QChar &c : name) {
        if (QStringView(u"/\\:*?\"<>|").contains(c) || c < QLatin1Char(' '))
            c = QLatin1Char(' ');
    }
    return name.simplified().left(100);
}

QFuture<base::Result<>> write(const ExportOffer &offer, const QString &file)
{
    const QString format = QFileInfo(file).suffix().toLower();
    if (format == QLatin1String("pdf") && offer.printout)
        return QtConcurrent::run([printout = offer.printout(), file] { return exporting::writePdf(printout, file); });
    return QtConcurrent::run(
        [table = offer.table ? offer.table() : reports::Table(), file, format] { return exporting::writeFile(table, file, format); });
}

} // namespace

void exportFile(Dialogs &dialogs, QWidget *window, QObject *context, ExportOffer offer, std::function<void(const QString &line)> tell,
    std::function<void(const QString &file)> written)
{
    QStringList filters;
    if (offer.table)
        filters << TableTools::tr("Excel workbook (*.xlsx)") << TableTools::tr("CSV table (*.csv)")
                << TableTools::tr("Tab-separated table (*.tsv)") << TableTools::tr("JSON (*.json)");
    if (offer.printout)
        filters << TableTools::tr("PDF (*.pdf)");
    const QString name = safeFileName(offer.title) + (offer.table ? QStringLiteral(".xlsx") : QStringLiteral(".pdf"));
    if (!tell)
        tell = [](const QString &) { };
    const auto choose
        = [&dialogs, window, tell, context = QPointer<QObject>(context), offer = std::move(offer), written](const QString &file) {
              if (!context)
                  return;
              tell(TableTools::tr("Writing %1").arg(QFileInfo(file).fileName()));
              base::whenDone(write(offer, file), context.data(), [&dialogs, window, tell, file, written](const base::Result<> &done) {
                  if (!done) {
                      tell({});
                      dialogs.ask(window, Dialogs::Kind::Warning, TableTools::tr("The table was not written"),
                          viewmodels::ProblemText::of(done.error()).sentence(), { TableTools::tr("Close") }, {});
                      return;
                  }
                  tell(TableTools::tr("Written: %1").arg(QFileInfo(file).fileName()));
                  if (written)
                      written(file);
              });
          };
    dialogs.saveFile(window, TableTools::tr("Export table"), name, filters, choose);
}

void exportFile(PageHost &host, QWidget *window, QObject *context, ExportOffer offer, std::function<void(const QString &file)> written)
{
    exportFile(
        host.dialogs(), window, context, std::move(offer), [&host](const QString &line) { host.setStatus(line, -1); }, std::move(written));
}

} // namespace dealerlens::desk
