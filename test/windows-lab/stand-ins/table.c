#include <rpc.h>
#include <stdio.h>
#include <wchar.h>

#include "table.h"

static const wchar_t parameters[] = L"SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters";

/* Records of a host name stand under a name that tells nothing, and have the endpoint as a value. */
static const struct {
    const wchar_t *key;
    bool is_named_by_value;
} tables[KINDS] = {
    [IPPORT] = { L"SslBindingInfo", false },
    [HOSTNAMEPORT] = { L"SslSniBindingInfo", true },
    [CCS] = { L"SslCcsBindingInfo", false },
    [SCOPEDCCS] = { L"SslScopedCcsBindingInfo", true },
};

HANDLE table_lock(void)
{
    HANDLE lock = CreateMutexW(NULL, FALSE, L"Global\\HTTP.sys certificate table");
    WaitForSingleObject(lock, INFINITE);
    return lock;
}

void table_unlock(HANDLE lock)
{
    ReleaseMutex(lock);
    CloseHandle(lock);
}

static HKEY open_table(enum kind kind)
{
    wchar_t path[128];
    HKEY key = NULL;
    _snwprintf(path, ARRAYSIZE(path), L"%ls\\%ls", parameters, tables[kind].key);
    RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);
    return key;
}

static void read_text(HKEY table, const wchar_t *name, const wchar_t *value, wchar_t *text, DWORD size)
{
    text[0] = 0;
    RegGetValueW(table, name, value, RRF_RT_REG_SZ, NULL, text, &size);
}

static DWORD read_number(HKEY table, const wchar_t *name, const wchar_t *value)
{
    DWORD number = 0, size = sizeof number;
    RegGetValueW(table, name, value, RRF_RT_REG_DWORD, NULL, &number, &size);
    return number;
}

static void read_record(HKEY table, enum kind kind, const wchar_t *name, struct record *record)
{
    DWORD size = sizeof record->hash;
    memset(record, 0, sizeof *record);
    record->kind = kind;
    if (tables[kind].is_named_by_value) read_text(table, name, L"HostnamePort", record->endpoint, sizeof record->endpoint);
    else wcsncpy(record->endpoint, name, ARRAYSIZE(record->endpoint) - 1);
    record->has_hash = RegGetValueW(table, name, L"SslCertHash", RRF_RT_REG_BINARY, NULL, record->hash, &size) == ERROR_SUCCESS;
    size = sizeof record->app_id;
    RegGetValueW(table, name, L"AppId", RRF_RT_REG_BINARY, NULL, &record->app_id, &size);
    read_text(table, name, L"SslCertStoreName", record->store, sizeof record->store);
    record->check_mode = read_number(table, name, L"DefaultSslCertCheckMode");
    record->freshness_time = read_number(table, name, L"DefaultSslRevocationFreshnessTime");
    record->url_timeout = read_number(table, name, L"DefaultSslRevocationUrlRetrievalTimeout");
    read_text(table, name, L"DefaultSslCtlIdentifier", record->ctl_identifier, sizeof record->ctl_identifier);
    read_text(table, name, L"DefaultSslCtlStoreName", record->ctl_store, sizeof record->ctl_store);
    record->flags = read_number(table, name, L"DefaultFlags");
}

/* Finds the record's subkey. Subkeys are few, so a walk over all of them will do. */
static bool find_name(HKEY table, enum kind kind, const wchar_t *endpoint, wchar_t *name, DWORD characters, struct record *record)
{
    for (DWORD index = 0, length = characters; RegEnumKeyExW(table, index, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
         index++, length = characters) {
        read_record(table, kind, name, record);
        if (_wcsicmp(record->endpoint, endpoint) == 0) return true;
    }
    return false;
}

bool table_find(enum kind kind, const wchar_t *endpoint, struct record *found)
{
    wchar_t name[300];
    HKEY table = open_table(kind);
    bool is_there = find_name(table, kind, endpoint, name, ARRAYSIZE(name), found);
    RegCloseKey(table);
    return is_there;
}

static void write_text(HKEY key, const wchar_t *name, const wchar_t *text)
{
    if (text[0] == 0) RegDeleteValueW(key, name);
    else RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (wcslen(text) + 1) * sizeof *text);
}

static void write_number(HKEY key, const wchar_t *name, DWORD number)
{
    if (number == 0) RegDeleteValueW(key, name);
    else RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

static void make_name(const struct record *record, wchar_t *name, size_t characters)
{
    UUID id;
    RPC_WSTR text;
    if (!tables[record->kind].is_named_by_value) {
        _snwprintf(name, characters, L"%ls", record->endpoint);
        return;
    }
    UuidCreate(&id);
    UuidToStringW(&id, &text);
    _snwprintf(name, characters, L"{%ls}", (const wchar_t *)text);
    RpcStringFreeW(&text);
}

void table_put(const struct record *record)
{
    wchar_t name[300];
    struct record present;
    HKEY table = open_table(record->kind), key;
    if (!find_name(table, record->kind, record->endpoint, name, ARRAYSIZE(name), &present)) {
        make_name(record, name, ARRAYSIZE(name));
    }
    RegCreateKeyExW(table, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);
    if (tables[record->kind].is_named_by_value) write_text(key, L"HostnamePort", record->endpoint);
    RegSetValueExW(key, L"AppId", 0, REG_BINARY, (const BYTE *)&record->app_id, sizeof record->app_id);
    if (record->has_hash) RegSetValueExW(key, L"SslCertHash", 0, REG_BINARY, record->hash, sizeof record->hash);
    write_text(key, L"SslCertStoreName", record->store);
    write_number(key, L"DefaultSslCertCheckMode", record->check_mode);
    write_number(key, L"DefaultSslRevocationFreshnessTime", record->freshness_time);
    write_number(key, L"DefaultSslRevocationUrlRetrievalTimeout", record->url_timeout);
    write_text(key, L"DefaultSslCtlIdentifier", record->ctl_identifier);
    write_text(key, L"DefaultSslCtlStoreName", record->ctl_store);
    write_number(key, L"DefaultFlags", record->flags);
    RegCloseKey(key);
    RegCloseKey(table);
}

bool table_remove(enum kind kind, const wchar_t *endpoint)
{
    wchar_t name[300];
    struct record present;
    HKEY table = open_table(kind);
    bool is_there = find_name(table, kind, endpoint, name, ARRAYSIZE(name), &present);
    if (is_there) RegDeleteKeyW(table, name);
    RegCloseKey(table);
    return is_there;
}

void table_each(void (*visit)(const struct record *record))
{
    for (enum kind kind = IPPORT; kind < KINDS; kind++) {
        wchar_t name[300];
        struct record record;
        HKEY table = open_table(kind);
        for (DWORD index = 0, length = ARRAYSIZE(name); RegEnumKeyExW(table, index, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
             index++, length = ARRAYSIZE(name)) {
            read_record(table, kind, name, &record);
            visit(&record);
        }
        RegCloseKey(table);
    }
}
