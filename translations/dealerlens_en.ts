<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
    <context>
        <name>dealerlens::desk::ContextBar</name>
        <message numerus="yes">
            <source>all %n</source>
            <translation>
                <numerusform>all %n</numerusform>
                <numerusform>all %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n chosen</source>
            <translation>
                <numerusform>%n chosen</numerusform>
                <numerusform>%n chosen</numerusform>
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
        <name>dealerlens::desk::CoverageMark</name>
        <message numerus="yes">
            <source>%1 of %n dealers</source>
            <translation>
                <numerusform>%1 of %n dealer</numerusform>
                <numerusform>%1 of %n dealers</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>dealerlens::desk::TreemapWidget</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
</TS>
