<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
    <context>
        <name>dealerlens::desk::Actions</name>
        <message>
            <source>Settings</source>
            <translation>Настройки</translation>
        </message>
        <message>
            <source>Export table…</source>
            <translation>Выгрузить таблицу…</translation>
        </message>
        <message>
            <source>Print or save as PDF…</source>
            <translation>Печать или PDF…</translation>
        </message>
        <message>
            <source>Close window</source>
            <translation>Закрыть окно</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Выход</translation>
        </message>
        <message>
            <source>Search, go to, command…</source>
            <translation>Поиск, переход, команда…</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Назад</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>Вперёд</translation>
        </message>
        <message>
            <source>Next part of the window</source>
            <translation>Следующая область окна</translation>
        </message>
        <message>
            <source>Previous part of the window</source>
            <translation>Предыдущая область окна</translation>
        </message>
        <message>
            <source>About Dealerlens</source>
            <translation>О программе Dealerlens</translation>
        </message>
        <message>
            <source>Keys of this screen</source>
            <translation>Клавиши этого экрана</translation>
        </message>
        <message>
            <source>Right panel</source>
            <translation>Правая панель</translation>
        </message>
        <message>
            <source>Colours of the system</source>
            <translation>Цвета системы</translation>
        </message>
        <message>
            <source>Light colours</source>
            <translation>Светлые цвета</translation>
        </message>
        <message>
            <source>Dark colours</source>
            <translation>Тёмные цвета</translation>
        </message>
        <message>
            <source>Compact rows</source>
            <translation>Плотные строки</translation>
        </message>
        <message>
            <source>Normal rows</source>
            <translation>Обычные строки</translation>
        </message>
        <message>
            <source>Comfortable rows</source>
            <translation>Просторные строки</translation>
        </message>
        <message>
            <source>Русский язык</source>
            <translation>Русский язык</translation>
        </message>
        <message>
            <source>English language</source>
            <translation>English language</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>Во весь экран</translation>
        </message>
        <message>
            <source>Refresh this dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Request a key from the dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace the key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the portal in a browser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Group by region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quick filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Update all dealers now</source>
            <translation>Обновить всех дилеров</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::Appearance</name>
        <message>
            <source>Language</source>
            <translation>Язык</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Цвета</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Как в системе</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Светлые</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Тёмные</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Строки</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Плотные</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>Обычные</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>Просторные</translation>
        </message>
        <message>
            <source>The digits of the system's font have different widths, so columns of numbers would not line up. %1 is used instead.</source>
            <translation>У системного шрифта цифры разной ширины, и столбцы чисел не выровнялись бы. Вместо него взят %1.</translation>
        </message>
        <message>
            <source>Font</source>
            <translation>Шрифт</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::CommandPalette</name>
        <message>
            <source>Section, dealer, client, phone; &gt; actions, @ people, # numbers</source>
            <translation>Раздел, дилер, клиент, телефон; &gt; действия, @ люди, # числа</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>Найдено</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::ContextBar</name>
        <message>
            <source>Back</source>
            <translation>Назад</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>Вперёд</translation>
        </message>
        <message>
            <source>Condition</source>
            <translation>Условие</translation>
        </message>
        <message>
            <source>Add a condition</source>
            <translation>Добавить условие</translation>
        </message>
        <message>
            <source>Search, go to, command  (Ctrl+K)</source>
            <translation>Поиск, переход, команда  (Ctrl+K)</translation>
        </message>
        <message>
            <source>Search, go to, command</source>
            <translation>Поиск, переход, команда</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Период</translation>
        </message>
        <message>
            <source>Dealers</source>
            <translation>Дилеры</translation>
        </message>
        <message>
            <source>Funnel</source>
            <translation>Воронка</translation>
        </message>
        <message>
            <source>Employees</source>
            <translation>Сотрудники</translation>
        </message>
        <message numerus="yes">
            <source>all %n</source>
            <translation>
                <numerusform>все %n</numerusform>
                <numerusform>все %n</numerusform>
                <numerusform>все %n</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 из %2</translation>
        </message>
        <message>
            <source>, fresh only</source>
            <translation>, только свежие</translation>
        </message>
        <message>
            <source>all</source>
            <translation>все</translation>
        </message>
        <message numerus="yes">
            <source>%n chosen</source>
            <translation>
                <numerusform>выбран %n</numerusform>
                <numerusform>выбрано %n</numerusform>
                <numerusform>выбрано %n</numerusform>
            </translation>
        </message>
        <message>
            <source>, now</source>
            <translation>, сейчас</translation>
        </message>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>ещё %n</numerusform>
                <numerusform>ещё %n</numerusform>
                <numerusform>ещё %n</numerusform>
            </translation>
        </message>
        <message>
            <source>Conditions</source>
            <translation>Условия</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::ContextPopovers</name>
        <message>
            <source>Find</source>
            <translation>Найти</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Все</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Применить</translation>
        </message>
        <message>
            <source>, as of %1</source>
            <translation>, на %1</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Период</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>Первый день</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Последний день</translation>
        </message>
        <message>
            <source>From – to</source>
            <translation>С – по</translation>
        </message>
        <message>
            <source>As it was on</source>
            <translation>Как было на</translation>
        </message>
        <message>
            <source>Dealer, city, code or region</source>
            <translation>Дилер, город, код или регион</translation>
        </message>
        <message>
            <source>Dealers</source>
            <translation>Дилеры</translation>
        </message>
        <message>
            <source>Only those with fresh data</source>
            <translation>Только со свежими данными</translation>
        </message>
        <message>
            <source>Funnel</source>
            <translation>Воронка</translation>
        </message>
        <message>
            <source>Who was responsible then</source>
            <translation>Кто отвечал тогда</translation>
        </message>
        <message>
            <source>Who is responsible now</source>
            <translation>Кто отвечает сейчас</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::CoverageMark</name>
        <message>
            <source>as of %1</source>
            <translation>на %1</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n dealers</source>
            <translation>
                <numerusform>%1 из %n дилера</numerusform>
                <numerusform>%1 из %n дилеров</numerusform>
                <numerusform>%1 из %n дилеров</numerusform>
            </translation>
        </message>
        <message>
            <source>Which dealers are missing, and why</source>
            <translation>Каких дилеров нет и почему</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::KeyDialog</name>
        <message>
            <source>Test and save</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New key of %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste the link of an incoming webhook of this portal. It is kept in: %1. It is never shown again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Link of the webhook</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation>Отменить</translation>
        </message>
        <message>
            <source>Asking the portal…</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::desk::MainWindow</name>
        <message>
            <source>Excel workbook (*.xlsx)</source>
            <translation>Книга Excel (*.xlsx)</translation>
        </message>
        <message>
            <source>CSV table (*.csv)</source>
            <translation>Таблица CSV (*.csv)</translation>
        </message>
        <message>
            <source>Tab-separated table (*.tsv)</source>
            <translation>Таблица с табуляцией (*.tsv)</translation>
        </message>
        <message>
            <source>JSON (*.json)</source>
            <translation>JSON (*.json)</translation>
        </message>
        <message>
            <source>Export table</source>
            <translation>Выгрузить таблицу</translation>
        </message>
        <message>
            <source>Keys of this screen</source>
            <translation>Клавиши этого экрана</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрыть</translation>
        </message>
        <message>
            <source>Dealerlens %1</source>
            <translation>Dealerlens %1</translation>
        </message>
        <message>
            <source>Head office's desk over a network of dealer portals.
