<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
<context>
    <name>dealerlens::desk::ContextBar</name>
    <message numerus="yes">
        <source>all %Ln</source>
        <translation>
            <numerusform>all %Ln</numerusform>
            <numerusform>all %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>%Ln chosen</numerusform>
            <numerusform>%Ln chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::CoverageMark</name>
    <message numerus="yes">
        <source>%1 of %Ln dealers</source>
        <translation>
            <numerusform>%1 of %Ln dealer</numerusform>
            <numerusform>%1 of %Ln dealers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::DeadlineBox</name>
    <message numerus="yes">
        <source>in %Ln working days of the dealer</source>
        <translation>
            <numerusform>in %Ln working day of the dealer</numerusform>
            <numerusform>in %Ln working days of the dealer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::DemoNetwork</name>
    <message numerus="yes">
        <source>A network of %n dealers is invented</source>
        <translation>
            <numerusform>A network of %n dealer is invented</numerusform>
            <numerusform>A network of %n dealers is invented</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ExplainPopover</name>
    <message numerus="yes">
        <source>Open %Ln rows</source>
        <translation>
            <numerusform>Open %Ln row</numerusform>
            <numerusform>Open %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ForgetDialog</name>
    <message numerus="yes">
        <source>%Ln contact(s)</source>
        <translation>
            <numerusform>%Ln contact</numerusform>
            <numerusform>%Ln contacts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lead(s)</source>
        <translation>
            <numerusform>%Ln lead</numerusform>
            <numerusform>%Ln leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deal(s)</source>
        <translation>
            <numerusform>%Ln deal</numerusform>
            <numerusform>%Ln deals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln company(ies)</source>
        <translation>
            <numerusform>%Ln company</numerusform>
            <numerusform>%Ln companies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln phone(s) and address(es)</source>
        <translation>
            <numerusform>%Ln phone or address</numerusform>
            <numerusform>%Ln phones and addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::FunnelsPage</name>
    <message numerus="yes">
        <source>selected %Ln</source>
        <translation>
            <numerusform>selected %Ln</numerusform>
            <numerusform>selected %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ItemHeader</name>
    <message numerus="yes">
        <source>entered %Ln times</source>
        <translation>
            <numerusform>entered %Ln time</numerusform>
            <numerusform>entered %Ln times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::NetworkPage</name>
    <message numerus="yes">
        <source>head office and %Ln dealers</source>
        <translation>
            <numerusform>head office and %Ln dealer</numerusform>
            <numerusform>head office and %Ln dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln dealer</numerusform>
            <numerusform>%Ln dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refreshing %Ln dealers</source>
        <translation>
            <numerusform>Refreshing %Ln dealer</numerusform>
            <numerusform>Refreshing %Ln dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Were %Ln records really deleted at the dealer?</source>
        <translation>
            <numerusform>Was %Ln record really deleted at the dealer?</numerusform>
            <numerusform>Were %Ln records really deleted at the dealer?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::NetworkPanel</name>
    <message numerus="yes">
        <source>none of %Ln</source>
        <translation>
            <numerusform>none of %Ln</numerusform>
            <numerusform>none of %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The portal&apos;s list lacks %Ln records</source>
        <translation>
            <numerusform>The portal&apos;s list lacks %Ln record</numerusform>
            <numerusform>The portal&apos;s list lacks %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>stopped for %Ln open items</source>
        <translation>
            <numerusform>stopped for %Ln open item</numerusform>
            <numerusform>stopped for %Ln open items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln records</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln records, kept as sent</source>
        <translation>
            <numerusform>in %Ln record, kept as sent</numerusform>
            <numerusform>in %Ln records, kept as sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::OutboxPage</name>
    <message numerus="yes">
        <source>%Ln wait for a person</source>
        <translation>
            <numerusform>%Ln waits for a person</numerusform>
            <numerusform>%Ln wait for a person</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::OutboxPanel</name>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>%Ln time</numerusform>
            <numerusform>%Ln times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::PortalsDialog</name>
    <message numerus="yes">
        <source>Connect %Ln</source>
        <translation>
            <numerusform>Connect %Ln</numerusform>
            <numerusform>Connect %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ReportPage</name>
    <message numerus="yes">
        <source>against the %Ln days before</source>
        <translation>
            <numerusform>against the %Ln day before</numerusform>
            <numerusform>against the %Ln days before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::ReportPlots</name>
    <message numerus="yes">
        <source>%Ln points about the network&apos;s %1</source>
        <translation>
            <numerusform>%Ln point about the network&apos;s %1</numerusform>
            <numerusform>%Ln points about the network&apos;s %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln outside the 99.8% limits</source>
        <translation>
            <numerusform>%Ln outside the 99.8% limits</numerusform>
            <numerusform>%Ln outside the 99.8% limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::RowsPage</name>
    <message numerus="yes">
        <source>conversion in %Ln days %1, n = %2</source>
        <translation>
            <numerusform>conversion in %Ln day %1, n = %2</numerusform>
            <numerusform>conversion in %Ln days %1, n = %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StageMapSection</name>
    <message numerus="yes">
        <source>%Ln stages are unpaired: what stands there is counted, but in no milestone, and lowers coverage.</source>
        <translation>
            <numerusform>%Ln stage is unpaired: what stands there is counted, but in no milestone, and lowers coverage.</numerusform>
            <numerusform>%Ln stages are unpaired: what stands there is counted, but in no milestone, and lowers coverage.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesPage</name>
    <message numerus="yes">
        <source>%Ln visits</source>
        <translation>
            <numerusform>%Ln visit</numerusform>
            <numerusform>%Ln visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::StagesPanel</name>
    <message numerus="yes">
        <source>Slowest and fastest of %Ln dealers: median days; the line is all together</source>
        <translation>
            <numerusform>Slowest and fastest of %Ln dealer: median days; the line is all together</numerusform>
            <numerusform>Slowest and fastest of %Ln dealers: median days; the line is all together</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::TreemapWidget</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::desk::WishDialog</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln dealer</numerusform>
            <numerusform>%Ln dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in the outbox</source>
        <translation>
            <numerusform>%Ln in the outbox</numerusform>
            <numerusform>%Ln in the outbox</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back</source>
        <translation>
            <numerusform>%Ln taken back</numerusform>
            <numerusform>%Ln taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had arrived: the opposite is in the outbox</source>
        <translation>
            <numerusform>%Ln had arrived: the opposite is in the outbox</numerusform>
            <numerusform>%Ln had arrived: the opposites are in the outbox</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln being sent just now, undo again in a moment</source>
        <translation>
            <numerusform>%Ln is being sent just now, undo again in a moment</numerusform>
            <numerusform>%Ln are being sent just now, undo again in a moment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be undone: %1</source>
        <translation>
            <numerusform>%Ln cannot be undone: %1</numerusform>
            <numerusform>%Ln cannot be undone: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The data of %Ln of the dealers are old: it is sent there when their portals answer again.</source>
        <translation>
            <numerusform>The data of %Ln of the dealers are old: it is sent there when its portal answers again.</numerusform>
            <numerusform>The data of %Ln of the dealers are old: it is sent there when their portals answer again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::BoardTexts</name>
    <message numerus="yes">
        <source>%n leads</source>
        <translation>
            <numerusform>%n lead</numerusform>
            <numerusform>%n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deals</source>
        <translation>
            <numerusform>%n deal</numerusform>
            <numerusform>%n deals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more dealers</source>
        <translation>
            <numerusform>%n more dealer</numerusform>
            <numerusform>%n more dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::Explanation</name>
    <message numerus="yes">
        <source>%1 of %Ln dealers are fresh</source>
        <translation>
            <numerusform>%1 of %Ln dealer is fresh</numerusform>
            <numerusform>%1 of %Ln dealers are fresh</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::NetworkModel</name>
    <message numerus="yes">
        <source>%Ln dealers</source>
        <translation>
            <numerusform>%Ln dealer</numerusform>
            <numerusform>%Ln dealers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not up to date</source>
        <translation>
            <numerusform>%Ln not up to date</numerusform>
            <numerusform>%Ln not up to date</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without access</source>
        <translation>
            <numerusform>%Ln without access</numerusform>
            <numerusform>%Ln without access</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stale</source>
        <translation>
            <numerusform>%Ln stale</numerusform>
            <numerusform>%Ln stale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln need attention</source>
        <translation>
            <numerusform>%Ln needs attention</numerusform>
            <numerusform>%Ln need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln loading for the first time</source>
        <translation>
            <numerusform>%Ln loading for the first time</numerusform>
            <numerusform>%Ln loading for the first time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fresh</source>
        <translation>
            <numerusform>%Ln fresh</numerusform>
            <numerusform>%Ln fresh</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln retired</source>
        <translation>
            <numerusform>%Ln retired</numerusform>
            <numerusform>%Ln retired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln stages are paired</source>
        <translation>
            <numerusform>The only stage is paired (%Ln)</numerusform>
            <numerusform>All %Ln stages are paired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stages unpaired</source>
        <translation>
            <numerusform>%Ln stage unpaired</numerusform>
            <numerusform>%Ln stages unpaired</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::OutboxModel</name>
    <message numerus="yes">
        <source>sent %Ln times</source>
        <translation>
            <numerusform>sent %Ln time</numerusform>
            <numerusform>sent %Ln times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::PortalDrafts</name>
    <message numerus="yes">
        <source>ready, %Ln deals</source>
        <translation>
            <numerusform>ready, %Ln deal</numerusform>
            <numerusform>ready, %Ln deals</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::StageTexts</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::TreeModel</name>
    <message numerus="yes">
        <source>Conversion in %Ln days,
