#include <objbase.h>

#include "machine_store.h"
#include "netsh_show.h"
#include "say.h"
#include "settings.h"

static const wchar_t *const endpoint_labels[KINDS] = {
    [IPPORT] = L"IP:port",
    [HOSTNAMEPORT] = L"Hostname:port",
    [CCS] = L"Central Certificate Store",
    [SCOPEDCCS] = L"Scoped Central Certificate Store",
};

static void show_text(const wchar_t *label, const wchar_t *value)
{
    say(L"    %-28ls : %ls", label, value[0] == 0 ? L"(null)" : value);
}

static void show_number(const wchar_t *label, DWORD value)
{
    say(L"    %-28ls : %lu", label, value);
}

static void show_settings(size_t from, size_t to, const struct record *record)
{
    for (size_t i = from; i < to; i++) {
        bool on = setting_is_on(&settings[i], record);
        const wchar_t *word = settings[i].is_set ? (on ? L"Set" : L"Not Set") : (on ? L"Enabled" : L"Disabled");
        show_text(settings[i].label, word);
    }
}

/* Server 2022 prints three blank lines between the rule and the first record. */
void show_header(void)
{
    say(L"");
    say(L"SSL Certificate bindings:");
    say(L"-------------------------");
    for (int i = 0; i < 3; i++) say(L"");
}

void show_record(const struct record *record)
{
    wchar_t hash[41] = L"", app_id[39];
    if (record->has_hash) write_thumbprint(record->hash, L"%02x", hash);
    StringFromGUID2(&record->app_id, app_id, ARRAYSIZE(app_id));
    show_text(endpoint_labels[record->kind], record->endpoint);
    show_text(L"Certificate Hash", hash);
    show_text(L"Application ID", _wcslwr(app_id));
    show_text(L"Certificate Store Name", record->store);
    show_settings(0, SETTINGS_BEFORE_TIMES, record);
    show_number(L"Revocation Freshness Time", record->freshness_time);
    if (record->check_mode & FRESHNESS_TIME_IN_USE) show_text(L"Use Revocation Freshness Time", L"Enabled");
    show_number(L"URL Retrieval Timeout", record->url_timeout);
    show_text(L"Ctl Identifier", record->ctl_identifier);
    show_text(L"Ctl Store Name", record->ctl_store);
    show_settings(SETTINGS_BEFORE_TIMES, settings_count, record);
    say(L" Extended Properties:");
    show_number(L"PropertyId", 0);
    show_number(L"Receive Window", 1048576);
    say(L" Extended Properties:");
    show_number(L"PropertyId", 1);
    show_number(L"Max Settings Per Frame", 2796202);
    show_number(L"Max Settings Per Minute", 4294967295u);
    say(L"");
}
