#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdio.h>
#include <wchar.h>
#include <wctype.h>

#include "machine_store.h"
#include "netsh_arguments.h"
#include "settings.h"

static const wchar_t *const kinds[KINDS] = { L"ipport", L"hostnameport", L"ccs", L"scopedccs" };

static bool is_host_name(const wchar_t *host)
{
    size_t length = 0;
    bool has_letter = false;
    if (wcsncmp(host, L"*.", 2) == 0) host += 2;
    if (wcslen(host) > 253) return false;
    for (const wchar_t *at = host;; at++) {
        bool is_end = *at == 0 || *at == L'.';
        if (is_end && (length == 0 || length > 63 || at[-1] == L'-')) return false;
        if (*at == 0) return has_letter;
        if (is_end) {
            length = 0;
            has_letter = false;
            continue;
        }
        if (*at == L'-' ? length == 0 : !(iswascii(*at) && iswalnum(*at)) && *at != L'_') return false;
        if (!iswdigit(*at)) has_letter = true;
        length++;
    }
}

static bool read_address(wchar_t *host, const wchar_t *port, struct record *record)
{
    IN6_ADDR address;
    size_t length = wcslen(host);
    wchar_t text[64];
    if (InetPtonW(AF_INET, host, &address) == 1) {
        _snwprintf(record->endpoint, ARRAYSIZE(record->endpoint), L"%ls:%ls", host, port);
        return true;
    }
    if (length < 3 || host[0] != L'[' || host[length - 1] != L']') return false;
    host[length - 1] = 0;
    if (InetPtonW(AF_INET6, host + 1, &address) != 1) return false;
    InetNtopW(AF_INET6, &address, text, ARRAYSIZE(text));
    _snwprintf(record->endpoint, ARRAYSIZE(record->endpoint), L"[%ls]:%ls", text, port);
    return true;
}

/* The endpoint as HTTP.sys keeps it: an IPv6 address in its short form, a host name as it was given. */
static bool read_endpoint(enum kind kind, const wchar_t *text, struct record *record)
{
    wchar_t host[300], *end;
    const wchar_t *colon = wcsrchr(text, L':'), *port = colon == NULL ? text : colon + 1;
    if (wcslen(text) >= ARRAYSIZE(host) || !iswdigit(port[0]) || port[0] == L'0' || wcslen(port) > 5) return false;
    if (wcstoul(port, &end, 10) > 65535 || *end != 0) return false;
    record->kind = kind;
    if (kind == CCS) {
        wcscpy(record->endpoint, port);
        return colon == NULL;
    }
    if (colon == NULL) return false;
    wcsncpy(host, text, colon - text);
    host[colon - text] = 0;
    if (kind == IPPORT) return read_address(host, port, record);
    wcscpy(record->endpoint, text);
    return is_host_name(host);
}

static const wchar_t *value_of(const wchar_t *argument, const wchar_t *tag)
{
    size_t length = wcslen(tag);
    return wcsncmp(argument, tag, length) == 0 && argument[length] == L'=' ? argument + length + 1 : NULL;
}

static bool is_key(const wchar_t *argument)
{
    for (enum kind kind = IPPORT; kind < KINDS; kind++) {
        if (value_of(argument, kinds[kind]) != NULL) return true;
    }
    return false;
}

enum reading read_key(int count, wchar_t **arguments, bool alone, struct request *request)
{
    bool found = false;
    for (int i = 0; i < count; i++) {
        if (alone && !is_key(arguments[i])) {
            request->refused = arguments[i];
            return UNKNOWN_ARGUMENT;
        }
        for (enum kind kind = IPPORT; kind < KINDS; kind++) {
            const wchar_t *value = value_of(arguments[i], kinds[kind]);
            if (value == NULL) continue;
            if (found || !read_endpoint(kind, value, &request->record)) return BAD_VALUE;
            found = true;
        }
    }
    return found ? READ : MISSING_PARAMETER;
}

static bool read_guid(const wchar_t *text, GUID *guid)
{
    return wcslen(text) == 38 && text[0] == L'{' && IIDFromString(text, guid) == S_OK;
}

/* Zero is refused too, as Server 2025 does. */
static bool read_time(const wchar_t *text, DWORD *number)
{
    wchar_t *end;
    if (!iswdigit(text[0]) || text[0] == L'0' || wcslen(text) > 10) return false;
    unsigned long long value = wcstoull(text, &end, 10);
    *number = (DWORD)value;
    return *end == 0 && value <= 0xffffffff;
}

static bool read_name(const wchar_t *text, wchar_t *name, size_t characters)
{
    if (wcslen(text) >= characters) return false;
    wcscpy(name, text);
    return true;
}

static bool read_switch(const struct setting *setting, const wchar_t *value, struct record *record)
{
    bool on = wcscmp(value, L"enable") == 0;
    setting_put(setting, record, on);
    return on || wcscmp(value, L"disable") == 0;
}

/* @returns UNKNOWN_ARGUMENT if there is no such tag */
static enum reading read_value(const wchar_t *tag, const wchar_t *value, struct record *record)
{
    const struct setting *setting = setting_find(tag);
    bool is_good;
    if (setting != NULL) is_good = read_switch(setting, value, record);
    else if (wcscmp(tag, L"appid") == 0) is_good = read_guid(value, &record->app_id);
    else if (wcscmp(tag, L"certhash") == 0) is_good = record->has_hash = read_thumbprint(value, record->hash);
    else if (wcscmp(tag, L"certstorename") == 0) is_good = read_name(value, record->store, ARRAYSIZE(record->store));
    else if (wcscmp(tag, L"sslctlidentifier") == 0) is_good = read_name(value, record->ctl_identifier, ARRAYSIZE(record->ctl_identifier));
    else if (wcscmp(tag, L"sslctlstorename") == 0) is_good = read_name(value, record->ctl_store, ARRAYSIZE(record->ctl_store));
    else if (wcscmp(tag, L"urlretrievaltimeout") == 0) is_good = read_time(value, &record->url_timeout);
    else if (wcscmp(tag, L"revocationfreshnesstime") == 0) {
        is_good = read_time(value, &record->freshness_time);
        record->check_mode |= FRESHNESS_TIME_IN_USE;
    } else return UNKNOWN_ARGUMENT;
    return is_good ? READ : BAD_VALUE;
}

static bool is_repeated(wchar_t **arguments, int at, size_t tag_length)
{
    for (int i = 0; i < at; i++) {
        if (wcsncmp(arguments[i], arguments[at], tag_length + 1) == 0) return true;
    }
    return false;
}

enum reading read_request(int count, wchar_t **arguments, struct request *request)
{
    bool has_app_id = false;
    for (int i = 0; i < count; i++) {
        wchar_t tag[64];
        const wchar_t *equals = wcschr(arguments[i], L'=');
        request->refused = arguments[i];
        if (is_key(arguments[i])) continue;
        if (equals == NULL || equals - arguments[i] >= (int)ARRAYSIZE(tag)) return UNKNOWN_ARGUMENT;
        wcsncpy(tag, arguments[i], equals - arguments[i]);
        tag[equals - arguments[i]] = 0;
        if (is_repeated(arguments, i, wcslen(tag))) return UNKNOWN_ARGUMENT;
        if (equals[1] == 0) return BAD_VALUE;
        enum reading reading = read_value(tag, equals + 1, &request->record);
        if (reading != READ) return reading;
        if (wcscmp(tag, L"appid") == 0) has_app_id = true;
    }
    return has_app_id ? READ : MISSING_PARAMETER;
}