Free software under the GNU General Public License, version 3 or later.</source>
            <translation>Рабочий стол головной компании над порталами дилеров.
Свободная программа, лицензия GNU GPL версии 3 или новее.</translation>
        </message>
        <message>
            <source>The table was not written</source>
            <translation>Таблица не записана</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::Menus</name>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Файл</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Правка</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Вид</translation>
        </message>
        <message>
            <source>&amp;Go</source>
            <translation>Пере&amp;ход</translation>
        </message>
        <message>
            <source>&amp;Data</source>
            <translation>&amp;Данные</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Справка</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>Демо</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::NetworkBar</name>
        <message>
            <source>No network: data as of %1</source>
            <translation>Нет сети: данные на %1</translation>
        </message>
        <message>
            <source>No portals</source>
            <translation>Порталов нет</translation>
        </message>
        <message>
            <source>Fresh %1 of %2</source>
            <translation>Свежие %1 из %2</translation>
        </message>
        <message>
            <source>Network health</source>
            <translation>Здоровье сети</translation>
        </message>
        <message>
            <source>Oldest data: %1, %2</source>
            <translation>Старейшие данные: %1, %2</translation>
        </message>
        <message>
            <source>Syncing %1 of %2</source>
            <translation>Синхронизация %1 из %2</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 мс</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::NetworkPage</name>
        <message>
            <source>Network health</source>
            <translation>Здоровье сети</translation>
        </message>
        <message>
            <source>Problems first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Order of the dealers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quick filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show retired dealers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refresh all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refresh all (F5)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Portal…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are no portals yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add portals…</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n portals</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Refreshing %n dealers</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Access for head office: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Good day.

