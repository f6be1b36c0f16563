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
        <source>Update all dealers now</source>
        <translation>Обновить всех дилеров</translation>
    </message>
    <message>
        <source>Quick filter</source>
        <translation>Быстрый фильтр</translation>
    </message>
    <message>
        <source>Refresh this dealer</source>
        <translation>Обновить этого дилера</translation>
    </message>
    <message>
        <source>Request a key from the dealer</source>
        <translation>Запросить ключ у дилера</translation>
    </message>
    <message>
        <source>Replace the key…</source>
        <translation>Заменить ключ…</translation>
    </message>
    <message>
        <source>Open the portal in a browser</source>
        <translation>Открыть портал в браузере</translation>
    </message>
    <message>
        <source>Group by region</source>
        <translation>По регионам</translation>
    </message>
    <message>
        <source>Add portals…</source>
        <translation>Добавить порталы…</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
    <message>
        <source>Rows behind a number</source>
        <translation>Строки за числом</translation>
    </message>
    <message>
        <source>Next view of the report</source>
        <translation>Следующий вид отчёта</translation>
    </message>
    <message>
        <source>Open every row of this level</source>
        <translation>Раскрыть весь уровень</translation>
    </message>
    <message>
        <source>Open the next level everywhere</source>
        <translation>Раскрыть следующий уровень везде</translation>
    </message>
    <message>
        <source>Close all rows</source>
        <translation>Свернуть всё</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Копировать строки</translation>
    </message>
    <message>
        <source>Copy rows with headers</source>
        <translation>Копировать строки с заголовками</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Столбцы…</translation>
    </message>
    <message>
        <source>Explain this number</source>
        <translation>Объяснить число</translation>
    </message>
    <message>
        <source>Only: response due soon</source>
        <translation>Только: ответ истекает</translation>
    </message>
    <message>
        <source>Only: first response overdue</source>
        <translation>Только: первый ответ просрочен</translation>
    </message>
    <message>
        <source>Only: over stage limit</source>
        <translation>Только: дольше лимита этапа</translation>
    </message>
    <message>
        <source>Only: activity overdue</source>
        <translation>Только: дело просрочено</translation>
    </message>
    <message>
        <source>Only: no next step</source>
        <translation>Только: нет следующего шага</translation>
    </message>
    <message>
        <source>Only: close date past</source>
        <translation>Только: дата закрытия прошла</translation>
    </message>
    <message>
        <source>Only: without evidence</source>
        <translation>Только: без доказательств</translation>
    </message>
    <message>
        <source>Board without lanes</source>
        <translation>Доска без дорожек</translation>
    </message>
    <message>
        <source>Lanes by dealer</source>
        <translation>Дорожки по дилерам</translation>
    </message>
    <message>
        <source>Lanes by employee</source>
        <translation>Дорожки по сотрудникам</translation>
    </message>
    <message>
        <source>Next kind of lanes</source>
        <translation>Следующий вид дорожек</translation>
    </message>
    <message>
        <source>Select the card</source>
        <translation>Отметить карточку</translation>
    </message>
    <message>
        <source>Order of the cards…</source>
        <translation>Порядок карточек…</translation>
    </message>
    <message>
        <source>Open in the portal</source>
        <translation>Открыть в портале</translation>
    </message>
    <message>
        <source>Funnels</source>
        <translation>Воронки</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Карточка</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Этапы</translation>
    </message>
    <message>
        <source>Previous stage</source>
        <translation>Предыдущий этап</translation>
    </message>
    <message>
        <source>Next stage</source>
        <translation>Следующий этап</translation>
    </message>
    <message>
        <source>Compare groups…</source>
        <translation>Сравнить группы…</translation>
    </message>
    <message>
        <source>Business or calendar time</source>
        <translation>Рабочее или календарное время</translation>
    </message>
    <message>
        <source>First or all visits</source>
        <translation>Первые или все посещения</translation>
    </message>
    <message>
        <source>Curve as a table</source>
        <translation>Кривая таблицей</translation>
    </message>
    <message>
        <source>Fields of the cards…</source>
        <translation>Поля карточек…</translation>
    </message>
    <message>
        <source>All ages again</source>
        <translation>Снова любой возраст</translation>
    </message>
    <message>
        <source>Copy the number in words</source>
        <translation>Скопировать число словами</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>Следующая строка</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>Предыдущая строка</translation>
    </message>
    <message>
        <source>Select the row</source>
        <translation>Выделить строку</translation>
    </message>
    <message>
        <source>Select rows up to this one</source>
        <translation>Выделить строки до этой</translation>
    </message>
    <message>
        <source>End and remove the demo network</source>
        <translation>Закончить и удалить демо-сеть</translation>
    </message>
    <message>
        <source>New window</source>
        <translation>Новое окно</translation>
    </message>
    <message>
        <source>Export, save as PDF…</source>
        <translation>Выгрузить, сохранить в PDF…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Filter this page</source>
        <translation>Фильтр на этой странице</translation>
    </message>
    <message>
        <source>Previous period</source>
        <translation>Предыдущий период</translation>
    </message>
    <message>
        <source>Next period</source>
        <translation>Следующий период</translation>
    </message>
    <message>
        <source>Cancel: do not send</source>
        <translation>Отменить: не отправлять</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Отправить снова</translation>
    </message>
    <message>
        <source>It arrived: I have seen it</source>
        <translation>Дошло: я это видел</translation>
    </message>
    <message>
        <source>Insist on my value</source>
        <translation>Настоять на своём значении</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Отказаться</translation>
    </message>
    <message>
        <source>Take back on the portal</source>
        <translation>Отозвать на портале</translation>
    </message>
    <message>
        <source>Ask the dealer…</source>
        <translation>Спросить дилера…</translation>
    </message>
    <message>
        <source>Give a task…</source>
        <translation>Дать задачу…</translation>
    </message>
    <message>
        <source>Move to stage…</source>
        <translation>Перевести на этап…</translation>
    </message>
    <message>
        <source>Change responsible…</source>
        <translation>Сменить ответственного…</translation>
    </message>
    <message>
        <source>Correct a field…</source>
        <translation>Исправить поле…</translation>
    </message>
    <message>
        <source>Create a lead at a dealer…</source>
        <translation>Создать лид у дилера…</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Undo what was put into the outbox</source>
        <translation>Отменить последнее, что ушло в очередь</translation>
    </message>
    <message>
        <source>Rows of this cell</source>
        <translation>Строки этой ячейки</translation>
    </message>
    <message>
        <source>Rows of this cell over the limit</source>
        <translation>Строки этой ячейки дольше лимита</translation>
    </message>
    <message>
        <source>Rows of this lane</source>
        <translation>Строки этой дорожки</translation>
    </message>
    <message>
        <source>Rows of this column</source>
        <translation>Строки этой колонки</translation>
    </message>
    <message>
        <source>Only: fresh dealers</source>
        <translation>Только: свежие дилеры</translation>
    </message>
    <message>
        <source>Only: stale dealers</source>
        <translation>Только: дилеры с устаревшими данными</translation>
    </message>
    <message>
        <source>Only: dealers without access</source>
        <translation>Только: дилеры без доступа</translation>
    </message>
    <message>
        <source>Only: dealers that need attention</source>
        <translation>Только: дилеры, требующие внимания</translation>
    </message>
    <message>
        <source>Only: dealers in their first load</source>
        <translation>Только: дилеры на первой загрузке</translation>
    </message>
    <message>
        <source>Report by structure</source>
        <translation>Отчёт по структуре</translation>
    </message>
    <message>
        <source>Report by source</source>
        <translation>Отчёт по источникам</translation>
    </message>
    <message>
        <source>Report by UTM campaign</source>
        <translation>Отчёт по кампаниям UTM</translation>
    </message>
    <message>
        <source>Report by region</source>
        <translation>Отчёт по регионам</translation>
    </message>
    <message>
        <source>Report by dealer</source>
        <translation>Отчёт по дилерам</translation>
    </message>
    <message>
        <source>Report by employee</source>
        <translation>Отчёт по сотрудникам</translation>
    </message>
    <message>
        <source>Report by month</source>
        <translation>Отчёт по месяцам</translation>
    </message>
    <message>
        <source>Report by funnel</source>
        <translation>Отчёт по воронкам</translation>
    </message>
    <message>
        <source>Next grouping of the report</source>
        <translation>Следующая группировка отчёта</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>Любой исход</translation>
    </message>
    <message>
        <source>Only: won</source>
        <translation>Только: успешные</translation>
    </message>
    <message>
        <source>Only: lost</source>
        <translation>Только: отказы</translation>
    </message>
    <message>
        <source>Only: open</source>
        <translation>Только: открытые</translation>
    </message>
    <message>
        <source>Only: stage skipped</source>
        <translation>Только: с пропуском этапа</translation>
    </message>
    <message>
        <source>Only: re-entered</source>
        <translation>Только: с возвратом</translation>
    </message>
    <message>
        <source>Report by structure, down to months</source>
        <translation>Отчёт по структуре до месяцев</translation>
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
        <source>The digits of the system&apos;s font have different widths, so columns of numbers would not line up. %1 is used instead.</source>
        <translation>У системного шрифта цифры разной ширины, и столбцы чисел не выровнялись бы. Вместо него взят %1.</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Шрифт</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::BoardStrip</name>
    <message>
        <source>all ages again</source>
        <translation>снова любой возраст</translation>
    </message>
    <message>
        <source>All ages again</source>
        <translation>Снова любой возраст</translation>
    </message>
    <message>
        <source>Quick filters</source>
        <translation>Быстрые фильтры</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::BoardView</name>
    <message>
        <source>Board</source>
        <translation>Доска</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 дн</translation>
    </message>
    <message>
        <source>Region, dealer</source>
        <translation>Регион, дилер</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Employee</source>
        <translation>Сотрудник</translation>
    </message>
    <message>
        <source>more than 50 dealers: lanes are folded</source>
        <translation>больше 50 дилеров: дорожки свёрнуты</translation>
    </message>
    <message>
        <source>most overdue first</source>
        <translation>сначала с наибольшей просрочкой</translation>
    </message>
    <message>
        <source>data of %1</source>
        <translation>данные на %1</translation>
    </message>
    <message>
        <source>Drag over the ages to see only these</source>
        <translation>Проведите по возрастам, чтобы видеть только их</translation>
    </message>
    <message>
        <source>data %1</source>
        <translation>данные %1</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::CalendarSection</name>
    <message>
        <source>No holidays yet: every week counts alike. Choose a day below and press Holiday, or Working day for a day off on which work goes on.</source>
        <translation>Праздников пока нет: все недели считаются одинаково. Выберите день внизу и нажмите «Праздник» или «Рабочий день», если в выходной работают.</translation>
    </message>
    <message>
        <source>Own hours</source>
        <translation>Свои часы</translation>
    </message>
    <message>
        <source>Holidays and special working days</source>
        <translation>Праздники и особые рабочие дни</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>День</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>Праздник</translation>
    </message>
    <message>
        <source>Working day</source>
        <translation>Рабочий день</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>working day</source>
        <translation>рабочий день</translation>
    </message>
    <message>
        <source>holiday</source>
        <translation>праздник</translation>
    </message>
    <message>
        <source>Business time runs in these hours by the dealer&apos;s own clock. Dealers without own hours follow the network. A break divides a day: 09:00–13:00, 14:00–18:00.</source>
        <translation>Рабочее время идёт в эти часы по часам дилера. Дилеры без своих часов следуют сети. Перерыв делит день: 09:00–13:00, 14:00–18:00.</translation>
    </message>
    <message>
        <source>%1, working hours</source>
        <translation>%1, рабочие часы</translation>
    </message>
    <message>
        <source>Hours of this day</source>
        <translation>Часы этого дня</translation>
    </message>
    <message>
        <source>Hours are written as 09:00–18:00 or 09:00–13:00, 14:00–18:00.</source>
        <translation>Часы пишутся так: 09:00–18:00 или 09:00–13:00, 14:00–18:00.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::CardFieldsMenu</name>
    <message>
        <source>Second line</source>
        <translation>Вторая строка</translation>
    </message>
    <message>
        <source>Product or title</source>
        <translation>Товар или название</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Источник</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создано</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Ничего</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Сумма</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Отметки</translation>
    </message>
    <message>
        <source>Cards in a cell</source>
        <translation>Карточек в ячейке</translation>
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
    <message>
        <source>Nothing found.</source>
        <translation>Ничего не найдено.</translation>
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
        <source>all %Ln</source>
        <translation>
            <numerusform>все %Ln</numerusform>
            <numerusform>все %Ln</numerusform>
            <numerusform>все %Ln</numerusform>
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
        <source>%Ln chosen</source>
        <translation>
            <numerusform>выбран %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>, now</source>
        <translation>, сейчас</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>ещё %Ln</numerusform>
            <numerusform>ещё %Ln</numerusform>
            <numerusform>ещё %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Условия</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>пока нет</translation>
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
        <source>%1 of %Ln dealers</source>
        <translation>
            <numerusform>%1 из %Ln дилера</numerusform>
            <numerusform>%1 из %Ln дилеров</numerusform>
            <numerusform>%1 из %Ln дилеров</numerusform>
        </translation>
    </message>
    <message>
        <source>Which dealers are missing, and why</source>
        <translation>Каких дилеров нет и почему</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::DataSettings</name>
    <message>
        <source>Folder of the databases</source>
        <translation>Папка баз данных</translation>
    </message>
    <message>
        <source>Who can read it</source>
        <translation>Кто может читать</translation>
    </message>
    <message>
        <source>only you (mode 0700)</source>
        <translation>только вы (права 0700)</translation>
    </message>
    <message>
        <source>Keys of portals</source>
        <translation>Ключи порталов</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Зеркало</translation>
    </message>
    <message>
        <source>mirror.db: can be fetched again from the portals</source>
        <translation>mirror.db: можно снова загрузить с порталов</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Книга</translation>
    </message>
    <message>
        <source>ledger.db: portals, journal, standards; copied at every start into the folder of backups</source>
        <translation>ledger.db: порталы, журнал, стандарты; при каждом запуске копируется в папку копий</translation>
    </message>
    <message>
        <source>Round of a portal</source>
        <translation>Круг обновления портала</translation>
    </message>
    <message>
        <source>every %1 s</source>
        <translation>каждые %1 с</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>simulated: invented dealers</source>
        <translation>симулятор: вымышленные дилеры</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::DeadlineBox</name>
    <message numerus="yes">
        <source>in %Ln working days of the dealer</source>
        <translation>
            <numerusform>через %Ln рабочий день дилера</numerusform>
            <numerusform>через %Ln рабочих дня дилера</numerusform>
            <numerusform>через %Ln рабочих дней дилера</numerusform>
        </translation>
    </message>
    <message>
        <source>in 2 working hours of the dealer</source>
        <translation>через 2 рабочих часа дилера</translation>
    </message>
    <message>
        <source>at a date and time…</source>
        <translation>к дате и времени…</translation>
    </message>
    <message>
        <source>no deadline</source>
        <translation>без срока</translation>
    </message>
    <message>
        <source>Date and time at the dealer</source>
        <translation>Дата и время у дилера</translation>
    </message>
    <message>
        <source>By the dealer&apos;s clock (%1); by yours it is %2.</source>
        <translation>По часам дилера (%1); по вашим это %2.</translation>
    </message>
    <message>
        <source>By each dealer&apos;s own clock.</source>
        <translation>По часам каждого дилера.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::DemoNetwork</name>
    <message>
        <source>The program of the demo network could not be started: %1</source>
        <translation>Программу демо-сети не удалось запустить: %1</translation>
    </message>
    <message>
        <source>The program of the demo network, portalsim, is not installed beside this one. Real portals can be connected without it.</source>
        <translation>Программы демо-сети, portalsim, нет рядом с этой. Настоящие порталы подключаются и без неё.</translation>
    </message>
    <message numerus="yes">
        <source>A network of %n dealers is invented</source>
        <translation>
            <numerusform>Придумывается сеть из %n дилера</numerusform>
            <numerusform>Придумывается сеть из %n дилеров</numerusform>
            <numerusform>Придумывается сеть из %n дилеров</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder of the demo network cannot be written: %1</source>
        <translation>В папку демо-сети нельзя записать: %1</translation>
    </message>
    <message>
        <source>The program of the demo network ended before it was ready.</source>
        <translation>Программа демо-сети завершилась, не успев начать работу.</translation>
    </message>
    <message>
        <source>The program of the demo network ended before it was ready: %1</source>
        <translation>Программа демо-сети завершилась, не успев начать работу: %1</translation>
    </message>
    <message>
        <source>The list of the demo portals cannot be read.</source>
        <translation>Список порталов демо-сети не читается.</translation>
    </message>
    <message>
        <source>Portals are connected</source>
        <translation>Порталы подключаются</translation>
    </message>
    <message>
        <source>The list of the demo portals is empty.</source>
        <translation>Список порталов демо-сети пуст.</translation>
    </message>
    <message>
        <source>No portal of the demo network could be connected.</source>
        <translation>Ни один портал демо-сети не удалось подключить.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ExplainPopover</name>
    <message>
        <source>How this number was computed</source>
        <translation>Как получено это число</translation>
    </message>
    <message numerus="yes">
        <source>Open %Ln rows</source>
        <translation>
            <numerusform>Открыть %Ln строку</numerusform>
            <numerusform>Открыть %Ln строки</numerusform>
            <numerusform>Открыть %Ln строк</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the rows</source>
        <translation>Открыть строки</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>%1: open the rows</source>
        <translation>%1: открыть строки</translation>
    </message>
    <message>
        <source>Visits in stages without a pair</source>
        <translation>Посещения несопоставленных этапов</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::FiguresSection</name>
    <message>
        <source>No rates yet: amounts in other currencies stay in their own. Write a code and a rate below and press Add rate.</source>
        <translation>Курсов пока нет: суммы в других валютах остаются в своих. Введите внизу код и курс и нажмите «Добавить курс».</translation>
    </message>
    <message>
        <source>First response within</source>
        <translation>Первый ответ не позже</translation>
    </message>
    <message>
        <source>business minutes of the dealer</source>
        <translation>рабочие минуты дилера</translation>
    </message>
    <message>
        <source> min</source>
        <translation> мин</translation>
    </message>
    <message>
        <source>A conversation lasts at least</source>
        <translation>Разговор длится не меньше</translation>
    </message>
    <message>
        <source>shorter calls prove an attempt only</source>
        <translation>звонок короче доказывает только попытку</translation>
    </message>
    <message>
        <source> s</source>
        <translation> с</translation>
    </message>
    <message>
        <source>Horizon of conversion</source>
        <translation>Горизонт конверсии</translation>
    </message>
    <message>
        <source>younger items are not counted yet</source>
        <translation>более молодые пока не считаются</translation>
    </message>
    <message>
        <source> days</source>
        <translation> дн</translation>
    </message>
    <message>
        <source>Data are fresh for</source>
        <translation>Данные свежие в течение</translation>
    </message>
    <message>
        <source>older ones are hatched</source>
        <translation>более старые заштрихованы</translation>
    </message>
    <message>
        <source>Currency of reports</source>
        <translation>Валюта отчётов</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>Курсы</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Валюта</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Курс</translation>
    </message>
    <message>
        <source>Day of the rate</source>
        <translation>День курса</translation>
    </message>
    <message>
        <source>Add rate</source>
        <translation>Добавить курс</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ForgetDialog</name>
    <message>
        <source>Counting…</source>
        <translation>Подсчёт…</translation>
    </message>
    <message>
        <source>Forget this person</source>
        <translation>Забыть этого человека</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Forget a person</source>
        <translation>Забыть человека</translation>
    </message>
    <message>
        <source>Name, phones, addresses and texts of this person leave everything that is stored here, on all dealers, and do not come back with the next update. Stages, money and dates stay, so no figure changes. The portals themselves and files that were exported are not reached. This cannot be undone.</source>
        <translation>Имя, телефоны, адреса и тексты этого человека будут убраны из всего, что хранится здесь, по всем дилерам, и не вернутся при следующем обновлении. Стадии, суммы и даты остаются, поэтому показатели не меняются. Сами порталы и выгруженные файлы не затрагиваются. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Forgetting…</source>
        <translation>Идёт удаление…</translation>
    </message>
    <message>
        <source>Forgotten, but not yet wiped</source>
        <translation>Забыт, но следы ещё не стёрты</translation>
    </message>
    <message>
        <source>The person was not forgotten</source>
        <translation>Человек не забыт</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Found: %1.</source>
        <translation>Найдено: %1.</translation>
    </message>
    <message>
        <source>Forgotten: %1. The receipt is kept as %2.</source>
        <translation>Забыто: %1. Квитанция хранится под именем %2.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln contact(s)</source>
        <translation>
            <numerusform>%Ln контакт</numerusform>
            <numerusform>%Ln контакта</numerusform>
            <numerusform>%Ln контактов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lead(s)</source>
        <translation>
            <numerusform>%Ln лид</numerusform>
            <numerusform>%Ln лида</numerusform>
            <numerusform>%Ln лидов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deal(s)</source>
        <translation>
            <numerusform>%Ln сделка</numerusform>
            <numerusform>%Ln сделки</numerusform>
            <numerusform>%Ln сделок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln company(ies)</source>
        <translation>
            <numerusform>%Ln компания</numerusform>
            <numerusform>%Ln компании</numerusform>
            <numerusform>%Ln компаний</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln phone(s) and address(es)</source>
        <translation>
            <numerusform>%Ln телефон или адрес</numerusform>
            <numerusform>%Ln телефона и адреса</numerusform>
            <numerusform>%Ln телефонов и адресов</numerusform>
        </translation>
    </message>
    <message>
        <source>Head office still has writes under way to this person&apos;s items. Wait until they are done or cancel them in the outbox.</source>
        <translation>К элементам этого человека ещё идут записи головного офиса. Дождитесь их или отмените в исходящих.</translation>
    </message>
    <message>
        <source>Another program or report still reads the files as they were, so traces stay in them. Try again in a moment.</source>
        <translation>Другая программа или отчёт ещё читает прежние файлы, поэтому в них остались следы. Повторите чуть позже.</translation>
    </message>
    <message>
        <source>The person is not in the mirror any more.</source>
        <translation>Этого человека в зеркале уже нет.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::FunnelTab</name>
    <message>
        <source>No items were created in the period</source>
        <translation>За период ничего не создано</translation>
    </message>
    <message>
        <source>How items are counted</source>
        <translation>Как считать</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Воронка</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::FunnelsPage</name>
    <message>
        <source>Funnels</source>
        <translation>Воронки</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Employee</source>
        <translation>Сотрудник</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Дорожки</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>Выгрузить таблицу</translation>
    </message>
    <message>
        <source>age in stage</source>
        <translation>возраст на этапе</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>сумма</translation>
    </message>
    <message>
        <source>next step</source>
        <translation>следующий шаг</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>просрочка</translation>
    </message>
    <message>
        <source>Order: %1</source>
        <translation>Порядок: %1</translation>
    </message>
    <message>
        <source>There are no portals yet.</source>
        <translation>Порталов пока нет.</translation>
    </message>
    <message>
        <source>Add portals…</source>
        <translation>Добавить порталы…</translation>
    </message>
    <message>
        <source>No open items fit these conditions.</source>
        <translation>Под эти условия не подходит ничего открытого.</translation>
    </message>
    <message>
        <source>No open items have all the lates chosen.</source>
        <translation>Нет открытых сделок со всеми выбранными просрочками.</translation>
    </message>
    <message>
        <source>Reset conditions</source>
        <translation>Сбросить условия</translation>
    </message>
    <message>
        <source>Shown %1</source>
        <translation>Показано %1</translation>
    </message>
    <message numerus="yes">
        <source>selected %Ln</source>
        <translation>
            <numerusform>выбрана %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Fields of the cards</source>
        <translation>Поля карточек</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Ничего не выбрано.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Enter: choose the stage in the form</source>
        <translation>Enter: выбрать этап в форме</translation>
    </message>
    <message>
        <source>Move to: %1</source>
        <translation>Перевести: %1</translation>
    </message>
    <message>
        <source>Rows of this cell</source>
        <translation>Строки этой ячейки</translation>
    </message>
    <message>
        <source>Over the limit in this cell</source>
        <translation>Дольше лимита в этой ячейке</translation>
    </message>
    <message>
        <source>Rows of this lane</source>
        <translation>Строки этой дорожки</translation>
    </message>
    <message>
        <source>Over the limit in this lane</source>
        <translation>Дольше лимита в этой дорожке</translation>
    </message>
    <message>
        <source>Rows of this column</source>
        <translation>Строки этой колонки</translation>
    </message>
    <message>
        <source>Over the limit in this column</source>
        <translation>Дольше лимита в этой колонке</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::GroupPicker</name>
    <message>
        <source>Up to four groups</source>
        <translation>До четырёх групп</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Search groups</source>
        <translation>Поиск групп</translation>
    </message>
    <message>
        <source>Groups to compare</source>
        <translation>Группы для сравнения</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemCardView</name>
    <message>
        <source>Open as a page</source>
        <translation>Открыть страницей</translation>
    </message>
    <message>
        <source>Open in the portal</source>
        <translation>Открыть в портале</translation>
    </message>
    <message>
        <source>Copy the card</source>
        <translation>Копировать карточку</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>Закрыть панель</translation>
    </message>
    <message>
        <source>This record is not mirrored.</source>
        <translation>Этой записи в зеркале нет.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Читаю…</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Ничего не выбрано.</translation>
    </message>
    <message>
        <source>Forget this person…</source>
        <translation>Забыть этого человека…</translation>
    </message>
    <message>
        <source>Ask the dealer, give a task, change, forget…</source>
        <translation>Спросить дилера, поставить задачу, изменить, забыть…</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemHeader</name>
    <message>
        <source>deleted in the portal on %1</source>
        <translation>удалена в портале %1</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>заявлено</translation>
    </message>
    <message>
        <source>evidenced</source>
        <translation>доказано</translation>
    </message>
    <message>
        <source>now, %1</source>
        <translation>сейчас, %1</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>впереди</translation>
    </message>
    <message>
        <source>ahead, takes the network %1</source>
        <translation>впереди, в сети занимает %1</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>дольше лимита</translation>
    </message>
    <message numerus="yes">
        <source>entered %Ln times</source>
        <translation>
            <numerusform>входили %Ln раз</numerusform>
            <numerusform>входили %Ln раза</numerusform>
            <numerusform>входили %Ln раз</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemPage</name>
    <message>
        <source>Card</source>
        <translation>Карточка</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemPrint</name>
    <message>
        <source>Client</source>
        <translation>Клиент</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Предмет</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Сумма</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>In the stage</source>
        <translation>На этапе</translation>
    </message>
    <message>
        <source>First response</source>
        <translation>Первый ответ</translation>
    </message>
    <message>
        <source>Deleted in the portal</source>
        <translation>Удалена в портале</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>пройден</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>now</source>
        <translation>сейчас</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>впереди</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Заходы</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Share of the limit</source>
        <translation>Доля лимита</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>evidenced</source>
        <translation>доказано</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>заявлено</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>просрочено</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Событие</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Кто</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Доказательство</translation>
    </message>
    <message>
        <source>Events and evidence</source>
        <translation>События и доказательства</translation>
    </message>
    <message>
        <source>Fields: %1 of %2 are filled</source>
        <translation>Поля: заполнено %1 из %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Роль</translation>
    </message>
    <message>
        <source>Reached by</source>
        <translation>Связь</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Запись</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Поле</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Было</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Стало</translation>
    </message>
    <message>
        <source>Happened</source>
        <translation>Произошло</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Замечено</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Leads and deals</source>
        <translation>Лиды и сделки</translation>
    </message>
    <message>
        <source>Copies at other dealers</source>
        <translation>Копии у других дилеров</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemSections</name>
    <message>
        <source>Leads and deals</source>
        <translation>Лиды и сделки</translation>
    </message>
    <message>
        <source>Copies by phone</source>
        <translation>Копии по телефону</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Поля</translation>
    </message>
    <message>
        <source>filled %1 of %2</source>
        <translation>заполнено %1 из %2</translation>
    </message>
    <message>
        <source>not filled</source>
        <translation>не заполнено</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Show phones and addresses; this is written down</source>
        <translation>Показать телефоны и адреса; это записывается</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>%1, seen %2</source>
        <translation>%1, замечено %2</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Show in the outbox: %1</source>
        <translation>Показать в очереди: %1</translation>
    </message>
    <message>
        <source>%1 → %2, not there yet</source>
        <translation>%1 → %2, ещё не там</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemTimeline</name>
    <message>
        <source>Events and evidence</source>
        <translation>События и доказательства</translation>
    </message>
    <message>
        <source>calls, mail</source>
        <translation>связь</translation>
    </message>
    <message>
        <source>stages</source>
        <translation>этапы</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>дела</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>заметки</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::KeyDialog</name>
    <message>
        <source>Test and save</source>
        <translation>Проверить и сохранить</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Замена ключа</translation>
    </message>
    <message>
        <source>New key of %1</source>
        <translation>Новый ключ: %1</translation>
    </message>
    <message>
        <source>Paste the link of an incoming webhook of this portal. It is kept in: %1. It is never shown again.</source>
        <translation>Вставьте ссылку входящего вебхука этого портала. Она хранится здесь: %1. Больше она не показывается.</translation>
    </message>
    <message>
        <source>Link of the webhook</source>
        <translation>Ссылка вебхука</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Asking the portal…</source>
        <translation>Спрашиваю портал…</translation>
    </message>
    <message>
        <source>Sign in instead…</source>
        <translation>Войти вместо этого…</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::LedgerRescue</name>
    <message>
        <source>Restore this copy</source>
        <translation>Восстановить эту копию</translation>
    </message>
    <message>
        <source>Read only, change nothing</source>
        <translation>Только читать, ничего не меняя</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>The ledger is damaged</source>
        <translation>Журнал головного офиса повреждён</translation>
    </message>
    <message>
        <source>The file ledger.db holds what only head office has: portals, the journal, the outbox, standards. It cannot be read, and nothing in it was changed. The mirror of the portals is not concerned.</source>
        <translation>В файле ledger.db лежит то, что есть только у головного офиса: порталы, журнал изменений, исходящие, стандарты. Прочитать его нельзя; в нём ничего не изменено. Зеркало порталов не затронуто.</translation>
    </message>
    <message>
        <source>There is no copy that could take its place</source>
        <translation>Копии, которая могла бы его заменить, нет</translation>
    </message>
    <message>
        <source>Look for an older copy of the folder %1 and put its ledger.db there.</source>
        <translation>Найдите более раннюю копию папки %1 и положите сюда её ledger.db.</translation>
    </message>
    <message>
        <source>Newest copy of</source>
        <translation>Последняя копия от</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Порталы</translation>
    </message>
    <message>
        <source>Lines of the journal</source>
        <translation>Строки журнала</translation>
    </message>
    <message>
        <source>Writes to portals, of them open</source>
        <translation>Записи в порталы, из них открытые</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Settings and standards</source>
        <translation>Настройки и стандарты</translation>
    </message>
    <message>
        <source>Kept stages</source>
        <translation>Сохранённые стадии</translation>
    </message>
    <message>
        <source>Newest change in it</source>
        <translation>Последнее изменение в ней</translation>
    </message>
    <message>
        <source>What was written after the copy is lost with the damaged file, which stays in the folder under its date.</source>
        <translation>То, что записано после этой копии, потеряно вместе с повреждённым файлом; он остаётся в папке под своей датой.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::LimitsSection</name>
    <message>
        <source>A deal that stays longer in a milestone than its limit is shown as late. Working days are those of the dealer&apos;s calendar. A dealer&apos;s empty limit follows the network.</source>
        <translation>Сделка, которая стоит на вехе дольше лимита, считается опоздавшей. Рабочие дни — по календарю дилера. Пустой лимит дилера равен сетевому.</translation>
    </message>
    <message>
        <source>Add milestone</source>
        <translation>Добавить веху</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Milestones and limits</source>
        <translation>Вехи и лимиты</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::Main</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::MainWindow</name>
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
        <source>Head office&apos;s desk over a network of dealer portals.
Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Рабочий стол головной компании над порталами дилеров.
Свободная программа, лицензия GNU GPL версии 3 или новее.</translation>
    </message>
    <message>
        <source>The mirror was damaged and is read again from the portals</source>
        <translation>Зеркало было повреждено и читается с порталов заново</translation>
    </message>
    <message>
        <source>The damaged file is kept: %1. Journal, stages and settings of head office are untouched.</source>
        <translation>Повреждённый файл сохранён: %1. Журнал, этапы и настройки головного офиса не тронуты.</translation>
    </message>
    <message>
        <source>The database cannot be written</source>
        <translation>Не удаётся записать в базу данных</translation>
    </message>
    <message>
        <source>Updating of dealers pauses; nothing is lost. Free some room on the disk: it goes on by itself.</source>
        <translation>Обновление дилеров приостановлено, ничего не потеряно. Освободите место на диске: оно продолжится само.</translation>
    </message>
    <message>
        <source>Opened for reading: nothing is updated and nothing can be changed</source>
        <translation>Открыто для чтения: ничего не обновляется и ничего нельзя изменить</translation>
    </message>
    <message>
        <source>The ledger is damaged; its copy is shown: %1. Close the program and open it again to restore.</source>
        <translation>Журнал головного офиса повреждён; показана его копия: %1. Чтобы восстановить, закройте программу и откройте снова.</translation>
    </message>
    <message>
        <source>A file of the database is damaged</source>
        <translation>Файл базы данных повреждён</translation>
    </message>
    <message>
        <source>Close the program and open it again: the mirror is read again from the portals, or the ledger restored from its copy.</source>
        <translation>Закройте программу и откройте снова: копия порталов будет прочитана заново, а журнал головного офиса можно восстановить из резервной копии.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::MarksBox</name>
    <message>
        <source>Tests and junk</source>
        <translation>Тесты и мусор</translation>
    </message>
    <message>
        <source>Beginnings with commas between them. Tests are not counted; junk is counted and told apart.</source>
        <translation>Начала слов через запятую. Тесты не считаются; мусор считается, но показан отдельно.</translation>
    </message>
    <message>
        <source>Test: origin</source>
        <translation>Тест: источник</translation>
    </message>
    <message>
        <source>of the source that created the item</source>
        <translation>внешнего источника, который создал элемент</translation>
    </message>
    <message>
        <source>Test: title</source>
        <translation>Тест: название</translation>
    </message>
    <message>
        <source>of the lead or deal</source>
        <translation>лида или сделки</translation>
    </message>
    <message>
        <source>Junk: stage</source>
        <translation>Мусор: этап</translation>
    </message>
    <message>
        <source>code, or a word of the name, of a stage in which items end lost</source>
        <translation>код или слово в названии этапа, на котором элементы теряются</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::MedianBars</name>
    <message>
        <source>median %1</source>
        <translation>медиана %1</translation>
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
    <message numerus="yes">
        <source>head office and %Ln dealers</source>
        <translation>
            <numerusform>головной офис и %Ln дилер</numerusform>
            <numerusform>головной офис и %Ln дилера</numerusform>
            <numerusform>головной офис и %Ln дилеров</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln дилер</numerusform>
            <numerusform>%Ln дилера</numerusform>
            <numerusform>%Ln дилеров</numerusform>
        </translation>
    </message>
    <message>
        <source>Network health</source>
        <translation>Здоровье сети</translation>
    </message>
    <message>
        <source>Problems first</source>
        <translation>Сначала проблемы</translation>
    </message>
    <message>
        <source>By region</source>
        <translation>По регионам</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>По имени</translation>
    </message>
    <message>
        <source>Order of the dealers</source>
        <translation>Порядок дилеров</translation>
    </message>
    <message>
        <source>Show retired dealers</source>
        <translation>Показать выведенных из сети</translation>
    </message>
    <message>
        <source>Refresh all</source>
        <translation>Обновить все</translation>
    </message>
    <message>
        <source>Refresh all (F5)</source>
        <translation>Обновить все (F5)</translation>
    </message>
    <message>
        <source>Portal…</source>
        <translation>Портал…</translation>
    </message>
    <message>
        <source>There are no portals yet.</source>
        <translation>Порталов пока нет.</translation>
    </message>
    <message>
        <source>Add portals…</source>
        <translation>Добавить порталы…</translation>
    </message>
    <message numerus="yes">
        <source>Refreshing %Ln dealers</source>
        <translation>
            <numerusform>Обновляется %Ln дилер</numerusform>
            <numerusform>Обновляются %Ln дилера</numerusform>
            <numerusform>Обновляются %Ln дилеров</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln строка</numerusform>
            <numerusform>%Ln строки</numerusform>
            <numerusform>%Ln строк</numerusform>
        </translation>
    </message>
    <message>
        <source>Access for head office: %1</source>
        <translation>Доступ для головного офиса: %1</translation>
    </message>
    <message>
        <source>Good day.

