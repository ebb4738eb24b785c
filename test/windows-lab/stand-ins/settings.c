#include <stddef.h>
#include <wchar.h>

#include "settings.h"

#define CHECK offsetof(struct record, check_mode)
#define FLAGS offsetof(struct record, flags)

/* What Server 2022 knows. */
const struct setting settings[] = {
    { L"verifyclientcertrevocation", L"Verify Client Certificate Revocation", CHECK, 0x1, true, false },
    { L"verifyrevocationwithcachedclientcertonly", L"Verify Revocation Using Cached Client Certificate Only", CHECK, 0x2, false, false },
    { L"usagecheck", L"Usage Check", CHECK, 0x10000, true, false },
    { L"dsmapperusage", L"DS Mapper Usage", FLAGS, 0x1, false, false },
    { L"clientcertnegotiation", L"Negotiate Client Certificate", FLAGS, 0x2, false, false },
    { L"reject", L"Reject Connections", FLAGS, 0x8, false, false },
    { L"disablehttp2", L"Disable HTTP2", FLAGS, 0x10, false, true },
    { L"disablequic", L"Disable QUIC", FLAGS, 0x20, false, true },
    { L"disabletls12", L"Disable TLS1.2", FLAGS, 0x1000, false, true },
    { L"disabletls13", L"Disable TLS1.3", FLAGS, 0x40, false, true },
    { L"disableocspstapling", L"Disable OCSP Stapling", FLAGS, 0x80, false, true },
    { L"enabletokenbinding", L"Enable Token Binding", FLAGS, 0x100, false, true },
    { L"logextendedevents", L"Log Extended Events", FLAGS, 0x200, false, true },
    { L"disablelegacytls", L"Disable Legacy TLS Versions", FLAGS, 0x400, false, true },
    { L"enablesessionticket", L"Enable Session Ticket", FLAGS, 0x800, false, true },
};
const size_t settings_count = ARRAYSIZE(settings);

const struct setting *setting_find(const wchar_t *argument)
{
    for (size_t i = 0; i < settings_count; i++) {
        if (wcscmp(settings[i].argument, argument) == 0) return &settings[i];
    }
    return NULL;
}

bool setting_is_on(const struct setting *setting, const struct record *record)
{
    const DWORD *word = (const DWORD *)((const char *)record + setting->word);
    return ((*word & setting->mask) != 0) != setting->is_inverted;
}

void setting_put(const struct setting *setting, struct record *record, bool on)
{
    DWORD *word = (DWORD *)((char *)record + setting->word);
    if (on != setting->is_inverted) *word |= setting->mask;
    else *word &= ~setting->mask;
}