The key by which head office reads your portal %1 does not work any more. Create an incoming webhook with the rights CRM, users, departments, tasks and telephony and send its link by a safe channel, not in the reply to this letter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No mail program answers on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write to the dealer yourself: an incoming webhook with the rights CRM, users, departments, tasks and telephony is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation>Закрыть</translation>
        </message>
        <message>
            <source>Retire %1?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal is not asked any more. Its history stays in reports, and it can be restored.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Retire</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation>Отменить</translation>
        </message>
        <message numerus="yes">
            <source>Were %n records really deleted at the dealer?</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>They are marked as deleted and leave the figures. Their history stays readable.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yes, remove them here</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::desk::NetworkPanel</name>
        <message>
            <source>Choose a dealer to see what is known of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pair stages…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unpaired</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>none of %n</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>The portal's list lacks %n records</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>So many at once is unusual, therefore nothing was removed here. Ask the dealer whether they were really deleted; then confirm.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Since %1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What happened at the dealer since then is unknown: reports hatch it and do not count it as zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Retired on %1. It is not asked any more; its history stays in reports.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Round in progress: %1 of %2 records</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Round in progress: %1 records</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The data are older than the limit. Figures of this dealer are hatched.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key does not open: %1. What needs it is unknown for this dealer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refresh</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Request a key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste a key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open portal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove them here…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Restore</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Retire…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leads</source>
            <translation>Лиды</translation>
        </message>
        <message>
            <source>Deals</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>History of leads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>History of deals</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Activities</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Calls</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Contacts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Companies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tasks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Comments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>up to %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Complete by kind of record</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New expected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>about %1 in %2</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 of new items</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clocks</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>stopped for %n open items</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Not counted because of it</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n records</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>nothing new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last rounds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refresh this dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Request a key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name, region, zone…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Restore the dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Retire the dealer…</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::desk::NetworkStrip</name>
        <message>
            <source>fresh</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no access</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>need attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>first load</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fresh: younger than %1</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::desk::PageHead</name>
        <message>
            <source>Computing</source>
            <translation>Считаю</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Отменить</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::Period</name>
        <message>
            <source>today</source>
            <translation>сегодня</translation>
        </message>
        <message>
            <source>yesterday</source>
            <translation>вчера</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 дней</translation>
        </message>
        <message>
            <source>30 days</source>
            <translation>30 дней</translation>
        </message>
        <message>
            <source>90 days</source>
            <translation>90 дней</translation>
        </message>
        <message>
            <source>this month</source>
            <translation>этот месяц</translation>
        </message>
        <message>
            <source>last month</source>
            <translation>прошлый месяц</translation>
        </message>
        <message>
            <source>this quarter</source>
            <translation>этот квартал</translation>
        </message>
        <message>
            <source>last quarter</source>
            <translation>прошлый квартал</translation>
        </message>
        <message>
            <source>this year</source>
            <translation>этот год</translation>
        </message>
        <message>
            <source>last year</source>
            <translation>прошлый год</translation>
        </message>
        <message>
            <source>365 days</source>
            <translation>365 дней</translation>
        </message>
        <message>
            <source>all time</source>
            <translation>всё время</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::SettingsPage</name>
        <message>
            <source>Settings</source>
            <translation>Настройки</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::SettingsSections</name>
        <message>
            <source>Appearance</source>
            <translation>Вид</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::TreemapWidget</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>ещё %n</numerusform>
                <numerusform>ещё %n</numerusform>
                <numerusform>ещё %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::NetworkModel</name>
        <message>
            <source>No region</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n dealers</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not up to date</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without access</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stale</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n need attention</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n loading for the first time</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n fresh</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n retired</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>retired</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fresh</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>needs attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no access</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>first load</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State of the data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How long ago leads, deals and their histories were last complete. Logarithmic scale from a minute to three days; the mark is the limit of freshness.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Age of data