The key by which head office reads your portal %1 does not work any more. Create an incoming webhook with the rights CRM, users, departments, tasks and telephony and send its link by a safe channel, not in the reply to this letter.</source>
        <translation>Добрый день.

Ключ, по которому головной офис читает ваш портал %1, больше не работает. Создайте входящий вебхук с правами CRM, пользователи, подразделения, задачи и телефония и передайте его ссылку защищённым путём, не в ответе на это письмо.</translation>
    </message>
    <message>
        <source>No mail program answers on this computer.</source>
        <translation>На этом компьютере не отвечает почтовая программа.</translation>
    </message>
    <message>
        <source>Write to the dealer yourself: an incoming webhook with the rights CRM, users, departments, tasks and telephony is needed.</source>
        <translation>Напишите дилеру сами: нужен входящий вебхук с правами CRM, пользователи, подразделения, задачи и телефония.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Retire %1?</source>
        <translation>Вывести из сети: %1?</translation>
    </message>
    <message>
        <source>The portal is not asked any more. Its history stays in reports, and it can be restored.</source>
        <translation>Портал больше не опрашивается. Его история остаётся в отчётах, и его можно вернуть.</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Вывести</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message numerus="yes">
        <source>Were %Ln records really deleted at the dealer?</source>
        <translation>
            <numerusform>%Ln запись действительно удалена у дилера?</numerusform>
            <numerusform>%Ln записи действительно удалены у дилера?</numerusform>
            <numerusform>%Ln записей действительно удалены у дилера?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are marked as deleted and leave the figures. Their history stays readable.</source>
        <translation>Они отмечаются удалёнными и уходят из цифр. Их историю можно читать и дальше.</translation>
    </message>
    <message>
        <source>Yes, remove them here</source>
        <translation>Да, убрать и здесь</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::NetworkPanel</name>
    <message>
        <source>Choose a dealer to see what is known of it.</source>
        <translation>Выберите дилера, чтобы увидеть, что о нём известно.</translation>
    </message>
    <message>
        <source>Pair stages…</source>
        <translation>Сопоставить этапы…</translation>
    </message>
    <message>
        <source>More steps</source>
        <translation>Другие действия</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Этапы</translation>
    </message>
    <message>
        <source>Unpaired</source>
        <translation>Без пары</translation>
    </message>
    <message numerus="yes">
        <source>none of %Ln</source>
        <translation>
            <numerusform>ни одного из %Ln</numerusform>
            <numerusform>ни одного из %Ln</numerusform>
            <numerusform>ни одного из %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The portal&apos;s list lacks %Ln records</source>
        <translation>
            <numerusform>В списке портала нет %Ln записи</numerusform>
            <numerusform>В списке портала нет %Ln записей</numerusform>
            <numerusform>В списке портала нет %Ln записей</numerusform>
        </translation>
    </message>
    <message>
        <source>So many at once is unusual, therefore nothing was removed here. Ask the dealer whether they were really deleted; then confirm.</source>
        <translation>Столько сразу — необычно, поэтому здесь ничего не убрано. Спросите дилера, удалены ли они на самом деле, и подтвердите.</translation>
    </message>
    <message>
        <source>Since %1.</source>
        <translation>С %1.</translation>
    </message>
    <message>
        <source>What happened at the dealer since then is unknown: reports hatch it and do not count it as zero.</source>
        <translation>Что было у дилера с этого момента, неизвестно: в отчётах это заштриховано, а не равно нулю.</translation>
    </message>
    <message>
        <source>Retired on %1. It is not asked any more; its history stays in reports.</source>
        <translation>Выведен из сети %1. Портал не опрашивается, история остаётся в отчётах.</translation>
    </message>
    <message>
        <source>Round in progress: %1 of %2 records</source>
        <translation>Идёт обновление: %1 из %2 записей</translation>
    </message>
    <message>
        <source>Round in progress: %1 records</source>
        <translation>Идёт обновление, записей: %1</translation>
    </message>
    <message>
        <source>The data are older than the limit. Figures of this dealer are hatched.</source>
        <translation>Данные старше лимита. Цифры этого дилера заштрихованы.</translation>
    </message>
    <message>
        <source>The key does not open: %1. What needs it is unknown for this dealer.</source>
        <translation>Ключ не открывает: %1. То, для чего это нужно, для этого дилера неизвестно.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Request a key</source>
        <translation>Запросить ключ</translation>
    </message>
    <message>
        <source>Paste a key…</source>
        <translation>Вставить ключ…</translation>
    </message>
    <message>
        <source>Open portal</source>
        <translation>Открыть портал</translation>
    </message>
    <message>
        <source>Remove them here…</source>
        <translation>Убрать и здесь…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Вернуть в сеть</translation>
    </message>
    <message>
        <source>Retire…</source>
        <translation>Вывести из сети…</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Лиды</translation>
    </message>
    <message>
        <source>Deals</source>
        <translation>Сделки</translation>
    </message>
    <message>
        <source>History of leads</source>
        <translation>История лидов</translation>
    </message>
    <message>
        <source>History of deals</source>
        <translation>История сделок</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Дела</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Контакты</translation>
    </message>
    <message>
        <source>Companies</source>
        <translation>Компании</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Задачи</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Комментарии</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Сотрудники</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>Отделы</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Справочники</translation>
    </message>
    <message>
        <source>no right</source>
        <translation>нет прав</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>до %1</translation>
    </message>
    <message>
        <source>Complete by kind of record</source>
        <translation>Полнота по видам записей</translation>
    </message>
    <message>
        <source>New expected</source>
        <translation>Ожидалось новых</translation>
    </message>
    <message>
        <source>less than one in %1</source>
        <translation>меньше одной за %1</translation>
    </message>
    <message>
        <source>about %1 in %2</source>
        <translation>около %1 за %2</translation>
    </message>
    <message>
        <source>In the network</source>
        <translation>В отчётах сети</translation>
    </message>
    <message>
        <source>%1 of new items</source>
        <translation>%1 новых</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>Часы</translation>
    </message>
    <message numerus="yes">
        <source>stopped for %Ln open items</source>
        <translation>
            <numerusform>остановлены у %Ln открытой</numerusform>
            <numerusform>остановлены у %Ln открытых</numerusform>
            <numerusform>остановлены у %Ln открытых</numerusform>
        </translation>
    </message>
    <message>
        <source>Not counted because of it</source>
        <translation>Что из-за этого не посчитано</translation>
    </message>
    <message numerus="yes">
        <source>%Ln records</source>
        <translation>
            <numerusform>%Ln запись</numerusform>
            <numerusform>%Ln записи</numerusform>
            <numerusform>%Ln записей</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>без изменений</translation>
    </message>
    <message>
        <source>Last rounds</source>
        <translation>Последние обновления</translation>
    </message>
    <message>
        <source>Refresh this dealer</source>
        <translation>Обновить этого дилера</translation>
    </message>
    <message>
        <source>Request a key…</source>
        <translation>Запросить ключ…</translation>
    </message>
    <message>
        <source>Name, region, zone…</source>
        <translation>Имя, регион, пояс…</translation>
    </message>
    <message>
        <source>Restore the dealer</source>
        <translation>Вернуть дилера в сеть</translation>
    </message>
    <message>
        <source>Retire the dealer…</source>
        <translation>Вывести дилера из сети…</translation>
    </message>
    <message>
        <source>Unreadable fields</source>
        <translation>Нечитаемые поля</translation>
    </message>
    <message numerus="yes">
        <source>in %Ln records, kept as sent</source>
        <translation>
            <numerusform>в %Ln записи, сохранены как есть</numerusform>
            <numerusform>в %Ln записях, сохранены как есть</numerusform>
            <numerusform>в %Ln записях, сохранены как есть</numerusform>
        </translation>
    </message>
    <message>
        <source>last complete round</source>
        <translation>последний полный обход</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::NetworkStrip</name>
    <message>
        <source>fresh</source>
        <translation>свежие</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>устарели</translation>
    </message>
    <message>
        <source>no access</source>
        <translation>нет доступа</translation>
    </message>
    <message>
        <source>need attention</source>
        <translation>требуют внимания</translation>
    </message>
    <message>
        <source>first load</source>
        <translation>первая загрузка</translation>
    </message>
    <message>
        <source>fresh: younger than %1</source>
        <translation>свежие — моложе %1</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::OutboxPage</name>
    <message>
        <source>Outbox</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>all kinds</source>
        <translation>все виды</translation>
    </message>
    <message>
        <source>all dealers</source>
        <translation>все дилеры</translation>
    </message>
    <message>
        <source>waiting for a person</source>
        <translation>ждут решения</translation>
    </message>
    <message>
        <source>open</source>
        <translation>открытые</translation>
    </message>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait for a person</source>
        <translation>
            <numerusform>%Ln ждёт решения</numerusform>
            <numerusform>%Ln ждут решения</numerusform>
            <numerusform>%Ln ждут решения</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been asked of a portal yet. Questions, tasks and changes begin on the card of an item.</source>
        <translation>К порталам ещё ничего не отправляли. Вопросы, задачи и изменения начинаются с карточки элемента.</translation>
    </message>
    <message>
        <source>Nothing here passes the filters.</source>
        <translation>Ничего не подходит под фильтры.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Показать всё</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln строка</numerusform>
            <numerusform>%Ln строки</numerusform>
            <numerusform>%Ln строк</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>выбрана %Ln</numerusform>
            <numerusform>выбраны %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>This does not fit where it stands.</source>
        <translation>В этом состоянии так нельзя.</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: готово</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>An earlier write on this item waits for a person. Decide that one first; this one follows by itself.</source>
        <translation>Более ранняя запись об этом элементе ждёт решения. Решите сначала её: эта уйдёт следом сама.</translation>
    </message>
    <message>
        <source>Taken back since, by %1.</source>
        <translation>С тех пор отозвано: %1.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::OutboxPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Отправить снова</translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation>Дошло</translation>
    </message>
    <message>
        <source>Insist</source>
        <translation>Настоять</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Отказаться</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>It has not been sent and will not be (Delete)</source>
        <translation>Ещё не отправлено и не будет (Delete)</translation>
    </message>
    <message>
        <source>Once more from the start (R)</source>
        <translation>Ещё раз с начала (R)</translation>
    </message>
    <message>
        <source>I have seen it on the portal (Y)</source>
        <translation>Я видел это на портале (Y)</translation>
    </message>
    <message>
        <source>Your value over the one that the portal has now (I)</source>
        <translation>Ваше значение поверх того, что на портале сейчас (I)</translation>
    </message>
    <message>
        <source>The portal keeps what it has (G)</source>
        <translation>На портале остаётся как есть (G)</translation>
    </message>
    <message>
        <source>Undo on the portal what this has done (U)</source>
        <translation>Вернуть на портале как было (U)</translation>
    </message>
    <message>
        <source>Open the item</source>
        <translation>Открыть элемент</translation>
    </message>
    <message>
        <source>Open in the portal</source>
        <translation>Открыть в портале</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Ничего не выбрано.</translation>
    </message>
    <message>
        <source>it was</source>
        <translation>было</translation>
    </message>
    <message>
        <source>you want</source>
        <translation>вы хотите</translation>
    </message>
    <message>
        <source>the portal has</source>
        <translation>на портале</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Wanted by</source>
        <translation>Нужен до</translation>
    </message>
    <message>
        <source>The dealer&apos;s answer</source>
        <translation>Ответ дилера</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>The portal says</source>
        <translation>Портал отвечает</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Начато</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>%Ln раз</numerusform>
            <numerusform>%Ln раза</numerusform>
            <numerusform>%Ln раз</numerusform>
        </translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>On the portal</source>
        <translation>На портале, №</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Свидетельства</translation>
    </message>
    <message>
        <source>Takes back</source>
        <translation>Отменяет</translation>
    </message>
    <message>
        <source>From</source>
        <translation>От кого</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::Page</name>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
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
    <name>dealerlens::desk::PathsTab</name>
    <message>
        <source>Transitions</source>
        <translation>Переходы</translation>
    </message>
    <message>
        <source>Most frequent paths</source>
        <translation>Самые частые пути</translation>
    </message>
    <message>
        <source>%1 of all items</source>
        <translation>%1 всех элементов</translation>
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
    <name>dealerlens::desk::PortalEditDialog</name>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Город</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Часовой пояс</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>A dealer needs a name.</source>
        <translation>Дилеру нужно имя.</translation>
    </message>
    <message>
        <source>This time zone is not known; example: Europe/Moscow.</source>
        <translation>Такого пояса нет; пример: Europe/Moscow.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Code, two or three letters</source>
        <translation>Код, две-три буквы</translation>
    </message>
    <message>
        <source>Another dealer has this code.</source>
        <translation>Этот код уже у другого дилера.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::PortalsDialog</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>Первый запуск</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Порталы</translation>
    </message>
    <message>
        <source>Where the data are</source>
        <translation>Где хранить данные</translation>
    </message>
    <message>
        <source>folder and protection</source>
        <translation>папка и защита</translation>
    </message>
    <message>
        <source>The data stay on this computer</source>
        <translation>Данные остаются на этом компьютере</translation>
    </message>
    <message>
        <source>Portals of dealers</source>
        <translation>Порталы дилеров</translation>
    </message>
    <message>
        <source>links, CSV or demo</source>
        <translation>ссылки, CSV или демо</translation>
    </message>
    <message>
        <source>Connect the portals of the dealers</source>
        <translation>Подключите порталы дилеров</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Соответствие этапов</translation>
    </message>
    <message>
        <source>paired by name and order</source>
        <translation>по имени и порядку</translation>
    </message>
    <message>
        <source>Pair the portals&apos; stages with the network&apos;s</source>
        <translation>Сопоставьте этапы порталов с вехами сети</translation>
    </message>
    <message>
        <source>Standard and hours</source>
        <translation>Стандарт и календари</translation>
    </message>
    <message>
        <source>can be changed later</source>
        <translation>можно изменить потом</translation>
    </message>
    <message>
        <source>When do the dealers work?</source>
        <translation>Когда работают дилеры?</translation>
    </message>
    <message>
        <source>First load</source>
        <translation>Первая загрузка</translation>
    </message>
    <message>
        <source>goes on by itself</source>
        <translation>идёт сама</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Записи</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>First load of each portal</source>
        <translation>Первая загрузка каждого портала</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>полностью</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>загружается</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>Connect a portal first.</source>
        <translation>Сначала подключите портал.</translation>
    </message>
    <message>
        <source>%1 of %2 portals are complete. Screens can be used from the first one on; this window may be closed.</source>
        <translation>Порталов загружено полностью: %1 из %2. Работать можно с первого готового; это окно можно закрыть.</translation>
    </message>
    <message>
        <source>%1 ready, %2 in test, %3 cannot be connected</source>
        <translation>готовы: %1, проверяются: %2, не подключатся: %3</translation>
    </message>
    <message numerus="yes">
        <source>Connect %Ln</source>
        <translation>
            <numerusform>Подключить %Ln</numerusform>
            <numerusform>Подключить %Ln</numerusform>
            <numerusform>Подключить %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Дальше</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::PortalsStep</name>
    <message>
        <source>Rights to read are enough. One row is one portal; it is tested at once.</source>
        <translation>Нужны только права на чтение. Строка — это портал; он проверяется сразу.</translation>
    </message>
    <message>
        <source>Keys are kept in: %1. They never get into databases, logs or exports.</source>
        <translation>Ключи хранятся здесь: %1. В базы, журналы и выгрузки они не попадают.</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>Вставить ссылки</translation>
    </message>
    <message>
        <source>one webhook a line</source>
        <translation>вебхук на строку</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>Таблица CSV</translation>
    </message>
    <message>
        <source>link, name, region</source>
        <translation>ссылка, имя, регион</translation>
    </message>
    <message>
        <source>Demo network</source>
        <translation>Демо-сеть</translation>
    </message>
    <message>
        <source>40 invented dealers</source>
        <translation>40 вымышленных</translation>
    </message>
    <message>
        <source>Paste links here. They look like https://company.bitrix24.ru/rest/1/key/ and are hidden at once.</source>
        <translation>Вставьте ссылки сюда. Они выглядят как https://company.bitrix24.ru/rest/1/key/ и сразу скрываются.</translation>
    </message>
    <message>
        <source>Links of webhooks</source>
        <translation>Ссылки вебхуков</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Выбрать файл…</translation>
    </message>
    <message>
        <source>Save a template…</source>
        <translation>Сохранить образец…</translation>
    </message>
    <message>
        <source>Columns: key, title, kind, region, city, timezone, address</source>
        <translation>Столбцы: key, title, kind, region, city, timezone, address</translation>
    </message>
    <message>
        <source>Portals to be connected</source>
        <translation>Порталы для подключения</translation>
    </message>
    <message>
        <source>Table of portals</source>
        <translation>Таблица порталов</translation>
    </message>
    <message>
        <source>CSV tables (*.csv *.txt)</source>
        <translation>Таблицы CSV (*.csv *.txt)</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Файл не читается</translation>
    </message>
    <message>
        <source>Check that it exists and that you may read it.</source>
        <translation>Проверьте, что он есть и что вам можно его читать.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Образец</translation>
    </message>
    <message>
        <source>CSV tables (*.csv)</source>
        <translation>Таблицы CSV (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>Файл не записывается</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Выберите другую папку.</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Попробовать демо</translation>
    </message>
    <message>
        <source>Progress of the demo network</source>
        <translation>Ход запуска демо-сети</translation>
    </message>
    <message>
        <source>An invented network opens in a window of its own, marked &quot;Demo&quot;. It never mixes with your data and is removed when that window is closed.</source>
        <translation>Придуманная сеть откроется в своём окне с пометкой «Демо». С вашими данными она не смешивается и удаляется, когда это окно закрыто.</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 из %3</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>an application, OAuth</source>
        <translation>приложение, OAuth</translation>
    </message>
    <message>
        <source>Sign in to a portal…</source>
        <translation>Войти на портал…</translation>
    </message>
    <message>
        <source>For portals where head office has an application instead of a webhook. The browser asks for consent.</source>
        <translation>Для порталов, где у головной компании есть приложение, а не вебхук. Согласие спросит браузер.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ReportPage</name>
    <message>
        <source>Network report</source>
        <translation>Отчёт по сети</translation>
    </message>
    <message>
        <source>The whole network</source>
        <translation>Вся сеть</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Карта</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Вместе</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>Разброс</translation>
    </message>
    <message>
        <source>View of the report</source>
        <translation>Вид отчёта</translation>
    </message>
    <message>
        <source>At the event</source>
        <translation>На момент события</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>Whose figures: who was responsible then, or who is now</source>
        <translation>Чьи числа: кто отвечал тогда или кто отвечает сейчас</translation>
    </message>
    <message>
        <source>Area: new inquiries; colour: distance of the conversion from the network&apos;s</source>
        <translation>Площадь — новые обращения, цвет — отклонение конверсии от сети</translation>
    </message>
    <message>
        <source>Funnel plot of the conversion</source>
        <translation>Разброс конверсии</translation>
    </message>
    <message>
        <source>There are no data yet.</source>
        <translation>Данных пока нет.</translation>
    </message>
    <message>
        <source>Open network health</source>
        <translation>Открыть здоровье сети</translation>
    </message>
    <message numerus="yes">
        <source>against the %Ln days before</source>
        <translation>
            <numerusform>против предыдущего %Ln дня</numerusform>
            <numerusform>против предыдущих %Ln дней</numerusform>
            <numerusform>против предыдущих %Ln дней</numerusform>
        </translation>
    </message>
    <message>
        <source>Conversion by size: %1 · within the solid lines 95%, within the dashed ones 99.8% of dealers like the network</source>
        <translation>Конверсия и размер: %1 · между сплошными линиями 95 %, между пунктирными 99,8 % дилеров, подобных сети</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>Выбрано: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln новое</numerusform>
            <numerusform>%Ln новых</numerusform>
            <numerusform>%Ln новых</numerusform>
        </translation>
    </message>
    <message>
        <source>What the rows of the report are</source>
        <translation>Что в строках отчёта</translation>
    </message>
    <message>
        <source>Treemap of the rows</source>
        <translation>Карта строк</translation>
    </message>
    <message>
        <source>Down to months</source>
        <translation>До месяцев</translation>
    </message>
    <message>
        <source>only by structure</source>
        <translation>только по структуре</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ReportPlots</name>
    <message>
        <source>inquiries old enough to be judged</source>
        <translation>обращений, возраст которых позволяет судить</translation>
    </message>
    <message numerus="yes">
        <source>%Ln points about the network&apos;s %1</source>
        <translation>
            <numerusform>%Ln точка вокруг %1 сети</numerusform>
            <numerusform>%Ln точки вокруг %1 сети</numerusform>
            <numerusform>%Ln точек вокруг %1 сети</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln outside the 99.8% limits</source>
        <translation>
            <numerusform>%Ln вне границ 99,8 %</numerusform>
            <numerusform>%Ln вне границ 99,8 %</numerusform>
            <numerusform>%Ln вне границ 99,8 %</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::RowsPage</name>
    <message>
        <source>Reading the names of clients…</source>
        <translation>Читаются имена клиентов…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
    <message numerus="yes">
        <source>conversion in %Ln days %1, n = %2</source>
        <translation>
            <numerusform>конверсия за %Ln день %1, n = %2</numerusform>
            <numerusform>конверсия за %Ln дня %1, n = %2</numerusform>
            <numerusform>конверсия за %Ln дней %1, n = %2</numerusform>
        </translation>
    </message>
    <message>
        <source>spam</source>
        <translation>спам</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>объединённые</translation>
    </message>
    <message>
        <source>test</source>
        <translation>тестовые</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>удалённые</translation>
    </message>
    <message>
        <source>too young</source>
        <translation>слишком молодые</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>Не вошли: %1</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>won</source>
        <translation>успешна</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>отказ</translation>
    </message>
    <message>
        <source>open</source>
        <translation>открыта</translation>
    </message>
    <message>
        <source>stage skipped</source>
        <translation>пропуск этапа</translation>
    </message>
    <message>
        <source>re-entered</source>
        <translation>возврат</translation>
    </message>
    <message>
        <source>over limit</source>
        <translation>дольше лимита</translation>
    </message>
    <message>
        <source>not evidenced</source>
        <translation>не доказано</translation>
    </message>
    <message>
        <source>no next step</source>
        <translation>нет следующего шага</translation>
    </message>
    <message>
        <source>No row passes the filters.</source>
        <translation>Под условия не подходит ни одна строка.</translation>
    </message>
    <message>
        <source>Nothing is behind this number in the chosen period.</source>
        <translation>За этим числом в выбранном периоде ничего нет.</translation>
    </message>
    <message>
        <source>Reset the filters</source>
        <translation>Сбросить условия</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln строка</numerusform>
            <numerusform>%Ln строки</numerusform>
            <numerusform>%Ln строк</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>выбрана %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
            <numerusform>выбрано %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Stage times</source>
        <translation>Время в этапах</translation>
    </message>
    <message>
        <source>Funnels</source>
        <translation>Воронки</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::SaveBar</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>There are unsaved changes. Reports change when they are saved.</source>
        <translation>Есть несохранённые изменения. Отчёты изменятся после сохранения.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ScopeBox</name>
    <message>
        <source>The whole network</source>
        <translation>Вся сеть</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Для кого</translation>
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
    <message>
        <source>Stages of portals</source>
        <translation>Этапы порталов</translation>
    </message>
    <message>
        <source>Milestones and limits</source>
        <translation>Вехи и лимиты</translation>
    </message>
    <message>
        <source>Working hours</source>
        <translation>Рабочее время</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Показатели</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::SignInDialog</name>
    <message>
        <source>Sign in to a portal</source>
        <translation>Вход на портал</translation>
    </message>
    <message>
        <source>Dealerlens has received the consent. This page may be closed.</source>
        <translation>Dealerlens получил согласие. Эту страницу можно закрыть.</translation>
    </message>
    <message>
        <source>The application&apos;s card on the portal names the redirect address %1, or none: then the portal shows a code.</source>
        <translation>В карточке приложения на портале указан адрес возврата %1 или никакого: тогда портал покажет код.</translation>
    </message>
    <message>
        <source>The port of the redirect address is in use; the portal has to show a code instead.</source>
        <translation>Порт адреса возврата занят: портал должен показать код.</translation>
    </message>
    <message>
        <source>Secrets are kept in: %1.</source>
        <translation>Секреты хранятся здесь: %1.</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Портал</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID приложения</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Секрет приложения</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>empty: the one that is kept</source>
        <translation>пусто: тот, что сохранён</translation>
    </message>
    <message>
        <source>only when the portal shows one; it lives 30 seconds</source>
        <translation>только если портал его показал; живёт 30 секунд</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Open the browser</source>
        <translation>Открыть браузер</translation>
    </message>
    <message>
        <source>Use the code</source>
        <translation>Принять код</translation>
    </message>
    <message>
        <source>The client ID is missing</source>
        <translation>Не указан ID приложения</translation>
    </message>
    <message>
        <source>It stands on the application&apos;s card, beside the secret.</source>
        <translation>Он стоит в карточке приложения рядом с секретом.</translation>
    </message>
    <message>
        <source>Waiting for the consent in the browser…</source>
        <translation>Ждём согласия в браузере…</translation>
    </message>
    <message>
        <source>No browser answers on this computer</source>
        <translation>На этом компьютере не отвечает браузер</translation>
    </message>
    <message>
        <source>Sign in with dealerlensctl portals sign-in on a computer that has one.</source>
        <translation>Войдите командой dealerlensctl portals sign-in там, где он есть.</translation>
    </message>
    <message>
        <source>Asking the portal…</source>
        <translation>Спрашиваем портал…</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StageMapSection</name>
    <message>
        <source>Dealer, funnel or stage</source>
        <translation>Дилер, воронка или этап</translation>
    </message>
    <message>
        <source>Filter of the stages</source>
        <translation>Фильтр этапов</translation>
    </message>
    <message>
        <source>Only unpaired</source>
        <translation>Только без пары</translation>
    </message>
    <message>
        <source>Changes hold from</source>
        <translation>Изменения действуют с</translation>
    </message>
    <message>
        <source>First day of the new pairing</source>
        <translation>Первый день нового соответствия</translation>
    </message>
    <message>
        <source>Stages of portals and milestones</source>
        <translation>Этапы порталов и вехи</translation>
    </message>
    <message>
        <source>Every stage is paired.</source>
        <translation>Все этапы сопоставлены.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stages are unpaired: what stands there is counted, but in no milestone, and lowers coverage.</source>
        <translation>
            <numerusform>%Ln этап без пары: то, что на нём стоит, считается, но не попадает ни в одну веху и снижает покрытие.</numerusform>
            <numerusform>%Ln этапа без пары: то, что на них стоит, считается, но не попадает ни в одну веху и снижает покрытие.</numerusform>
            <numerusform>%Ln этапов без пары: то, что на них стоит, считается, но не попадает ни в одну веху и снижает покрытие.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stages appear here when the first portal has been read.</source>
        <translation>Этапы появятся здесь, когда будет прочитан первый портал.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesCurve</name>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message>
        <source>limit %1 d</source>
        <translation>лимит %1 дн</translation>
    </message>
    <message>
        <source>working days in the stage</source>
        <translation>рабочих дней в этапе</translation>
    </message>
    <message>
        <source>days in the stage</source>
        <translation>дней в этапе</translation>
    </message>
    <message>
        <source>At risk</source>
        <translation>Под набл.</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesPage</name>
    <message>
        <source>Stage times</source>
        <translation>Время в этапах</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Воронка</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Пути</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Что показано</translation>
    </message>
    <message>
        <source>Share still in the stage</source>
        <translation>Доля оставшихся в этапе</translation>
    </message>
    <message>
        <source>There are no data yet.</source>
        <translation>Данных пока нет.</translation>
    </message>
    <message>
        <source>Open network health</source>
        <translation>Открыть здоровье сети</translation>
    </message>
    <message>
        <source>open items are counted as still running</source>
        <translation>открытые считаются ещё идущими</translation>
    </message>
    <message>
        <source>Share of items still in “%1” · bands are 95% intervals · small ticks are items still open</source>
        <translation>Доля оставшихся в этапе «%1» · полосы — интервалы 95 % · засечки — ещё открытые</translation>
    </message>
    <message numerus="yes">
        <source>%Ln visits</source>
        <translation>
            <numerusform>%Ln посещение</numerusform>
            <numerusform>%Ln посещения</numerusform>
            <numerusform>%Ln посещений</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was in a stage in this period</source>
        <translation>В этом периоде в этапах ничего не было</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesPanel</name>
    <message>
        <source>Comparison</source>
        <translation>Сравнение</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Вышли</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыты</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Медиана</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy the sentence</source>
        <translation>Копировать предложение</translation>
    </message>
    <message>
        <source>Explain (F1)</source>
        <translation>Как посчитано (F1)</translation>
    </message>
    <message>
        <source>Slowest and fastest dealers</source>
        <translation>Самые медленные и быстрые дилеры</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Все вместе</translation>
    </message>
    <message>
        <source>log-rank %1</source>
        <translation>логранг %1</translation>
    </message>
    <message>
        <source>Visits to this stage</source>
        <translation>Посещений этапа</translation>
    </message>
    <message>
        <source>How %1 was computed</source>
        <translation>Как посчитано: %1</translation>
    </message>
    <message>
        <source>How it was computed</source>
        <translation>Как посчитано</translation>
    </message>
    <message numerus="yes">
        <source>Slowest and fastest of %Ln dealers: median days; the line is all together</source>
        <translation>
            <numerusform>Крайние из %Ln дилера: медиана, дни; линия — все вместе</numerusform>
            <numerusform>Крайние из %Ln дилеров: медиана, дни; линия — все вместе</numerusform>
            <numerusform>Крайние из %Ln дилеров: медиана, дни; линия — все вместе</numerusform>
        </translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Интервал</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Сверх</translation>
    </message>
    <message>
        <source>95% interval of the median</source>
        <translation>Интервал медианы, 95 %</translation>
    </message>
    <message>
        <source>Share of visits longer than the limit</source>
        <translation>Доля посещений дольше лимита</translation>
    </message>
    <message>
        <source>Open its visits</source>
        <translation>Открыть посещения</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesStrip</name>
    <message>
        <source>First visit</source>
        <translation>Первое посещение</translation>
    </message>
    <message>
        <source>All visits</source>
        <translation>Все посещения</translation>
    </message>
    <message>
        <source>Which visits count</source>
        <translation>Какие посещения считать</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Календарное</translation>
    </message>
    <message>
        <source>Business time</source>
        <translation>Рабочее время</translation>
    </message>
    <message>
        <source>Clock of the durations</source>
        <translation>Чем мерить длительность</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Эталон</translation>
    </message>
    <message>
        <source>Own stages</source>
        <translation>Свои этапы</translation>
    </message>
    <message>
        <source>Stages of the standard or of the portals</source>
        <translation>Этапы эталона или порталов</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>Без сравнения</translation>
    </message>
    <message>
        <source>By dealer</source>
        <translation>По дилерам</translation>
    </message>
    <message>
        <source>By region</source>
        <translation>По регионам</translation>
    </message>
    <message>
        <source>By employee</source>
        <translation>По сотрудникам</translation>
    </message>
    <message>
        <source>Compare by</source>
        <translation>Сравнить по</translation>
    </message>
    <message>
        <source>Groups (%1 of %2)…</source>
        <translation>Группы (%1 из %2)…</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::TableTools</name>
    <message>
        <source>Filter (/)</source>
        <translation>Фильтр (/)</translation>
    </message>
    <message>
        <source>Quick filter</source>
        <translation>Быстрый фильтр</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>Выгрузить таблицу</translation>
    </message>
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
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>Пишу %1</translation>
    </message>
    <message>
        <source>The table was not written</source>
        <translation>Таблица не записана</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Записано: %1</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::TreemapLegend</name>
    <message>
        <source>clearly below</source>
        <translation>заметно ниже</translation>
    </message>
    <message>
        <source>below</source>
        <translation>ниже</translation>
    </message>
    <message>
        <source>no different from the network</source>
        <translation>не отличить от сети</translation>
    </message>
    <message>
        <source>above</source>
        <translation>выше</translation>
    </message>
    <message>
        <source>clearly above</source>
        <translation>заметно выше</translation>
    </message>
    <message>
        <source>data are stale</source>
        <translation>данные устарели</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::TreemapWidget</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>ещё %Ln</numerusform>
            <numerusform>ещё %Ln</numerusform>
            <numerusform>ещё %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>conversion far below the network</source>
        <translation>конверсия заметно ниже сети</translation>
    </message>
    <message>
        <source>conversion below the network</source>
        <translation>конверсия ниже сети</translation>
    </message>
    <message>
        <source>conversion not told apart from the network</source>
        <translation>конверсия не отличима от сети</translation>
    </message>
    <message>
        <source>conversion above the network</source>
        <translation>конверсия выше сети</translation>
    </message>
    <message>
        <source>conversion far above the network</source>
        <translation>конверсия заметно выше сети</translation>
    </message>
    <message>
        <source>data are stale</source>
        <translation>данные устарели</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::VelocityStrip</name>
    <message>
        <source>How it was computed</source>
        <translation>Как это посчитано</translation>
    </message>
    <message>
        <source>open: %1</source>
        <translation>открыто: %1</translation>
    </message>
    <message>
        <source>judged: %1</source>
        <translation>оценено: %1</translation>
    </message>
    <message>
        <source>won: %1</source>
        <translation>выиграно: %1</translation>
    </message>
    <message>
        <source>%1, open the rows</source>
        <translation>%1, открыть строки</translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::WishDialog</name>
    <message>
        <source>Ask the dealer</source>
        <translation>Спросить дилера</translation>
    </message>
    <message>
        <source>Give a task</source>
        <translation>Дать задачу</translation>
    </message>
    <message>
        <source>Move to another stage</source>
        <translation>Перевести на другой этап</translation>
    </message>
    <message>
        <source>Change the responsible employee</source>
        <translation>Сменить ответственного</translation>
    </message>
    <message>
        <source>Correct a field</source>
        <translation>Исправить поле</translation>
    </message>
    <message>
        <source>Create a lead on a dealer&apos;s portal</source>
        <translation>Создать лид на портале дилера</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Ничего не выбрано.</translation>
    </message>
    <message>
        <source>Only leads and deals can be written to.</source>
        <translation>Писать можно только в лиды и сделки.</translation>
    </message>
    <message>
        <source>These items are of several dealers; stages and employees are each dealer&apos;s own.</source>
        <translation>Это элементы нескольких дилеров; этапы и сотрудники у каждого свои.</translation>
    </message>
    <message>
        <source>These are leads and deals; choose only one kind.</source>
        <translation>Здесь и лиды, и сделки; выберите что-то одно.</translation>
    </message>
    <message>
        <source>First line: title of the task. Below it: what has to be done.</source>
        <translation>Первая строка — название задачи. Ниже — что нужно сделать.</translation>
    </message>
    <message>
        <source>The dealer sees this text in the timeline of the item.</source>
        <translation>Дилер увидит этот текст в ленте элемента.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Задача</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Вопрос</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Срок</translation>
    </message>
    <message>
        <source>Answer wanted</source>
        <translation>Ответ нужен</translation>
    </message>
    <message>
        <source>whoever is responsible for the item</source>
        <translation>тому, кто отвечает за элемент</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Для кого</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Поле</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Новое значение</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>why, for the record of head office</source>
        <translation>почему — для журнала центрального офиса</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Sent when the portal can be reached; until then it can be taken back.</source>
        <translation>Уйдёт, когда портал доступен; до этого можно отменить.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Put into the outbox</source>
        <translation>Поставить в очередь</translation>
    </message>
    <message>
        <source>The lead is marked as made by head office and can be withdrawn while nobody has worked on it.</source>
        <translation>Лид помечен как созданный центральным офисом; его можно отозвать, пока с ним не начали работать.</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>и ещё %Ln</numerusform>
            <numerusform>и ещё %Ln</numerusform>
            <numerusform>и ещё %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln элемент</numerusform>
            <numerusform>%Ln элемента</numerusform>
            <numerusform>%Ln элементов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln дилер</numerusform>
            <numerusform>%Ln дилера</numerusform>
            <numerusform>%Ln дилеров</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not in the outbox</source>
        <translation>В очередь не поставлено</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in the outbox</source>
        <translation>
            <numerusform>В очереди: %Ln</numerusform>
            <numerusform>В очереди: %Ln</numerusform>
            <numerusform>В очереди: %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; %2 left out: %3</source>
        <translation>%1; пропущено %2: %3</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back</source>
        <translation>
            <numerusform>Отменено: %Ln</numerusform>
            <numerusform>Отменено: %Ln</numerusform>
            <numerusform>Отменено: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had arrived: the opposite is in the outbox</source>
        <translation>
            <numerusform>%Ln уже дошло: обратное действие в очереди</numerusform>
            <numerusform>%Ln уже дошли: обратные действия в очереди</numerusform>
            <numerusform>%Ln уже дошли: обратные действия в очереди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln being sent just now, undo again in a moment</source>
        <translation>
            <numerusform>%Ln отправляется прямо сейчас, отмените ещё раз чуть позже</numerusform>
            <numerusform>%Ln отправляются прямо сейчас, отмените ещё раз чуть позже</numerusform>
            <numerusform>%Ln отправляются прямо сейчас, отмените ещё раз чуть позже</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be undone: %1</source>
        <translation>
            <numerusform>%Ln отменить нельзя: %1</numerusform>
            <numerusform>%Ln отменить нельзя: %1</numerusform>
            <numerusform>%Ln отменить нельзя: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to undo any more.</source>
        <translation>Отменять больше нечего.</translation>
    </message>
    <message numerus="yes">
        <source>The data of %Ln of the dealers are old: it is sent there when their portals answer again.</source>
        <translation>
            <numerusform>Данные %Ln дилера устарели: туда уйдёт, когда портал снова ответит.</numerusform>
            <numerusform>Данные %Ln дилеров устарели: туда уйдёт, когда порталы снова ответят.</numerusform>
            <numerusform>Данные %Ln дилеров устарели: туда уйдёт, когда порталы снова ответят.</numerusform>
        </translation>
    </message>
    <message>
        <source>The deadline is over already at the dealer.</source>
        <translation>У дилера этот срок уже прошёл.</translation>
    </message>
    <message>
        <source>A stage, a reason of ten letters or more, and what the stage asks for are needed.</source>
        <translation>Нужны этап, причина от десяти букв и то, чего требует этап.</translation>
    </message>
    <message>
        <source>for those that have none</source>
        <translation>для тех, у кого пусто</translation>
    </message>
    <message>
        <source>this stage asks for it</source>
        <translation>этого требует этап</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>выберите…</translation>
    </message>
</context>
<context>
    <name>dealerlens::sync::ListProblem</name>
    <message>
        <source>the file is larger than any list of portals; choose the right one</source>
        <translation>файл больше любого списка порталов; выберите нужный</translation>
    </message>
    <message>
        <source>the file has more than %1 lines; choose the right one or divide it</source>
        <translation>в файле больше %1 строк; выберите нужный или разделите его</translation>
    </message>
    <message>
        <source>this is a workbook or an archive, not a table of text; open it and save the sheet as &quot;CSV UTF-8&quot;</source>
        <translation>это книга или архив, а не текстовая таблица; откройте её и сохраните лист как «CSV UTF-8»</translation>
    </message>
    <message>
        <source>this is not a table of text in UTF-8; save it as &quot;CSV UTF-8&quot;</source>
        <translation>это не текстовая таблица в UTF-8; сохраните её как «CSV UTF-8»</translation>
    </message>
    <message>
        <source>the text in column %1 is not UTF-8; save the table as &quot;CSV UTF-8&quot;</source>
        <translation>текст в столбце %1 не в UTF-8; сохраните таблицу как «CSV UTF-8»</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>файл пуст</translation>
    </message>
    <message>
        <source>there is no column &quot;%1&quot;; the first line must name key, title, kind, region, city, timezone, address</source>
        <translation>нет столбца «%1»; первая строка должна называть key, title, kind, region, city, timezone, address</translation>
    </message>
    <message>
        <source>the column &quot;%1&quot; stands there twice</source>
        <translation>столбец «%1» указан дважды</translation>
    </message>
    <message>
        <source>a quotation mark in column %1 is never closed; close it or remove it</source>
        <translation>кавычка в столбце %1 не закрыта; закройте её или уберите</translation>
    </message>
    <message>
        <source>has %1 cells where the first line names %2 columns</source>
        <translation>ячеек %1, а столбцов в первой строке %2</translation>
    </message>
    <message>
        <source>the text in column %1 has more than %2 characters</source>
        <translation>текст в столбце %1 длиннее %2 знаков</translation>
    </message>
    <message>
        <source>the key is missing</source>
        <translation>нет ключа (key)</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; may hold only small Latin letters, digits and hyphens</source>
        <translation>в ключе «%1» допустимы только строчные латинские буквы, цифры и дефис</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; was used in a line above</source>
        <translation>ключ «%1» уже был в строке выше</translation>
    </message>
    <message>
        <source>kind must be dealer or head, not &quot;%1&quot;</source>
        <translation>kind — это dealer или head, а не «%1»</translation>
    </message>
    <message>
        <source>the time zone is missing (for example Europe/Moscow)</source>
        <translation>нет часового пояса (например, Europe/Moscow)</translation>
    </message>
    <message>
        <source>the time zone &quot;%1&quot; is not known (for example Europe/Moscow)</source>
        <translation>часовой пояс «%1» неизвестен (пример: Europe/Moscow)</translation>
    </message>
    <message>
        <source>the address is missing</source>
        <translation>нет адреса</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::BoardMove</name>
    <message>
        <source>The dealer has never been read completely: it is sent when its portal answers.</source>
        <translation>Дилер ещё ни разу не прочитан целиком: уйдёт, когда портал ответит.</translation>
    </message>
    <message>
        <source>The dealer&apos;s data are of %1: it is sent when its portal answers again.</source>
        <translation>Данные дилера на %1: уйдёт, когда портал снова ответит.</translation>
    </message>
    <message>
        <source>There is no card to move.</source>
        <translation>Нет карточки, которую можно перевести.</translation>
    </message>
    <message>
        <source>No more than %1 cards at a time: choose fewer.</source>
        <translation>Не больше %1 карточек за раз: выберите меньше.</translation>
    </message>
    <message>
        <source>A chosen card is not on the board any more.</source>
        <translation>Выбранной карточки на доске уже нет.</translation>
    </message>
    <message>
        <source>These cards are of several dealers, whose stages are their own.</source>
        <translation>Это карточки разных дилеров, а этапы у каждого свои.</translation>
    </message>
    <message>
        <source>Another lane is no stage: change who is responsible (W) or keep to the lane.</source>
        <translation>Другая дорожка — не этап: смените ответственного (W) или оставайтесь на своей.</translation>
    </message>
    <message>
        <source>This is another dealer: a card stays with its own.</source>
        <translation>Это другой дилер: карточка остаётся у своего.</translation>
    </message>
    <message>
        <source>These cards stand in several funnels. Move them one funnel at a time.</source>
        <translation>Эти карточки в разных воронках. Переводите их по одной воронке.</translation>
    </message>
    <message>
        <source>This dealer has no stage that belongs to that column.</source>
        <translation>У этого дилера нет этапа для этой колонки.</translation>
    </message>
    <message>
        <source>The dealer has this stage only in another funnel, &quot;%1&quot;. To change the funnel, choose the stage in the form (M, Enter).</source>
        <translation>Такой этап есть у дилера только в другой воронке: «%1». Чтобы сменить воронку, выберите этап в форме (M, Enter).</translation>
    </message>
    <message>
        <source>The key of this portal may not write: it refused the last time. Ask the dealer for the right, then send that write again from the outbox.</source>
        <translation>Ключ этого портала не может записывать: в прошлый раз портал отказал. Попросите у дилера право и отправьте ту запись из очереди ещё раз.</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::BoardTexts</name>
    <message numerus="yes">
        <source>%n leads</source>
        <translation>
            <numerusform>%n лид</numerusform>
            <numerusform>%n лида</numerusform>
            <numerusform>%n лидов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deals</source>
        <translation>
            <numerusform>%n сделка</numerusform>
            <numerusform>%n сделки</numerusform>
            <numerusform>%n сделок</numerusform>
        </translation>
    </message>
    <message>
        <source>response due soon</source>
        <translation>ответ истекает</translation>
    </message>
    <message>
        <source>first response overdue</source>
        <translation>первый ответ просрочен</translation>
    </message>
    <message>
        <source>over stage limit</source>
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
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n карточка</numerusform>
            <numerusform>%n карточки</numerusform>
            <numerusform>%n карточек</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <translation>%1 просрочено</translation>
    </message>
    <message>
        <source>median %1</source>
        <translation>медиана %1</translation>
    </message>
    <message>
        <source>open now</source>
        <translation>открыто сейчас</translation>
    </message>
    <message>
        <source>%1, first visits of 90 days</source>
        <translation>%1, первые посещения за 90 дней</translation>
    </message>
    <message>
        <source>limit in working days: %1</source>
        <translation>лимит, рабочих дней: %1</translation>
    </message>
    <message>
        <source>%1 in the stage</source>
        <translation>%1 на этапе</translation>
    </message>
    <message>
        <source>working days: %1 of %2</source>
        <translation>рабочих дней: %1 из %2</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Успешна</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Отказ</translation>
    </message>
    <message>
        <source>Nobody responsible</source>
        <translation>Без ответственного</translation>
    </message>
    <message>
        <source>No region</source>
        <translation>Без региона</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Unknown stage</source>
        <translation>Неизвестный этап</translation>
    </message>
    <message numerus="yes">
        <source>%n more dealers</source>
        <translation>
            <numerusform>ещё %n дилер</numerusform>
            <numerusform>ещё %n дилера</numerusform>
            <numerusform>ещё %n дилеров</numerusform>
        </translation>
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
        <source>longer than %1 working days</source>
        <translation>дольше %1 раб. дн</translation>
    </message>
    <message>
        <source>up to %1 working days</source>
        <translation>до %1 раб. дн</translation>
    </message>
    <message>
        <source>%1–%2 working days</source>
        <translation>%1–%2 раб. дн</translation>
    </message>
    <message>
        <source>Open items that stand in this stage now. Overdue are those that have been there longer than its limit, counted in the dealer&apos;s working time.</source>
        <translation>Открытые сделки и лиды, которые сейчас на этом этапе. Просрочены те, что стоят дольше лимита по рабочему времени дилера.</translation>
    </message>
    <message>
        <source>The median is that of Kaplan and Meier over first visits of the last 90 days, in calendar time: items still in the stage count as running. Its interval covers 95%.</source>
        <translation>Медиана Каплана — Мейера по первым посещениям за 90 дней, календарное время: кто ещё на этапе, считается продолжающим. Интервал 95 %.</translation>
    </message>
    <message>
        <source>The bars are ages in working time, from nothing to 1.6 × the limit, or to the longest without one.</source>
        <translation>Столбики — возраст в рабочем времени: от нуля до 1,6 лимита, а без лимита до самого большого.</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::Explanation</name>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>удалённые</translation>
    </message>
    <message>
        <source>test</source>
        <translation>тестовые</translation>
    </message>
    <message>
        <source>spam</source>
        <translation>спам</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>объединённые</translation>
    </message>
    <message>
        <source>outside the filter</source>
        <translation>вне условий</translation>
    </message>
    <message>
        <source>too young</source>
        <translation>слишком молодые</translation>
    </message>
    <message>
        <source>= counted</source>
        <translation>= учтено</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln dealers are fresh</source>
        <translation>
            <numerusform>свежие %1 из %Ln дилера</numerusform>
            <numerusform>свежие %1 из %Ln дилеров</numerusform>
            <numerusform>свежие %1 из %Ln дилеров</numerusform>
        </translation>
    </message>
    <message>
        <source>oldest data %1</source>
        <translation>самые старые данные %1</translation>
    </message>
    <message>
        <source>%1 of the stage visits have a pair in the standard</source>
        <translation>%1 посещений этапов сопоставлены со стандартом</translation>
    </message>
    <message>
        <source>Stale or never read: %1</source>
        <translation>Устарели или не прочитаны: %1</translation>
    </message>
    <message>
        <source>of them spam or no inquiry</source>
        <translation>из них спам и нецелевые</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::FunnelModel</name>
    <message>
        <source>With conversion</source>
        <translation>С конверсией</translation>
    </message>
    <message>
        <source>As Bitrix24 counts “with conversion”: an item counts at every stage up to the furthest it reached; what is only inferred is not told apart.</source>
        <translation>Как считает Битрикс24 «с конверсией»: элемент учитывается на каждом этапе до самого дальнего, которого достиг; додуманное не отделяется.</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Выиграно</translation>
    </message>
    <message>
        <source>Unknown stage</source>
        <translation>Неизвестный этап</translation>
    </message>
    <message>
        <source>fewer by %1 (%2)</source>
        <translation>меньше на %1 (%2)</translation>
    </message>
    <message>
        <source>more by %1 (%2)</source>
        <translation>больше на %1 (%2)</translation>
    </message>
    <message>
        <source>lost %1</source>
        <translation>проиграно %1</translation>
    </message>
    <message>
        <source>still open %1</source>
        <translation>ещё открыто %1</translation>
    </message>
    <message>
        <source>Furthest</source>
        <translation>Дальний этап</translation>
    </message>
    <message>
        <source>Visited</source>
        <translation>Посещённые</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Входы</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>Строго</translation>
    </message>
    <message>
        <source>An item counts at every stage up to the furthest it reached; those not seen at a stage are hatched.</source>
        <translation>Элемент считается на каждом этапе до самого дальнего, которого достиг; не замеченные на этапе заштрихованы.</translation>
    </message>
    <message>
        <source>An item counts once at each stage it was seen at; skipped stages do not count it.</source>
        <translation>Элемент считается один раз на каждом этапе, где был; на пропущенных этапах не считается.</translation>
    </message>
    <message>
        <source>Every entry counts: an item that came back counts again.</source>
        <translation>Считается каждый вход: вернувшийся элемент считается снова.</translation>
    </message>
    <message>
        <source>An item counts at a stage only when it passed all earlier stages in order.</source>
        <translation>Элемент считается на этапе, только если прошёл по порядку все предыдущие.</translation>
    </message>
    <message>
        <source>Items created in the period, counted at this stage</source>
        <translation>Созданные за период, посчитанные на этом этапе</translation>
    </message>
    <message>
        <source>Count at this stage ÷ count at the first stage</source>
        <translation>Число на этом этапе ÷ число на первом</translation>
    </message>
    <message>
        <source>Counted here because they got further, without having been seen here</source>
        <translation>Посчитаны здесь, потому что прошли дальше, хотя на этапе их не видели</translation>
    </message>
    <message>
        <source>1 − count at the next stage ÷ count at this stage</source>
        <translation>1 − число на следующем этапе ÷ число на этом</translation>
    </message>
    <message>
        <source>Lost items whose furthest stage this is</source>
        <translation>Проигранные, для которых этот этап самый дальний</translation>
    </message>
    <message>
        <source>Open items whose furthest stage this is</source>
        <translation>Открытые, для которых этот этап самый дальний</translation>
    </message>
    <message>
        <source>Stage of the standard, in its order</source>
        <translation>Этап стандарта, по порядку</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Число</translation>
    </message>
    <message>
        <source>Share of the first</source>
        <translation>Доля от первого</translation>
    </message>
    <message>
        <source>Inferred</source>
        <translation>Не замечено</translation>
    </message>
    <message>
        <source>Drop-off</source>
        <translation>Отсев</translation>
    </message>
    <message>
        <source>Lost here</source>
        <translation>Проиграно здесь</translation>
    </message>
    <message>
        <source>Still open</source>
        <translation>Ещё открыто</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::ItemTexts</name>
    <message>
        <source>yes</source>
        <translation>да</translation>
    </message>
    <message>
        <source>no</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>employee %1</source>
        <translation>сотрудник %1</translation>
    </message>
    <message>
        <source>claimed %1</source>
        <translation>заявлен %1</translation>
    </message>
    <message>
        <source>evidenced %1</source>
        <translation>доказан %1</translation>
    </message>
    <message>
        <source>%1 of %2 working days</source>
        <translation>%1 из %2 раб. дн</translation>
    </message>
    <message>
        <source>the lead it came from</source>
        <translation>исходный лид</translation>
    </message>
    <message>
        <source>company</source>
        <translation>компания</translation>
    </message>
    <message>
        <source>same phone</source>
        <translation>совпал телефон</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1: overdue</source>
        <translation>%1: просрочено</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>лид</translation>
    </message>
    <message>
        <source>deal</source>
        <translation>сделка</translation>
    </message>
    <message>
        <source>contact</source>
        <translation>контакт</translation>
    </message>
    <message>
        <source>First response</source>
        <translation>Первый ответ</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Источник</translation>
    </message>
    <message>
        <source>About the source</source>
        <translation>Об источнике</translation>
    </message>
    <message>
        <source>UTM source</source>
        <translation>UTM-источник</translation>
    </message>
    <message>
        <source>UTM medium</source>
        <translation>UTM-канал</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>Кампания</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Должность</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создано</translation>
    </message>
    <message>
        <source>Planned close date</source>
        <translation>Плановая дата закрытия</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Комментарий</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Сумма</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Воронка</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Удалено</translation>
    </message>
    <message>
        <source>Call not answered</source>
        <translation>Клиент не ответил</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Пропущенный звонок</translation>
    </message>
    <message>
        <source>Outgoing call, %1</source>
        <translation>Исходящий звонок, %1</translation>
    </message>
    <message>
        <source>Incoming call, %1</source>
        <translation>Входящий звонок, %1</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>Встреча</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Письмо</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Дело</translation>
    </message>
    <message>
        <source>Lead created</source>
        <translation>Лид создан</translation>
    </message>
    <message>
        <source>Deal created</source>
        <translation>Сделка создана</translation>
    </message>
    <message>
        <source>Record created</source>
        <translation>Запись создана</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Surname</source>
        <translation>Фамилия</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Телефон</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Почта</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::MilestonesModel</name>
    <message>
        <source>leads</source>
        <translation>лиды</translation>
    </message>
    <message>
        <source>deals</source>
        <translation>сделки</translation>
    </message>
    <message>
        <source>won</source>
        <translation>успешна</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>отказ</translation>
    </message>
    <message>
        <source>in work</source>
        <translation>в работе</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>Name in Russian</source>
        <translation>Имя по-русски</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>Имя по-английски</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Чьи</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Исход</translation>
    </message>
    <message>
        <source>Limit, working days</source>
        <translation>Лимит, рабочих дней</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::NetworkModel</name>
    <message>
        <source>Head office</source>
        <translation>Головной офис</translation>
    </message>
    <message>
        <source>No region</source>
        <translation>Без региона</translation>
    </message>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln дилер</numerusform>
            <numerusform>%Ln дилера</numerusform>
            <numerusform>%Ln дилеров</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not up to date</source>
        <translation>
            <numerusform>%Ln не обновлён</numerusform>
            <numerusform>%Ln не обновлены</numerusform>
            <numerusform>%Ln не обновлены</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without access</source>
        <translation>
            <numerusform>%Ln без доступа</numerusform>
            <numerusform>%Ln без доступа</numerusform>
            <numerusform>%Ln без доступа</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stale</source>
        <translation>
            <numerusform>%Ln устарел</numerusform>
            <numerusform>%Ln устарели</numerusform>
            <numerusform>%Ln устарели</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln need attention</source>
        <translation>
            <numerusform>%Ln требует внимания</numerusform>
            <numerusform>%Ln требуют внимания</numerusform>
            <numerusform>%Ln требуют внимания</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln loading for the first time</source>
        <translation>
            <numerusform>%Ln загружается впервые</numerusform>
            <numerusform>%Ln загружаются впервые</numerusform>
            <numerusform>%Ln загружаются впервые</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fresh</source>
        <translation>
            <numerusform>%Ln свежий</numerusform>
            <numerusform>%Ln свежих</numerusform>
            <numerusform>%Ln свежих</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln retired</source>
        <translation>
            <numerusform>%Ln выведен из сети</numerusform>
            <numerusform>%Ln выведены из сети</numerusform>
            <numerusform>%Ln выведены из сети</numerusform>
        </translation>
    </message>
    <message>
        <source>retired</source>
        <translation>выведен из сети</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>свежие</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>требует внимания</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>устарели</translation>
    </message>
    <message>
        <source>no access</source>
        <translation>нет доступа</translation>
    </message>
    <message>
        <source>first load</source>
        <translation>первая загрузка</translation>
    </message>
    <message>
        <source>State of the data</source>
        <translation>Состояние данных</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>How long ago leads, deals and their histories were last complete. Logarithmic scale from a minute to three days; the mark is the limit of freshness.</source>
        <translation>Как давно лиды, сделки и их история были полны. Шкала логарифмическая, от минуты до трёх дней; черта — лимит свежести.</translation>
    </message>
    <message>
        <source>Age of data
1 min – 3 d, mark %1</source>
        <translation>Возраст данных
1 мин – 3 дн, черта %1</translation>
    </message>
    <message>
        <source>Leads, deals, stage histories, calls. Framed: older than the limit. Struck: no right.</source>
        <translation>Лиды, сделки, история этапов, звонки. В рамке — старше лимита, зачёркнуто — нет прав.</translation>
    </message>
    <message>
        <source>Records
by kind</source>
        <translation>Записи
по видам</translation>
    </message>
    <message>
        <source>Rounds of the last 24 hours that ended with an error</source>
        <translation>Круги обновления за 24 часа, которые кончились ошибкой</translation>
    </message>
    <message>
        <source>Errors
24 h</source>
        <translation>Ошибки
24 ч</translation>
    </message>
    <message>
        <source>Share of the time that the portal grants to its busiest method</source>
        <translation>Доля времени, которое портал даёт самому занятому методу</translation>
    </message>
    <message>
        <source>Request
budget</source>
        <translation>Бюджет
запросов</translation>
    </message>
    <message>
        <source>Stages of the portal that no milestone of the network is paired with</source>
        <translation>Этапы портала, которым не сопоставлена веха сети</translation>
    </message>
    <message>
        <source>Stages
unpaired</source>
        <translation>Этапы
без пары</translation>
    </message>
    <message>
        <source>New per day,
30 days</source>
        <translation>Новые по дням,
30 дней</translation>
    </message>
    <message>
        <source>Mean of the known days</source>
        <translation>Среднее по известным дням</translation>
    </message>
    <message>
        <source>per day</source>
        <translation>в день</translation>
    </message>
    <message>
        <source>Calls
visible</source>
        <translation>Звонки
видны</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>L D H C</source>
        <comment>letters of leads, deals, histories, calls; one letter each</comment>
        <translation>Л С И З</translation>
    </message>
    <message>
        <source>no right</source>
        <translation>нет прав</translation>
    </message>
    <message>
        <source>Never complete yet</source>
        <translation>Ещё ни разу не загружен полностью</translation>
    </message>
    <message>
        <source>Complete up to %1</source>
        <translation>Полны до %1</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln stages are paired</source>
        <translation>
            <numerusform>Сопоставлен %Ln этап</numerusform>
            <numerusform>Сопоставлены все %Ln этапа</numerusform>
            <numerusform>Сопоставлены все %Ln этапов</numerusform>
        </translation>
    </message>
    <message>
        <source>The key does not open telephony: claims of this dealer cannot be proved</source>
        <translation>Ключ не открывает телефонию: заявленное этим дилером нельзя доказать</translation>
    </message>
    <message>
        <source>%1 of %2 first answers proved</source>
        <translation>Доказано первых ответов: %1 из %2</translation>
    </message>
    <message>
        <source>never complete</source>
        <translation>ещё не загружен полностью</translation>
    </message>
    <message>
        <source>data %1</source>
        <translation>данные %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stages unpaired</source>
        <translation>
            <numerusform>%Ln этап без пары</numerusform>
            <numerusform>%Ln этапа без пары</numerusform>
            <numerusform>%Ln этапов без пары</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 new per day</source>
        <translation>%1 новых в день</translation>
    </message>
    <message>
        <source>open</source>
        <translation>открыта</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>закрыта</translation>
    </message>
    <message>
        <source>New inquiries in each of the last 30 whole days of the dealer&apos;s zone; gaps where the data do not reach</source>
        <translation>Новые обращения за каждый из последних 30 полных дней по часам дилера; пропуски там, куда данные не достают</translation>
    </message>
    <message>
        <source>Of the inquiries of the last 30 whole days that the dealer claims to have answered, the share that a call or message proves</source>
        <translation>Из обращений последних 30 полных дней, на которые дилер, по его словам, ответил, — доля подтверждённых звонком или сообщением</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::OutboxModel</name>
    <message numerus="yes">
        <source>sent %Ln times</source>
        <translation>
            <numerusform>отправлено %Ln раз</numerusform>
            <numerusform>отправлено %Ln раза</numerusform>
            <numerusform>отправлено %Ln раз</numerusform>
        </translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Что</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Элемент</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>The portal says</source>
        <translation>Портал отвечает</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Номер</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::OutboxTexts</name>
    <message>
        <source>Question</source>
        <translation>Вопрос</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Задача</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>New lead</source>
        <translation>Новый лид</translation>
    </message>
    <message>
        <source>Withdrawal</source>
        <translation>Отзыв</translation>
    </message>
    <message>
        <source>will be sent again</source>
        <translation>будет отправлено снова</translation>
    </message>
    <message>
        <source>waiting to be sent</source>
        <translation>ждёт отправки</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>отправляется</translation>
    </message>
    <message>
        <source>unclear, look at the portal</source>
        <translation>неясно, проверьте портал</translation>
    </message>
    <message>
        <source>unclear, being checked</source>
        <translation>неясно, проверяется</translation>
    </message>
    <message>
        <source>sent, arriving</source>
        <translation>отправлено, доходит</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>дошло</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>конфликт</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>отклонено</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>отменено</translation>
    </message>
    <message>
        <source>The portal refuses this. Correct the cause there and send again, or give it up.</source>
        <translation>Портал это отклоняет. Устраните причину там и отправьте снова или откажитесь.</translation>
    </message>
    <message>
        <source>It left, no answer came, and the portal does not show it. Look there: it arrived, or send it again.</source>
        <translation>Отправлено, ответа не пришло, и на портале этого не видно. Посмотрите там: дошло — или отправьте снова.</translation>
    </message>
    <message>
        <source>The portal has this more than once. Delete the copy there by hand.</source>
        <translation>На портале это есть не один раз. Удалите лишнее там вручную.</translation>
    </message>
    <message>
        <source>Somebody at the dealer has changed this meanwhile. Insist on your value, or give it up.</source>
        <translation>У дилера это тем временем изменили. Настойте на своём значении или откажитесь.</translation>
    </message>
    <message>
        <source>Question: %1</source>
        <translation>Вопрос: %1</translation>
    </message>
    <message>
        <source>Task: %1</source>
        <translation>Задача: %1</translation>
    </message>
    <message>
        <source>Task for %1: %2</source>
        <translation>Задача (%1): %2</translation>
    </message>
    <message>
        <source>New lead: %1</source>
        <translation>Новый лид: %1</translation>
    </message>
    <message>
        <source>Withdraw the lead</source>
        <translation>Отозвать лид</translation>
    </message>
    <message>
        <source>Withdraw the task</source>
        <translation>Отозвать задачу</translation>
    </message>
    <message>
        <source>Withdraw the question</source>
        <translation>Отозвать вопрос</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Поставлено в очередь</translation>
    </message>
    <message>
        <source>Taken back before it was sent</source>
        <translation>Отменено до отправки</translation>
    </message>
    <message>
        <source>Sent to the portal</source>
        <translation>Отправлено на портал</translation>
    </message>
    <message>
        <source>The portal said yes</source>
        <translation>Портал принял</translation>
    </message>
    <message>
        <source>Found on the portal</source>
        <translation>Найдено на портале</translation>
    </message>
    <message>
        <source>Not found on the portal</source>
        <translation>На портале не найдено</translation>
    </message>
    <message>
        <source>The portal has another value</source>
        <translation>На портале другое значение</translation>
    </message>
    <message>
        <source>The portal refused</source>
        <translation>Портал отклонил</translation>
    </message>
    <message>
        <source>No clear answer came</source>
        <translation>Ясного ответа не пришло</translation>
    </message>
    <message>
        <source>Not now; it is tried again</source>
        <translation>Пока не удалось; будет повторено</translation>
    </message>
    <message>
        <source>A person has seen it on the portal</source>
        <translation>Человек видел это на портале</translation>
    </message>
    <message>
        <source>Given up by a person</source>
        <translation>Человек отказался</translation>
    </message>
    <message>
        <source>Sent again by a person</source>
        <translation>Человек отправил снова</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>no answer for %1 (working time %2)</source>
        <translation>без ответа %1 (рабочее время %2)</translation>
    </message>
    <message>
        <source>done after %1 (working time %2)</source>
        <translation>сделано через %1 (рабочее время %2)</translation>
    </message>
    <message>
        <source>answered after %1 (working time %2)</source>
        <translation>ответ через %1 (рабочее время %2)</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>The item is not in the mirror any more.</source>
        <translation>Элемента в зеркале больше нет.</translation>
    </message>
    <message>
        <source>It is so already.</source>
        <translation>Так уже и есть.</translation>
    </message>
    <message>
        <source>The portal has no such stage.</source>
        <translation>На портале нет такого этапа.</translation>
    </message>
    <message>
        <source>Nobody with this name works on the portal.</source>
        <translation>На портале нет такого сотрудника.</translation>
    </message>
    <message>
        <source>This field cannot be changed from here.</source>
        <translation>Это поле отсюда не изменить.</translation>
    </message>
    <message>
        <source>The text is empty or too long.</source>
        <translation>Текст пуст или слишком длинный.</translation>
    </message>
    <message>
        <source>It has moved on meanwhile; look at it again.</source>
        <translation>Состояние уже изменилось; посмотрите ещё раз.</translation>
    </message>
    <message>
        <source>Head office has done the same within a day, perhaps on another computer. Send it all the same, or give it up.</source>
        <translation>Головной офис уже сделал то же самое за последние сутки, возможно, с другого компьютера. Отправьте всё равно или откажитесь.</translation>
    </message>
    <message>
        <source>Somebody at the dealer has worked on it since, so it is not taken away. Give it up, or delete it there by hand.</source>
        <translation>С этим у дилера уже работали, поэтому оно не удаляется. Откажитесь или удалите там вручную.</translation>
    </message>
    <message>
        <source>Another write of head office has done the same</source>
        <translation>То же самое уже сделано другим действием головного офиса</translation>
    </message>
    <message>
        <source>The dealer has answered already, so it stays.</source>
        <translation>Дилер уже ответил, поэтому запись остаётся.</translation>
    </message>
    <message>
        <source>The deadline is over already at this dealer.</source>
        <translation>У этого дилера срок уже прошёл.</translation>
    </message>
    <message>
        <source>the record is not there any more</source>
        <translation>записи там больше нет</translation>
    </message>
    <message>
        <source>the portal said yes and changed nothing</source>
        <translation>портал согласился и ничего не изменил</translation>
    </message>
    <message>
        <source>it is there more than once</source>
        <translation>там это есть больше одного раза</translation>
    </message>
    <message>
        <source>the same is there already</source>
        <translation>то же самое там уже есть</translation>
    </message>
    <message>
        <source>the connection broke before an answer came</source>
        <translation>связь прервалась до ответа</translation>
    </message>
    <message>
        <source>It comes from a copy of the ledger, and the portal does not show it: it never left, or was taken back since. Look there: it arrived, or send it again.</source>
        <translation>Взято из копии журнала, а на портале этого нет: либо не отправлялось, либо с тех пор отозвано. Посмотрите там: дошло — или отправьте ещё раз.</translation>
    </message>
    <message>
        <source>the ledger was restored from a copy</source>
        <translation>журнал восстановлен из копии</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::PathsModel</name>
    <message>
        <source>Path</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Этапов</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Число</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Доля</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::PortalDrafts</name>
    <message>
        <source>The key of %1 does not open calls. It can be connected, but what its people claim cannot be proved, and reports show this.</source>
        <translation>Ключ портала «%1» не открывает звонки. Подключить можно, но заявленное его людьми нельзя будет доказать, и отчёты это покажут.</translation>
    </message>
    <message>
        <source>The key of %1 lacks rights: %2. It can be connected; what needs them stays unknown, and reports show this.</source>
        <translation>У ключа портала «%1» нет прав: %2. Подключить можно; то, для чего они нужны, останется неизвестным, и отчёты это покажут.</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>is tested</source>
        <translation>проверяется</translation>
    </message>
    <message numerus="yes">
        <source>ready, %Ln deals</source>
        <translation>
            <numerusform>готов, %Ln сделка</numerusform>
            <numerusform>готов, %Ln сделки</numerusform>
            <numerusform>готов, %Ln сделок</numerusform>
        </translation>
    </message>
    <message>
        <source>no right: %1</source>
        <translation>нет прав: %1</translation>
    </message>
    <message>
        <source>deals</source>
        <translation>сделки</translation>
    </message>
    <message>
        <source>leads</source>
        <translation>лиды</translation>
    </message>
    <message>
        <source>already in row %1</source>
        <translation>уже в строке %1</translation>
    </message>
    <message>
        <source>already in the network</source>
        <translation>уже в сети</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>не годится</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>отказ</translation>
    </message>
    <message>
        <source>is connected</source>
        <translation>подключается</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>подключён</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>Name of the dealer</source>
        <translation>Имя дилера</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Портал</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Город</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Пояс</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>stages</source>
        <translation>этапы</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>звонки</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>строка %1: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::ProblemText</name>
    <message>
        <source>The work was stopped</source>
        <translation>Работа остановлена</translation>
    </message>
    <message>
        <source>What was saved stays; the next round goes on from there.</source>
        <translation>Сохранённое остаётся; следующий круг продолжит с этого места.</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>The program made an error</source>
        <translation>Ошибка программы</translation>
    </message>
    <message>
        <source>The data are safe. Report it with the log file; other portals go on.</source>
        <translation>Данные целы. Сообщите о ней, приложив журнал; остальные порталы работают.</translation>
    </message>
    <message>
        <source>internal error</source>
        <translation>внутренняя ошибка</translation>
    </message>
    <message>
        <source>The portal&apos;s certificate is not valid</source>
        <translation>Сертификат портала недействителен</translation>
    </message>
    <message>
        <source>Nothing was sent to it. Check the address; if it is right, the portal&apos;s administrator must renew the certificate.</source>
        <translation>Порталу ничего не отправлено. Проверьте адрес; если он верен, администратор портала должен обновить сертификат.</translation>
    </message>
    <message>
        <source>certificate not valid</source>
        <translation>плохой сертификат</translation>
    </message>
    <message>
        <source>The portal did not answer in time</source>
        <translation>Портал не ответил вовремя</translation>
    </message>
    <message>
        <source>Nothing is lost: the next round goes on from where this one stopped.</source>
        <translation>Ничего не потеряно: следующий круг продолжит с места остановки.</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>нет ответа</translation>
    </message>
    <message>
        <source>The portal&apos;s host name is not known</source>
        <translation>Имя портала не найдено в сети</translation>
    </message>
    <message>
        <source>Check the address for a slip of the pen, and whether this computer has a connection.</source>
        <translation>Проверьте, нет ли в адресе описки и есть ли у компьютера связь.</translation>
    </message>
    <message>
        <source>host not found</source>
        <translation>адрес не найден</translation>
    </message>
    <message>
        <source>The portal has an internal fault</source>
        <translation>На портале внутренняя ошибка</translation>
    </message>
    <message>
        <source>It lies on the portal&apos;s side and usually passes. The next round tries again.</source>
        <translation>Причина на стороне портала, обычно это проходит. Следующий круг попробует снова.</translation>
    </message>
    <message>
        <source>fault of the portal</source>
        <translation>ошибка портала</translation>
    </message>
    <message>
        <source>The portal cannot be reached</source>
        <translation>Портал недоступен</translation>
    </message>
    <message>
        <source>Check the address and the connection. The next round tries again and goes on from where this one stopped.</source>
        <translation>Проверьте адрес и связь. Следующий круг попробует снова и продолжит с места остановки.</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>недоступен</translation>
    </message>
    <message>
        <source>The portal has moved to another address</source>
        <translation>Портал переехал на другой адрес</translation>
    </message>
    <message>
        <source>The key was not sent there. Ask the dealer for the new address, then paste it as a new key.</source>
        <translation>Ключ туда не отправлен. Узнайте у дилера новый адрес и вставьте его как новый ключ.</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>переехал</translation>
    </message>
    <message>
        <source>The portal does not accept the key</source>
        <translation>Портал отклоняет ключ доступа</translation>
    </message>
    <message>
        <source>It was withdrawn or replaced. Ask the dealer for a new incoming webhook and paste its link.</source>
        <translation>Ключ отозван или заменён. Попросите у дилера новый входящий вебхук и вставьте его ссылку.</translation>
    </message>
    <message>
        <source>key refused</source>
        <translation>ключ отклонён</translation>
    </message>
    <message>
        <source>The portal asks to slow down</source>
        <translation>Портал просит не спешить</translation>
    </message>
    <message>
        <source>The mirror waits as long as the portal wants and then goes on by itself.</source>
        <translation>Программа подождёт, сколько нужно порталу, и продолжит сама.</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>исчерпан лимит</translation>
    </message>
    <message>
        <source>Another portal already has this name</source>
        <translation>У другого портала уже такое имя</translation>
    </message>
    <message>
        <source>Choose another key for it.</source>
        <translation>Выберите для него другой ключ.</translation>
    </message>
    <message>
        <source>name taken</source>
        <translation>имя занято</translation>
    </message>
    <message>
        <source>This portal is already in the network</source>
        <translation>Этот портал уже в сети</translation>
    </message>
    <message>
        <source>Each portal is added once. To give it a new link, replace its key.</source>
        <translation>Портал добавляют один раз. Чтобы дать ему новую ссылку, замените ключ.</translation>
    </message>
    <message>
        <source>already added</source>
        <translation>уже добавлен</translation>
    </message>
    <message>
        <source>The portal refuses the question</source>
        <translation>Портал отвергает запрос</translation>
    </message>
    <message>
        <source>This kind of record is left out; the rest is mirrored. Report it with the log file.</source>
        <translation>Этот вид записей пропущен, остальное загружается. Сообщите об этом, приложив журнал.</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>отвергнуто</translation>
    </message>
    <message>
        <source>The key lacks a right</source>
        <translation>Ключу не хватает прав</translation>
    </message>
    <message>
        <source>Ask the dealer to tick CRM, users, departments, tasks and telephony in the webhook. What it does not open stays unknown in reports, never zero.</source>
        <translation>Попросите дилера отметить в вебхуке CRM, пользователей, подразделения, задачи и телефонию. Что не открыто, в отчётах неизвестно, а не равно нулю.</translation>
    </message>
    <message>
        <source>right missing</source>
        <translation>не хватает прав</translation>
    </message>
    <message>
        <source>The portal has switched its interface off for overload</source>
        <translation>Портал отключил доступ из-за перегрузки</translation>
    </message>
    <message>
        <source>Its administrator can ask the vendor&apos;s support to switch it on again.</source>
        <translation>Его администратор может попросить поддержку вендора включить доступ снова.</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>отключён</translation>
    </message>
    <message>
        <source>The portal&apos;s plan does not allow this</source>
        <translation>Тариф портала этого не позволяет</translation>
    </message>
    <message>
        <source>Ask the dealer whether the plan includes the REST interface.</source>
        <translation>Спросите дилера, входит ли в тариф доступ REST.</translation>
    </message>
    <message>
        <source>plan without access</source>
        <translation>тариф без доступа</translation>
    </message>
    <message>
        <source>Access was denied on this computer</source>
        <translation>Доступ закрыт на этом компьютере</translation>
    </message>
    <message>
        <source>Unlock the system&apos;s key ring, or let only yourself read the file with the keys (mode 0600).</source>
        <translation>Разблокируйте хранилище паролей системы или разрешите читать файл с ключами только себе (права 0600).</translation>
    </message>
    <message>
        <source>keys are locked</source>
        <translation>ключи закрыты</translation>
    </message>
    <message>
        <source>The portal does not allow this</source>
        <translation>Портал этого не разрешает</translation>
    </message>
    <message>
        <source>The owner of the webhook lacks a right. Ask the portal&apos;s administrator.</source>
        <translation>У владельца вебхука нет нужного права. Обратитесь к администратору портала.</translation>
    </message>
    <message>
        <source>no right</source>
        <translation>нет прав</translation>
    </message>
    <message>
        <source>The answer is not what a portal sends</source>
        <translation>Это не ответ портала</translation>
    </message>
    <message>
        <source>Perhaps it is a sign-in page or a proxy. Open the address in a browser; what is mirrored already stays.</source>
        <translation>Возможно, это страница входа или прокси. Откройте адрес в браузере; загруженное остаётся.</translation>
    </message>
    <message>
        <source>strange answer</source>
        <translation>чужой ответ</translation>
    </message>
    <message>
        <source>The portal was deleted</source>
        <translation>Портал удалён</translation>
    </message>
    <message>
        <source>Its history stays here. Retire the dealer, or paste the link of the new portal.</source>
        <translation>Его история остаётся здесь. Выведите дилера из сети или вставьте ссылку нового портала.</translation>
    </message>
    <message>
        <source>portal deleted</source>
        <translation>портал удалён</translation>
    </message>
    <message>
        <source>There is no portal at this address</source>
        <translation>По этому адресу нет портала</translation>
    </message>
    <message>
        <source>Check the link: it is copied whole from the portal&apos;s page of incoming webhooks.</source>
        <translation>Проверьте ссылку: её копируют целиком со страницы входящих вебхуков портала.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>не найден</translation>
    </message>
    <message>
        <source>The key of this portal is not on this computer</source>
        <translation>Ключа этого портала нет на этом компьютере</translation>
    </message>
    <message>
        <source>key missing</source>
        <translation>нет ключа</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Диск заполнен</translation>
    </message>
    <message>
        <source>Nothing that was saved is lost. Free some space; the mirror goes on by itself.</source>
        <translation>Сохранённое не потеряно. Освободите место, и загрузка продолжится сама.</translation>
    </message>
    <message>
        <source>disk is full</source>
        <translation>диск заполнен</translation>
    </message>
    <message>
        <source>A database file is damaged</source>
        <translation>Файл базы повреждён</translation>
    </message>
    <message>
        <source>It was left untouched. Restore ledger.db from the folder of backups beside it.</source>
        <translation>Файл не тронут. Восстановите ledger.db из папки копий рядом с ним.</translation>
    </message>
    <message>
        <source>file is damaged</source>
        <translation>файл повреждён</translation>
    </message>
    <message>
        <source>The data were written by a newer version of the program</source>
        <translation>Данные записаны более новой версией программы</translation>
    </message>
    <message>
        <source>They were left untouched. Install that version or a newer one.</source>
        <translation>Они не тронуты. Установите ту же версию или новее.</translation>
    </message>
    <message>
        <source>newer version</source>
        <translation>новая версия</translation>
    </message>
    <message>
        <source>The data folder cannot be read or written</source>
        <translation>Папка данных не читается или не пишется</translation>
    </message>
    <message>
        <source>Check that the folder exists, belongs to you, and that its disk works.</source>
        <translation>Проверьте, что папка есть, принадлежит вам и что её диск исправен.</translation>
    </message>
    <message>
        <source>folder fails</source>
        <translation>сбой папки</translation>
    </message>
    <message>
        <source>The link does not begin with https</source>
        <translation>Ссылка начинается не с https</translation>
    </message>
    <message>
        <source>A key must not travel in the open. Use the https address of the portal.</source>
        <translation>Ключ нельзя передавать открыто. Возьмите адрес портала с https.</translation>
    </message>
    <message>
        <source>not https</source>
        <translation>не https: небезопасно</translation>
    </message>
    <message>
        <source>The link has no valid host name</source>
        <translation>В ссылке нет имени портала</translation>
    </message>
    <message>
        <source>Compare it with the portal&apos;s address in a browser.</source>
        <translation>Сравните её с адресом портала в браузере.</translation>
    </message>
    <message>
        <source>no host name</source>
        <translation>нет имени портала</translation>
    </message>
    <message>
        <source>This is not the link of an incoming webhook</source>
        <translation>Это не ссылка входящего вебхука</translation>
    </message>
    <message>
        <source>It looks like https://company.bitrix24.ru/rest/1/key/ and is copied whole from the portal.</source>
        <translation>Она выглядит как https://company.bitrix24.ru/rest/1/key/ и копируется с портала целиком.</translation>
    </message>
    <message>
        <source>not a webhook link</source>
        <translation>не ссылка вебхука</translation>
    </message>
    <message>
        <source>What was entered cannot be used</source>
        <translation>Введённое не годится</translation>
    </message>
    <message>
        <source>Compare it with the example and try again.</source>
        <translation>Сравните с образцом и попробуйте снова.</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>не годится</translation>
    </message>
    <message>
        <source>The system&apos;s key ring is locked</source>
        <translation>Системная связка ключей заперта</translation>
    </message>
    <message>
        <source>Unlock it and start a round; the key is still in it.</source>
        <translation>Отоприте её и запустите обход: ключ по-прежнему в ней.</translation>
    </message>
    <message>
        <source>The system&apos;s key ring refused the key</source>
        <translation>Системная связка не отдала ключ</translation>
    </message>
    <message>
        <source>Allow Dealerlens to use it when the system asks, then start a round.</source>
        <translation>Разрешите программе Dealerlens брать его, когда система спросит, и запустите обход.</translation>
    </message>
    <message>
        <source>key ring refuses</source>
        <translation>связка отказала</translation>
    </message>
    <message>
        <source>The system&apos;s key ring does not answer</source>
        <translation>Системная связка ключей не отвечает</translation>
    </message>
    <message>
        <source>Perhaps its window waits behind another one for a password.</source>
        <translation>Возможно, её окно ждёт пароля позади другого окна.</translation>
    </message>
    <message>
        <source>key ring is silent</source>
        <translation>связка молчит</translation>
    </message>
    <message>
        <source>There is no key ring on this computer</source>
        <translation>На этом компьютере нет связки ключей</translation>
    </message>
    <message>
        <source>Start the program with --credentials FILE to keep keys in a file of your own.</source>
        <translation>Запустите программу с --credentials ФАЙЛ, чтобы хранить ключи в своём файле.</translation>
    </message>
    <message>
        <source>no key ring</source>
        <translation>нет связки</translation>
    </message>
    <message>
        <source>The file with the keys may be read by others</source>
        <translation>Файл с ключами могут читать другие</translation>
    </message>
    <message>
        <source>Let only yourself read it (mode 0600), then start a round.</source>
        <translation>Оставьте доступ только себе (права 0600) и запустите обход.</translation>
    </message>
    <message>
        <source>file is open</source>
        <translation>файл открыт всем</translation>
    </message>
    <message>
        <source>It was removed from the key ring, or another user gave it. Give it once more.</source>
        <translation>Его убрали из связки, или его вводил другой пользователь. Введите его ещё раз.</translation>
    </message>
    <message>
        <source>The tokens belong to another portal</source>
        <translation>Токены принадлежат другому порталу</translation>
    </message>
    <message>
        <source>Nothing was read with them. Sign in to the right portal again.</source>
        <translation>С ними ничего не прочитано. Войдите ещё раз на нужный портал.</translation>
    </message>
    <message>
        <source>other portal</source>
        <translation>другой портал</translation>
    </message>
    <message>
        <source>The sign-in is no longer good</source>
        <translation>Вход больше не действует</translation>
    </message>
    <message>
        <source>Sign in again; what is mirrored stays, and so does what waits in the outbox.</source>
        <translation>Войдите ещё раз: всё, что уже прочитано, и всё, что ждёт отправки, останется.</translation>
    </message>
    <message>
        <source>sign-in needed</source>
        <translation>нужен вход</translation>
    </message>
    <message>
        <source>The application is not installed at the portal any more</source>
        <translation>Приложение больше не установлено на портале</translation>
    </message>
    <message>
        <source>Ask the portal&apos;s administrator to install it, then sign in again.</source>
        <translation>Попросите администратора портала установить его и войдите ещё раз.</translation>
    </message>
    <message>
        <source>application removed</source>
        <translation>приложение удалено</translation>
    </message>
    <message>
        <source>The client ID or its secret is wrong</source>
        <translation>Неверный ID приложения или его секрет</translation>
    </message>
    <message>
        <source>Compare both with the application&apos;s card and sign in again.</source>
        <translation>Сверьте их с карточкой приложения и войдите ещё раз.</translation>
    </message>
    <message>
        <source>application unknown</source>
        <translation>приложение неизвестно</translation>
    </message>
    <message>
        <source>The employee who signed in works there no more</source>
        <translation>Сотрудник, от имени которого вошли, больше не работает</translation>
    </message>
    <message>
        <source>Sign in as another employee of the dealer.</source>
        <translation>Войдите от имени другого сотрудника дилера.</translation>
    </message>
    <message>
        <source>employee gone</source>
        <translation>сотрудник уволен</translation>
    </message>
    <message>
        <source>The consent was given at another portal</source>
        <translation>Согласие дано на другом портале</translation>
    </message>
    <message>
        <source>Nothing was changed. Sign in at the portal that is meant.</source>
        <translation>Ничего не изменено. Войдите на тот портал, который имели в виду.</translation>
    </message>
    <message>
        <source>The portal&apos;s subscription is over</source>
        <translation>Подписка портала закончилась</translation>
    </message>
    <message>
        <source>Ask the dealer to renew it. The next rounds try again by themselves.</source>
        <translation>Попросите дилера продлить её. Следующие обходы попробуют сами.</translation>
    </message>
    <message>
        <source>subscription over</source>
        <translation>нет подписки</translation>
    </message>
    <message>
        <source>This names no portal</source>
        <translation>Это не адрес портала</translation>
    </message>
    <message>
        <source>It looks like company.bitrix24.ru.</source>
        <translation>Он выглядит так: company.bitrix24.ru.</translation>
    </message>
    <message>
        <source>no portal</source>
        <translation>не портал</translation>
    </message>
    <message>
        <source>This is not a list of links</source>
        <translation>Это не список ссылок</translation>
    </message>
    <message>
        <source>It is far too long. Copy only the links, one a line, or open the file as a table.</source>
        <translation>Текст слишком длинный. Скопируйте только ссылки, по одной в строке, или откройте файл как таблицу.</translation>
    </message>
    <message>
        <source>no list of links</source>
        <translation>не список ссылок</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::RowsModel</name>
    <message>
        <source>Lead %1</source>
        <translation>Лид %1</translation>
    </message>
    <message>
        <source>Deal %1</source>
        <translation>Сделка %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>in this stage for %1</source>
        <translation>на этапе %1</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>дольше лимита</translation>
    </message>
    <message>
        <source>The first response is claimed, not evidenced</source>
        <translation>Первый ответ заявлен, но не доказан</translation>
    </message>
    <message>
        <source>Milestones of the standard: filled as planned, red end over the limit, dashed skipped, double re-entered, framed now</source>
        <translation>Вехи стандарта: сплошная — как положено, красный конец — дольше лимита, пунктир — пропуск, двойная — возврат, рамка — сейчас</translation>
    </message>
    <message>
        <source>Working time until the first exit from the initial stage</source>
        <translation>Рабочее время до первого выхода с начального этапа</translation>
    </message>
    <message>
        <source>Working time until the first call, mail or chat that proves a touch</source>
        <translation>Рабочее время до первого звонка, письма или чата, который доказывает касание</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Клиент</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Сумма</translation>
    </message>
    <message>
        <source>Outcome or stage</source>
        <translation>Исход или этап</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>Response
claimed</source>
        <translation>Ответ
заявлен</translation>
    </message>
    <message>
        <source>Response
evidenced</source>
        <translation>Ответ
доказан</translation>
    </message>
    <message>
        <source>In stage</source>
        <translation>На этапе</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Начато</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Источник</translation>
    </message>
    <message>
        <source>Not from the journal, which begins on %1 for this portal: the first who is known to be responsible.</source>
        <translation>Не из журнала: для этого портала он начинается %1. Это первый известный ответственный.</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::RowsScope</name>
    <message>
        <source>Visits that still run</source>
        <translation>Посещения, которые ещё длятся</translation>
    </message>
    <message>
        <source>Open, got no further</source>
        <translation>Открыты, дальше не прошли</translation>
    </message>
    <message>
        <source>Lost, got no further</source>
        <translation>Отказы, дальше не прошли</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>Открыты сейчас</translation>
    </message>
    <message>
        <source>Won in 30 days</source>
        <translation>Выиграно за 30 дней</translation>
    </message>
    <message>
        <source>Lost in 30 days</source>
        <translation>Отказы за 30 дней</translation>
    </message>
    <message>
        <source>Transitions</source>
        <translation>Переходы</translation>
    </message>
    <message>
        <source>Went this way</source>
        <translation>Прошли этим путём</translation>
    </message>
    <message>
        <source>All leads and deals</source>
        <translation>Все лиды и сделки</translation>
    </message>
    <message>
        <source>New inquiries</source>
        <translation>Новые обращения</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Сконвертированы</translation>
    </message>
    <message>
        <source>Not converted</source>
        <translation>Не сконвертированы</translation>
    </message>
    <message>
        <source>Old enough to be judged</source>
        <translation>Достаточно давние, чтобы судить</translation>
    </message>
    <message>
        <source>Converted in time</source>
        <translation>Сконвертированы в срок</translation>
    </message>
    <message>
        <source>Too young to be judged</source>
        <translation>Судить рано</translation>
    </message>
    <message>
        <source>New in the period before</source>
        <translation>Новые за предыдущий период</translation>
    </message>
    <message>
        <source>Converted in the period before</source>
        <translation>Сконвертированы за предыдущий период</translation>
    </message>
    <message>
        <source>Inquiries that await a first response</source>
        <translation>Обращения, по которым ждут первого ответа</translation>
    </message>
    <message>
        <source>Answered, or past the limit</source>
        <translation>С ответом или с истёкшим сроком ответа</translation>
    </message>
    <message>
        <source>Answered within the limit</source>
        <translation>С ответом в срок</translation>
    </message>
    <message>
        <source>Claimed, not evidenced</source>
        <translation>Заявлено, не доказано</translation>
    </message>
    <message>
        <source>Closed untouched</source>
        <translation>Закрыты без касания</translation>
    </message>
    <message>
        <source>New inquiries won by now</source>
        <translation>Новые обращения, выигранные на сегодня</translation>
    </message>
    <message>
        <source>Conversions of the period</source>
        <translation>Конверсии за период</translation>
    </message>
    <message>
        <source>Spam or no inquiry</source>
        <translation>Спам или не обращение</translation>
    </message>
    <message>
        <source>Open longer than planned</source>
        <translation>Открыты дольше, чем задумано</translation>
    </message>
    <message>
        <source>Open inquiries</source>
        <translation>Открытые обращения</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Выиграно</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Отказы</translation>
    </message>
    <message>
        <source>Won in a currency without a rate</source>
        <translation>Выиграны в валюте без курса</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Удалены</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Тестовые</translation>
    </message>
    <message>
        <source>Spam</source>
        <translation>Спам</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>Объединены</translation>
    </message>
    <message>
        <source>Outside the filter</source>
        <translation>Вне фильтра</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Учтены</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Посещения</translation>
    </message>
    <message>
        <source>Visits that ended</source>
        <translation>Завершённые посещения</translation>
    </message>
    <message>
        <source>Visits over the limit</source>
        <translation>Посещения сверх нормы</translation>
    </message>
    <message>
        <source>Visits that began before the history</source>
        <translation>Посещения, начавшиеся до истории</translation>
    </message>
    <message>
        <source>Were in the stage and have ended</source>
        <translation>Были в этапе и закончены</translation>
    </message>
    <message>
        <source>Were in the stage</source>
        <translation>Были в этапе</translation>
    </message>
    <message>
        <source>Came back to the stage</source>
        <translation>Вернулись в этап</translation>
    </message>
    <message>
        <source>Counted at the stage</source>
        <translation>Учтены в этапе</translation>
    </message>
    <message>
        <source>Counted, but not seen at the stage</source>
        <translation>Учтены, но в этапе не замечены</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Просрочено</translation>
    </message>
    <message>
        <source>Visits in stages with a pair</source>
        <translation>Посещения сопоставленных этапов</translation>
    </message>
    <message>
        <source>Visits in stages without a pair</source>
        <translation>Посещения несопоставленных этапов</translation>
    </message>
    <message>
        <source>of the ages chosen</source>
        <translation>выбранного возраста</translation>
    </message>
    <message>
        <source>Open deals behind the velocity</source>
        <translation>Открытые сделки, из которых сложилась скорость</translation>
    </message>
    <message>
        <source>Deals whose horizon ended in the period</source>
        <translation>Сделки, срок наблюдения которых истёк в периоде</translation>
    </message>
    <message>
        <source>Won deals behind the mean amount</source>
        <translation>Выигранные сделки, по которым взята средняя сумма</translation>
    </message>
    <message>
        <source>Claimed, and evidenced</source>
        <translation>Заявлены и доказаны</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::SequencesModel</name>
    <message>
        <source>Unknown stage</source>
        <translation>Неизвестный этап</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::SessionChoices</name>
    <message>
        <source>Tests and junk</source>
        <translation>Тесты и мусор</translation>
    </message>
    <message>
        <source>with tests</source>
        <translation>с тестами</translation>
    </message>
    <message>
        <source>without junk</source>
        <translation>без мусора</translation>
    </message>
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
        <translation>нарочно без вехи</translation>
    </message>
    <message>
        <source>unpaired</source>
        <translation>без пары</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>автоматически</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Лиды</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>вручную</translation>
    </message>
    <message>
        <source>nothing fits</source>
        <translation>ничего не подошло</translation>
    </message>
    <message>
        <source>by name and order</source>
        <translation>по имени и порядку</translation>
    </message>
    <message>
        <source>always</source>
        <translation>всегда</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Воронка</translation>
    </message>
    <message>
        <source>Stage of the portal</source>
        <translation>Этап портала</translation>
    </message>
    <message>
        <source>Milestone of the network</source>
        <translation>Веха сети</translation>
    </message>
    <message>
        <source>Paired</source>
        <translation>Как сопоставлен</translation>
    </message>
    <message>
        <source>Holds since</source>
        <translation>Действует с</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::StageTexts</name>
    <message>
        <source>lead</source>
        <translation>лид</translation>
    </message>
    <message>
        <source>NR</source>
        <translation>НД</translation>
    </message>
    <message>
        <source>%1 (lead)</source>
        <translation>%1 (лид)</translation>
    </message>
    <message>
        <source>%1, day %2: %3 still in the stage (%4), %5 under observation</source>
        <translation>%1, день %2: %3 ещё в этапе (%4), под наблюдением %5</translation>
    </message>
    <message>
        <source>“%1”: fewer than five have left (%2), too few for a median.</source>
        <translation>«%1»: вышло меньше пяти (%2), для медианы мало.</translation>
    </message>
    <message>
        <source>“%1”: more than half are still there at the end of observation (%2, %3 open).</source>
        <translation>«%1»: к концу наблюдения больше половины ещё там (%2, открыто %3).</translation>
    </message>
    <message>
        <source>“%1”: half leave within %2; %3 are still open and counted as running.</source>
        <translation>«%1»: половина выходит за %2; ещё открыто %3, они считаются идущими.</translation>
    </message>
    <message>
        <source>Those that left alone would say %1.</source>
        <translation>Одни вышедшие дали бы %1.</translation>
    </message>
    <message>
        <source>%1: fewer than five have left (%2)</source>
        <translation>%1: вышло меньше пяти (%2)</translation>
    </message>
    <message>
        <source>%1: half leave within %2</source>
        <translation>%1: половина выходит за %2</translation>
    </message>
    <message>
        <source>%1: more than half still there (%2)</source>
        <translation>%1: больше половины ещё там (%2)</translation>
    </message>
    <message>
        <source>“%1”. </source>
        <translation>«%1». </translation>
    </message>
    <message>
        <source>The curves differ: log-rank %1.</source>
        <translation>Кривые различаются: логранг %1.</translation>
    </message>
    <message>
        <source>Chance alone can explain the difference: log-rank %1.</source>
        <translation>Разницу может объяснить случай: логранг %1.</translation>
    </message>
    <message>
        <source>Those that left alone would say: %1.</source>
        <translation>Одни вышедшие дали бы: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 и ещё %Ln</numerusform>
            <numerusform>%1 и ещё %Ln</numerusform>
            <numerusform>%1 и ещё %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>History begins inside the period: %1</source>
        <translation>История начинается внутри периода: %1</translation>
    </message>
    <message>
        <source>Stale, counted up to their own data: %1</source>
        <translation>Устарели, учтены по свои данные: %1</translation>
    </message>
    <message>
        <source>Median time in the stage</source>
        <translation>Медиана времени в этапе</translation>
    </message>
    <message>
        <source>fewer than five have left (%1)</source>
        <translation>вышло меньше пяти (%1)</translation>
    </message>
    <message>
        <source>Working time from entering to leaving by each dealer&apos;s calendar, in working days. Open items count as still running, not as left.</source>
        <translation>Рабочее время от входа до выхода по календарю дилера, в рабочих днях. Открытые считаются ещё идущими, а не вышедшими.</translation>
    </message>
    <message>
        <source>Time from entering to leaving by the clock, in days of 24 hours. Open items count as still running, not as left.</source>
        <translation>Время от входа до выхода по часам, в сутках. Открытые считаются ещё идущими, а не вышедшими.</translation>
    </message>
    <message>
        <source>Kaplan–Meier; the smallest time by which half have left. Interval 95%, log-minus-log; with repeated visits, bootstrap by item.</source>
        <translation>Каплан — Мейер: наименьшее время, к которому вышла половина. Интервал 95 %, log-minus-log; при повторных посещениях — бутстреп по сделкам.</translation>
    </message>
    <message>
        <source>Pair by pair none differ (log-rank, corrected by Holm).</source>
        <translation>Попарно никакие не различаются (логранг с поправкой Холма).</translation>
    </message>
    <message>
        <source>Pair by pair these differ (log-rank, corrected by Holm): %1.</source>
        <translation>Попарно различаются (логранг с поправкой Холма): %1.</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::StageTimesModel</name>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Посещения</translation>
    </message>
    <message>
        <source>Left the stage</source>
        <translation>Вышли из этапа</translation>
    </message>
    <message>
        <source>Still open</source>
        <translation>Ещё открыты</translation>
    </message>
    <message>
        <source>Median, days</source>
        <translation>Медиана, дни</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>Интервал 95&#xa0;%</translation>
    </message>
    <message>
        <source>Days, log scale</source>
        <translation>Дни, лог. шкала</translation>
    </message>
    <message>
        <source>p75</source>
        <translation>p75</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>Mean to %1 d</source>
        <translation>Среднее до %1 дн</translation>
    </message>
    <message>
        <source>Re-entered</source>
        <translation>Возвраты</translation>
    </message>
    <message>
        <source>Over limit</source>
        <translation>Сверх лимита</translation>
    </message>
    <message>
        <source>Limit, w. days</source>
        <translation>Лимит, раб. дни</translation>
    </message>
    <message>
        <source>Stage of the standard, or the portals&apos; own</source>
        <translation>Этап эталона или свой этап порталов</translation>
    </message>
    <message>
        <source>Visits that began in the period</source>
        <translation>Посещения, начавшиеся в периоде</translation>
    </message>
    <message>
        <source>Visits that have ended</source>
        <translation>Завершённые посещения</translation>
    </message>
    <message>
        <source>Visits still running: counted as running, never left out</source>
        <translation>Посещения, что ещё идут: учтены как идущие, а не отброшены</translation>
    </message>
    <message>
        <source>Kaplan–Meier: half have left by then</source>
        <translation>Каплан — Мейер: к этому времени вышла половина</translation>
    </message>
    <message>
        <source>95% interval of the median</source>
        <translation>Интервал медианы, 95 %</translation>
    </message>
    <message>
        <source>Point: median; thick: its interval; ticks: p75 and p90; upright: limit</source>
        <translation>Точка — медиана; толстая линия — её интервал; засечки — p75 и p90; черта — лимит</translation>
    </message>
    <message>
        <source>Three quarters have left by then; NR: not reached</source>
        <translation>К этому времени вышли три четверти; НД — не достигнуто</translation>
    </message>
    <message>
        <source>Nine tenths have left by then; NR: not reached</source>
        <translation>К этому времени вышли девять десятых; НД — не достигнуто</translation>
    </message>
    <message>
        <source>Mean time in the stage, at most %1 days of it</source>
        <translation>Среднее время в этапе, не больше %1 дней</translation>
    </message>
    <message>
        <source>Share of items with two visits or more</source>
        <translation>Доля карточек с двумя посещениями и больше</translation>
    </message>
    <message>
        <source>Share of visits longer than the limit, ended or running</source>
        <translation>Доля посещений дольше лимита, завершённых и идущих</translation>
    </message>
    <message>
        <source>Limit of head office, working days</source>
        <translation>Лимит головного офиса, рабочие дни</translation>
    </message>
    <message>
        <source>Total, closed</source>
        <translation>Всего, закрытые</translation>
    </message>
    <message>
        <source>Rework, closed</source>
        <translation>Возвраты, закрытые</translation>
    </message>
    <message>
        <source>Mean days over all visits of an item, of items that have ended</source>
        <translation>Среднее число дней за все пребывания, только по завершённым</translation>
    </message>
    <message>
        <source>Mean days of the visits after the first, of items that have ended</source>
        <translation>Среднее число дней в повторных пребываниях, только по завершённым</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::StandardDraft</name>
    <message>
        <source>Every milestone needs a code and both names.</source>
        <translation>Каждой вехе нужны код и оба имени.</translation>
    </message>
    <message>
        <source>The code %1 is used twice.</source>
        <translation>Код %1 встречается дважды.</translation>
    </message>
    <message>
        <source>The network&apos;s week has no working day: business time would stand still.</source>
        <translation>В неделе сети нет рабочих дней: рабочее время стояло бы на месте.</translation>
    </message>
    <message>
        <source>A working day ends before it begins.</source>
        <translation>Рабочий день кончается раньше, чем начинается.</translation>
    </message>
    <message>
        <source>Limits must be greater than zero, the age of fresh data at least a minute.</source>
        <translation>Лимиты должны быть больше нуля, возраст свежих данных — не меньше минуты.</translation>
    </message>
    <message>
        <source>A currency is a code of three letters, such as RUB.</source>
        <translation>Валюта — это код из трёх букв, например RUB.</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::TransitionsModel</name>
    <message>
        <source>Beginning</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>End of the path</source>
        <translation>Конец пути</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Откуда</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Куда</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Число</translation>
    </message>
    <message>
        <source>Share of leaving</source>
        <translation>Доля ушедших</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::TreeModel</name>
    <message>
        <source>Whole network</source>
        <translation>Вся сеть</translation>
    </message>
    <message>
        <source>No region</source>
        <translation>Без региона</translation>
    </message>
    <message>
        <source>No department</source>
        <translation>Без отдела</translation>
    </message>
    <message>
        <source>Nobody responsible</source>
        <translation>Без ответственного</translation>
    </message>
    <message>
        <source>Region, dealer, department, employee</source>
        <translation>Регион, дилер, отдел, сотрудник</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Новых</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыто</translation>
    </message>
    <message>
        <source>First response,
median</source>
        <translation>Первый ответ,
медиана</translation>
    </message>
    <message>
        <source>Answered within %1,
dealer&apos;s working hours</source>
        <translation>Ответили за %1,
рабочие часы дилера</translation>
    </message>
    <message numerus="yes">
        <source>Conversion in %Ln days,
95% interval, line: network</source>
        <translation>
            <numerusform>Конверсия за %Ln день,
95 % интервал, черта — сеть</numerusform>
            <numerusform>Конверсия за %Ln дня,
95 % интервал, черта — сеть</numerusform>
            <numerusform>Конверсия за %Ln дней,
95 % интервал, черта — сеть</numerusform>
        </translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Against
before</source>
        <translation>К пред.
периоду</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Выиграно</translation>
    </message>
    <message>
        <source>Revenue,
%1</source>
        <translation>Выручка,
%1</translation>
    </message>
    <message>
        <source>Without
evidence</source>
        <translation>Не
доказано</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>Conversion,
adjusted</source>
        <translation>Конверсия,
с поправкой</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Сконверт.</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Отказов</translation>
    </message>
    <message>
        <source>Too young</source>
        <translation>Рано</translation>
    </message>
    <message>
        <source>Claimed response,
median</source>
        <translation>Заявленный
ответ, медиана</translation>
    </message>
    <message>
        <source>Closed
untouched</source>
        <translation>Закрыто
без касаний</translation>
    </message>
    <message>
        <source>Cycle of won,
median</source>
        <translation>Цикл успешных,
медиана</translation>
    </message>
    <message>
        <source>Inquiries that began in the period. A lead and the deals that came from it are one inquiry.</source>
        <translation>Обращения, начатые в периоде. Лид и сделки из него — одно обращение.</translation>
    </message>
    <message>
        <source>Inquiries not closed at the time of the data, whenever they began.</source>
        <translation>Обращения, не закрытые на момент данных, когда бы они ни начались.</translation>
    </message>
    <message>
        <source>Time from the inquiry to the first evidenced touch, in working hours of the dealer. Inquiries that still wait are counted as waiting.</source>
        <translation>Время от обращения до первого доказанного касания в рабочих часах дилера. Те, кто ещё ждёт, учтены как ждущие.</translation>
    </message>
    <message>
        <source>Time from the inquiry to the first exit from the initial stage, in working hours of the dealer: what the dealer claims.</source>
        <translation>Время от обращения до первого выхода с начального этапа в рабочих часах дилера: то, что заявляет дилер.</translation>
    </message>
    <message>
        <source>Inquiries answered within the limit, of all that were answered or whose limit has passed.</source>
        <translation>Обращения с ответом в пределах лимита среди всех, кому ответили или у кого лимит истёк.</translation>
    </message>
    <message numerus="yes">
        <source>Of the inquiries at least %Ln days old, those that converted within that time.</source>
        <translation>
            <numerusform>Доля сконвертированных за это время среди обращений не моложе %Ln дня.</numerusform>
            <numerusform>Доля сконвертированных за это время среди обращений не моложе %Ln дней.</numerusform>
            <numerusform>Доля сконвертированных за это время среди обращений не моложе %Ln дней.</numerusform>
        </translation>
    </message>
    <message>
        <source>Inquiries old enough to be judged by conversion.</source>
        <translation>Обращения, возраст которых позволяет судить о конверсии.</translation>
    </message>
    <message>
        <source>Conversion minus conversion of the equally long period before, in percentage points. A triangle stands only where the interval of the difference excludes zero.</source>
        <translation>Конверсия минус конверсия предыдущего периода той же длины, в процентных пунктах. Треугольник стоит, только если интервал разности не содержит ноль.</translation>
    </message>
    <message>
        <source>Inquiries won in the period.</source>
        <translation>Обращения, выигранные в периоде.</translation>
    </message>
    <message>
        <source>Inquiries lost in the period.</source>
        <translation>Обращения, проигранные в периоде.</translation>
    </message>
    <message>
        <source>Sum of the deals won in the period, in the currency of the standard by the rate of that day.</source>
        <translation>Сумма сделок, выигранных в периоде, в валюте стандарта по курсу того дня.</translation>
    </message>
    <message>
        <source>Share of new inquiries with a claimed first touch but no call, mail or chat that proves it.</source>
        <translation>Доля новых обращений, где первое касание заявлено, но не доказано звонком, письмом или чатом.</translation>
    </message>
    <message>
        <source>Inquiries that began in the period and have converted by now.</source>
        <translation>Обращения, начатые в периоде и уже сконвертированные.</translation>
    </message>
    <message numerus="yes">
        <source>Inquiries younger than %Ln days: left out of conversion.</source>
        <translation>
            <numerusform>Обращения моложе %Ln дня: в конверсию не входят.</numerusform>
            <numerusform>Обращения моложе %Ln дней: в конверсию не входят.</numerusform>
            <numerusform>Обращения моложе %Ln дней: в конверсию не входят.</numerusform>
        </translation>
    </message>
    <message>
        <source>Inquiries closed without any touch.</source>
        <translation>Обращения, закрытые без единого касания.</translation>
    </message>
    <message>
        <source>Time from the beginning to the win, half of the won inquiries took less.</source>
        <translation>Время от начала до выигрыша; половина выигранных обращений заняла меньше.</translation>
    </message>
    <message>
        <source>How old the data of a dealer are; above dealers: how many are fresh.</source>
        <translation>Возраст данных дилера; выше дилеров — сколько из них свежих.</translation>
    </message>
    <message>
        <source>adjusted %1</source>
        <translation>с поправкой %1</translation>
    </message>
    <message>
        <source>95% interval %1 … %2</source>
        <translation>95 % интервал %1 … %2</translation>
    </message>
    <message>
        <source>complete up to %1</source>
        <translation>полные на %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln новое</numerusform>
            <numerusform>%Ln новых</numerusform>
            <numerusform>%Ln новых</numerusform>
        </translation>
    </message>
    <message>
        <source>conversion %1</source>
        <translation>конверсия %1</translation>
    </message>
    <message>
        <source>The data are stale: %1</source>
        <translation>Данные устарели: %1</translation>
    </message>
    <message>
        <source>95% interval by Wilson&apos;s score method.</source>
        <translation>95 % интервал по методу Уилсона.</translation>
    </message>
    <message>
        <source>95% interval of the difference by Newcombe&apos;s method.</source>
        <translation>95 % интервал разности по методу Ньюкомба.</translation>
    </message>
    <message>
        <source>Median by Kaplan and Meier.</source>
        <translation>Медиана по Каплану — Мейеру.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln are too young and left out.</source>
        <translation>
            <numerusform>%Ln слишком молодо и не учтено.</numerusform>
            <numerusform>%Ln слишком молоды и не учтены.</numerusform>
            <numerusform>%Ln слишком молоды и не учтены.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln won in a currency without a rate are not in the sum.</source>
        <translation>
            <numerusform>%Ln выигранное в валюте без курса не вошло в сумму.</numerusform>
            <numerusform>%Ln выигранных в валюте без курса не вошли в сумму.</numerusform>
            <numerusform>%Ln выигранных в валюте без курса не вошли в сумму.</numerusform>
        </translation>
    </message>
    <message>
        <source>First response,
p90</source>
        <translation>Первый ответ,
p90</translation>
    </message>
    <message>
        <source>Stage time,
median</source>
        <translation>Время в стадии,
медиана</translation>
    </message>
    <message>
        <source>Half of the stays in a stage that began in the period and have ended took less.</source>
        <translation>Половина пребываний в стадии, начавшихся в периоде и завершённых, была короче.</translation>
    </message>
    <message>
        <source>Win rate</source>
        <translation>Доля побед</translation>
    </message>
    <message>
        <source>Win rate
by value</source>
        <translation>Доля побед
по сумме</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>Flow ratio</source>
        <translation>Отношение потоков</translation>
    </message>
    <message>
        <source>Nine tenths have their first evidenced touch by then, in working hours of the dealer; those that wait count as waiting.</source>
        <translation>К этому времени девять из десяти получили первое подтверждённое касание, в рабочих часах дилера; кто ещё ждёт, считается ждущим.</translation>
    </message>
    <message>
        <source>Won ÷ (won + lost), both in the period.</source>
        <translation>Выиграно ÷ (выиграно + проиграно), и то и другое за период.</translation>
    </message>
    <message>
        <source>Amount won ÷ (amount won + amount lost), both in the period.</source>
        <translation>Сумма выигранных ÷ (сумма выигранных + сумма проигранных), за период.</translation>
    </message>
    <message>
        <source>Of the inquiries that began in the period, those won by now.</source>
        <translation>Из обращений, начавшихся за период, уже выигранные.</translation>
    </message>
    <message>
        <source>Conversions that happened in the period ÷ inquiries that began in it. May exceed 100%; compare no dealers by it.</source>
        <translation>Конверсии, случившиеся за период ÷ обращения, начавшиеся за него. Бывает больше 100 %; дилеров по нему не сравнивают.</translation>
    </message>
    <message>
        <source>Quantile by Kaplan and Meier.</source>
        <translation>Квантиль по Каплану и Мейеру.</translation>
    </message>
    <message>
        <source>Beta-binomial model fitted to all rows of this kind; equal-tailed 95% interval.</source>
        <translation>Бета-биномиальная модель по всем строкам этого вида; симметричный по хвостам интервал 95 %.</translation>
    </message>
    <message>
        <source>By structure</source>
        <translation>По структуре</translation>
    </message>
    <message>
        <source>By source</source>
        <translation>По источникам</translation>
    </message>
    <message>
        <source>By campaign</source>
        <translation>По кампаниям</translation>
    </message>
    <message>
        <source>By region</source>
        <translation>По регионам</translation>
    </message>
    <message>
        <source>By dealer</source>
        <translation>По дилерам</translation>
    </message>
    <message>
        <source>By employee</source>
        <translation>По сотрудникам</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>По месяцам</translation>
    </message>
    <message>
        <source>By funnel</source>
        <translation>По воронкам</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Источник</translation>
    </message>
    <message>
        <source>UTM campaign</source>
        <translation>Кампания UTM</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>Dealer</source>
        <translation>Дилер</translation>
    </message>
    <message>
        <source>Employee</source>
        <translation>Сотрудник</translation>
    </message>
    <message>
        <source>Month of the beginning</source>
        <translation>Месяц начала</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>Воронка</translation>
    </message>
    <message>
        <source>No campaign</source>
        <translation>Без кампании</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Лиды</translation>
    </message>
    <message>
        <source>No funnel</source>
        <translation>Без воронки</translation>
    </message>
    <message>
        <source>Unknown source</source>
        <translation>Источник неизвестен</translation>
    </message>
    <message numerus="yes">
        <source>%Ln events counted here lie before the journal of this portal, which begins on %1: whoever is the first known to be responsible is taken for who was.</source>
        <translation>
            <numerusform>%Ln событие здесь было раньше, чем начался журнал этого портала (%1): ответственным тогда считается первый, о ком это известно.</numerusform>
            <numerusform>%Ln события здесь были раньше, чем начался журнал этого портала (%1): ответственным тогда считается первый, о ком это известно.</numerusform>
            <numerusform>%Ln событий здесь были раньше, чем начался журнал этого портала (%1): ответственным тогда считается первый, о ком это известно.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is known of the true conversion: the own figures, drawn to the network&apos;s the more, the fewer they are.</source>
        <translation>Что известно об истинной конверсии: собственные числа, тем сильнее притянутые к сети, чем их меньше.</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Раньше</translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::VelocityTexts</name>
    <message>
        <source>Velocity: %1 open × %2 won × %3 ÷ %4 = %5 a day</source>
        <translation>Скорость воронки: %1 открыто × %2 побед × %3 ÷ %4 = %5 в день</translation>
    </message>
    <message>
        <source>%1 against the period before</source>
        <translation>%1 к прошлому периоду</translation>
    </message>
    <message>
        <source>Pipeline velocity</source>
        <translation>Скорость воронки</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 в день</translation>
    </message>
    <message>
        <source>Cycle: mean time to the end, counted up to the horizon (restricted mean of Kaplan–Meier).</source>
        <translation>Цикл: среднее время до завершения в пределах срока (ограниченное среднее по Каплану и Мейеру).</translation>
    </message>
    <message>
        <source>open deals</source>
        <translation>открытые сделки</translation>
    </message>
    <message>
        <source>win rate</source>
        <translation>доля побед</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>сумма</translation>
    </message>
    <message>
        <source>cycle</source>
        <translation>цикл</translation>
    </message>
    <message>
        <source>A period earlier: %1 a day. What changed it: %2.</source>
        <translation>Периодом раньше: %1 в день. Что изменило: %2.</translation>
    </message>
    <message numerus="yes">
        <source>Velocity: %Ln open deals; too few have ended to tell what they bring</source>
        <translation>
            <numerusform>Скорость воронки: %Ln открытая сделка; завершилось слишком мало, чтобы сказать, что она принесёт</numerusform>
            <numerusform>Скорость воронки: %Ln открытые сделки; завершилось слишком мало, чтобы сказать, что они принесут</numerusform>
            <numerusform>Скорость воронки: %Ln открытых сделок; завершилось слишком мало, чтобы сказать, что они принесут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open deals × win rate × mean amount of those won in the period ÷ mean cycle. Win rate and cycle are of the %Ln deals whose horizon of %1 days ended in the period: each was watched for as long.</source>
        <translation>
            <numerusform>Открытые сделки × доля побед × средняя сумма выигранных за период ÷ средний цикл. Доля побед и цикл — по %Ln сделке, срок которой (%1 дн) истёк в периоде: за каждой наблюдали одинаково долго.</numerusform>
            <numerusform>Открытые сделки × доля побед × средняя сумма выигранных за период ÷ средний цикл. Доля побед и цикл — по %Ln сделкам, срок которых (%1 дн) истёк в периоде: за каждой наблюдали одинаково долго.</numerusform>
            <numerusform>Открытые сделки × доля побед × средняя сумма выигранных за период ÷ средний цикл. Доля побед и цикл — по %Ln сделкам, срок которых (%1 дн) истёк в периоде: за каждой наблюдали одинаково долго.</numerusform>
        </translation>
    </message>
</context>
</TS>