95% interval, line: network</source>
        <translation>
            <numerusform>Conversion in %Ln day,
95% interval, line: network</numerusform>
            <numerusform>Conversion in %Ln days,
95% interval, line: network</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the inquiries at least %Ln days old, those that converted within that time.</source>
        <translation>
            <numerusform>Of the inquiries at least %Ln day old, those that converted within that time.</numerusform>
            <numerusform>Of the inquiries at least %Ln days old, those that converted within that time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Inquiries younger than %Ln days: left out of conversion.</source>
        <translation>
            <numerusform>Inquiries younger than %Ln day: left out of conversion.</numerusform>
            <numerusform>Inquiries younger than %Ln days: left out of conversion.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are too young and left out.</source>
        <translation>
            <numerusform>%Ln is too young and left out.</numerusform>
            <numerusform>%Ln are too young and left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln won in a currency without a rate are not in the sum.</source>
        <translation>
            <numerusform>%Ln won in a currency without a rate is not in the sum.</numerusform>
            <numerusform>%Ln won in a currency without a rate are not in the sum.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln events counted here lie before the journal of this portal, which begins on %1: whoever is the first known to be responsible is taken for who was.</source>
        <translation>
            <numerusform>%Ln event counted here lies before the journal of this portal, which begins on %1: whoever is the first known to be responsible is taken for who was.</numerusform>
            <numerusform>%Ln events counted here lie before the journal of this portal, which begins on %1: whoever is the first known to be responsible is taken for who was.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dealerlens::viewmodels::VelocityTexts</name>
    <message numerus="yes">
        <source>Velocity: %Ln open deals; too few have ended to tell what they bring</source>
        <translation>
            <numerusform>Velocity: %Ln open deal; too few have ended to tell what it brings</numerusform>
            <numerusform>Velocity: %Ln open deals; too few have ended to tell what they bring</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open deals × win rate × mean amount of those won in the period ÷ mean cycle. Win rate and cycle are of the %Ln deals whose horizon of %1 days ended in the period: each was watched for as long.</source>
        <translation>
            <numerusform>Open deals × win rate × mean amount of those won in the period ÷ mean cycle. Win rate and cycle are of the %Ln deal whose horizon of %1 days ended in the period: each was watched for as long.</numerusform>
            <numerusform>Open deals × win rate × mean amount of those won in the period ÷ mean cycle. Win rate and cycle are of the %Ln deals whose horizon of %1 days ended in the period: each was watched for as long.</numerusform>
        </translation>
    </message>
</context>
</TS>