1 min – 3 d, mark %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leads, deals, stage histories, calls. Framed: older than the limit. Struck: no right.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Records
by kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rounds of the last 24 hours that ended with an error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Errors
24 h</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the time that the portal grants to its busiest method</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Request
budget</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stages of the portal that no milestone of the network is paired with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stages
unpaired</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New leads and deals in each of the last 30 days of 24 hours; gaps where the data do not reach</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New per day,
30 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean of the known days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>per day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the first answers claimed in 30 days, the share that a call or message proves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Calls
visible</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Region</source>
            <translation>Регион</translation>
        </message>
        <message>
            <source>L D H C</source>
            <comment>letters of leads, deals, histories, calls; one letter each</comment>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Never complete yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Complete up to %1</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>All %n stages are paired</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>The key does not open telephony: claims of this dealer cannot be proved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 of %2 first answers proved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>never complete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>data %1</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n stages unpaired</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>%1 new per day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>closed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::PortalDrafts</name>
        <message>
            <source>The key of %1 does not open calls. It can be connected, but what its people claim cannot be proved, and reports show this.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key of %1 lacks rights: %2. It can be connected; what needs them stays unknown, and reports show this.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>waits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>is tested</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>ready, %n deals</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>no right: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>deals</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>leads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>already in row %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>already in the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cannot be used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>is connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name of the dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Portal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Region</source>
            <translation>Регион</translation>
        </message>
        <message>
            <source>City</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CRM</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>calls</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the first line names no column "address"</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>line %1: the zone is not known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>line %1: a key holds a–z, 0–9 and - only</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::ProblemText</name>
        <message>
            <source>The work was stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was saved stays; the next round goes on from there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The program made an error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The data are safe. Report it with the log file; other portals go on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>internal error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal's certificate is not valid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was sent to it. Check the address; if it is right, the portal's administrator must renew the certificate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>certificate not valid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal did not answer in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost: the next round goes on from where this one stopped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no answer in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal's host name is not known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the address for a slip of the pen, and whether this computer has a connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>host not found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal has an internal fault</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It lies on the portal's side and usually passes. The next round tries again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fault of the portal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal cannot be reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the address and the connection. The next round tries again and goes on from where this one stopped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cannot be reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal has moved to another address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key was not sent there. Ask the dealer for the new address, then paste it as a new key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>moved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal does not accept the key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was withdrawn or replaced. Ask the dealer for a new incoming webhook and paste its link.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>key refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal asks to slow down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mirror waits as long as the portal wants and then goes on by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>limit reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another portal already has this name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another key for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>name taken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This portal is already in the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each portal is added once. To give it a new link, replace its key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>already added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal refuses the question</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This kind of record is left out; the rest is mirrored. Report it with the log file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key lacks a right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask the dealer to tick CRM, users, departments, tasks and telephony in the webhook. What it does not open stays unknown in reports, never zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>right missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal has switched its interface off for overload</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its administrator can ask the vendor's support to switch it on again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>switched off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal's plan does not allow this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask the dealer whether the plan includes the REST interface.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>plan without access</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Access was denied on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock the system's key ring, or let only yourself read the file with the keys (mode 0600).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>keys are locked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal does not allow this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The owner of the webhook lacks a right. Ask the portal's administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The answer is not what a portal sends</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Perhaps it is a sign-in page or a proxy. Open the address in a browser; what is mirrored already stays.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>strange answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The portal was deleted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its history stays here. Retire the dealer, or paste the link of the new portal.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>portal deleted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no portal at this address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the link: it is copied whole from the portal's page of incoming webhooks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key of this portal is not on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste the link of its webhook once more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>key missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk is full</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing that was saved is lost. Free some space; the mirror goes on by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>disk is full</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A database file is damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was left untouched. Restore ledger.db from the folder of backups beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>file is damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The data were written by a newer version of the program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They were left untouched. Install that version or a newer one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>newer version</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The data folder cannot be read or written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that the folder exists, belongs to you, and that its disk works.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>folder fails</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link does not begin with https</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A key must not travel in the open. Use the https address of the portal.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not https</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link has no valid host name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare it with the portal's address in a browser.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no host name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is not the link of an incoming webhook</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It looks like https://company.bitrix24.ru/rest/1/key/ and is copied whole from the portal.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not a webhook link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was entered cannot be used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare it with the example and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cannot be used</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::SessionChoices</name>
        <message>
            <source>all</source>
            <comment>funnels</comment>
            <translation>все</translation>
        </message>
        <message>
            <source>Leads</source>
            <translation>Лиды</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>Источник</translation>
        </message>
        <message>
            <source>Campaign</source>
            <translation>Кампания</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>Регион</translation>
        </message>
        <message>
            <source>Late</source>
            <translation>Опоздания</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>неизвестно</translation>
        </message>
        <message>
            <source>none</source>
            <comment>campaign</comment>
            <translation>нет</translation>
        </message>
        <message>
            <source>none</source>
            <comment>region</comment>
            <translation>нет</translation>
        </message>
        <message>
            <source>response due soon</source>
            <translation>скоро срок ответа</translation>
        </message>
        <message>
            <source>first response overdue</source>
            <translation>первый ответ просрочен</translation>
        </message>
        <message>
            <source>over the stage limit</source>
            <translation>дольше лимита этапа</translation>
        </message>
        <message>
            <source>activity overdue</source>
            <translation>дело просрочено</translation>
        </message>
        <message>
            <source>no next step</source>
            <translation>нет следующего шага</translation>
        </message>
        <message>
            <source>close date past</source>
            <translation>дата закрытия прошла</translation>
        </message>
        <message>
            <source>without evidence</source>
            <translation>без доказательств</translation>
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::StageMapModel</name>
        <message>
            <source>none, on purpose</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>unpaired</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>by itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leads</source>
            <translation>Лиды</translation>
        </message>
        <message>
            <source>by hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>nothing fits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>by name and order</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>always</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dealer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Funnel</source>
            <translation>Воронка</translation>
        </message>
        <message>
            <source>Stage of the portal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Milestone of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paired</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Holds since</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>dealerlens::viewmodels::StandardDraft</name>
        <message>
            <source>Every milestone needs a code and both names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The code %1 is used twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's week has no working day: business time would stand still.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A working day ends before it begins.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Limits must be greater than zero, the age of fresh data at least a minute.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A currency is a code of three letters, such as RUB.</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
