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
</TS>
