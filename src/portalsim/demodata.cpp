// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demodata.h"

namespace dealerlens::portalsim {
namespace {

constexpr Product kProducts[] {
    { u"Погрузчик ТП-40", 5300000, 0 },
    { u"Сеялка СП-12", 4900000, 0 },
    { u"Жатка ЖН-9", 2450000, 0 },
    { u"Борона БД-6×4", 2400000, 0 },
    { u"Опрыскиватель ОП-24", 3720000, 0 },
    { u"Культиватор КП-8", 1860000, 0 },
    { u"Пресс-подборщик ПП-150", 2950000, 0 },
    { u"Прицеп ПТ-14", 1120000, 0 },
    { u"Разбрасыватель РУ-7", 890000, 0 },
    { u"Косилка КР-3", 640000, 0 },
    { u"Комплект лемехов", 48000, 1 },
    { u"Ремни и подшипники", 36500, 1 },
    { u"Гидроцилиндр ГЦ-80", 71200, 1 },
    { u"Редуктор жатки", 214000, 1 },
    { u"Фильтры, комплект на сезон", 27900, 1 },
    { u"Рабочие органы КП-8", 132000, 1 },
    { u"Техобслуживание ТО-2", 58000, 2 },
    { u"Ремонт гидравлики", 87000, 2 },
    { u"Выезд инженера", 14500, 2 },
    { u"Предсезонная диагностика", 32000, 2 },
};

constexpr SourceRow kSources[] {
    { "WEB", u"Сайт", 30, 1.0 },
    { "UC_AVITO", u"Авито", 16, 0.55 },
    { "CALL", u"Звонок", 20, 1.2 },
    { "RECOMMENDATION", u"Рекомендация", 7, 1.7 },
    { "TRADE_SHOW", u"Выставка", 6, 0.9 },
    { "ADVERTISING", u"Реклама", 9, 0.7 },
    { "PARTNER", u"Существующий клиент", 8, 1.8 },
    { "EMAIL", u"Электронная почта", 2, 0.8 },
    { "UC_HEAD", u"Центральный офис", 5, 1.1 },
};

constexpr UtmRow kUtm[] {
    { "WEB", "yandex", "organic", "" },
    { "WEB", "google", "organic", "" },
    { "WEB", "yandex", "cpc", "seyalki_vesna" },
    { "WEB", "yandex", "cpc", "zhatki_region" },
    { "WEB", "yandex", "cpc", "brand" },
    { "WEB", "vk", "social", "video_pokaz" },
    { "WEB", "telegram", "social", "kanal_agronom" },
    { "ADVERTISING", "yandex", "cpm", "media_uborka" },
    { "ADVERTISING", "vk", "cpc", "lizing_0" },
    { "ADVERTISING", "mailing", "email", "osen_skidki" },
    { "UC_AVITO", "avito", "referral", "obyavleniya" },
    { "UC_AVITO", "avito", "cpc", "prodvizhenie" },
};

constexpr Reason kLossReasons[] {
    { u"Цена", 22, false },
    { u"Срок поставки", 12, false },
    { u"Купил у другого дилера", 9, false },
    { u"Выбрал другого производителя", 13, false },
    { u"Нет денег", 11, false },
    { u"Отказано в лизинге", 7, false },
    { u"Отложил до следующего сезона", 10, false },
    { u"Не отвечает", 9, true },
    { u"Другое", 7, true },
};

constexpr const char16_t *kComments[] { u"Клиент просит счёт до пятницы.", u"Был на площадке, смотрел вживую, понравилось.",
    u"Ждёт решения по лизингу, перезвонить на следующей неделе.", u"Сравнивает с белорусским аналогом.",
    u"Просит скидку за предоплату, согласовываю.", u"Работает на двух полях, площадь увеличивает.", u"Договорились о показе в хозяйстве.",
    u"Нужна доставка до посевной.", u"Дубль, клиент уже обращался весной.", u"Отправил каталог и условия рассрочки.",
    u"Механик уточняет совместимость с трактором.", u"Главный агроном за, решает собственник.", u"Передал документы в бухгалтерию.",
    u"Не дозвонился, написал в мессенджер.", u"Оплата частями, первый платёж получен.", u"Просит запчасти в комплект." };

constexpr const char16_t *kTodos[] { u"Перезвонить", u"Отправить коммерческое предложение", u"Уточнить оплату", u"Согласовать доставку",
    u"Назначить показ", u"Подготовить договор", u"Запросить документы на лизинг", u"Проверить наличие на складе" };

constexpr const char16_t *kMailSubjects[] { u"Каталог и цены", u"Коммерческое предложение", u"Счёт на оплату", u"Условия лизинга",
    u"Договор поставки", u"Ответ на вашу заявку" };

} // namespace

std::span<const Product> demoProducts() { return kProducts; }

std::span<const SourceRow> demoSources() { return kSources; }

std::span<const UtmRow> demoUtm() { return kUtm; }

std::span<const Reason> demoLossReasons() { return kLossReasons; }

std::span<const char16_t *const> demoComments() { return kComments; }

std::span<const char16_t *const> demoTodos() { return kTodos; }

std::span<const char16_t *const> demoMailSubjects() { return kMailSubjects; }

} // namespace dealerlens::portalsim
