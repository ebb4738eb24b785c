#pragma once
#include <windows.h>
#include <stdbool.h>

/*
 * HTTP.sys's certificate table, kept where HTTP.sys keeps it and in its layout: under
 * HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters, one key for each kind of endpoint, one subkey for each
 * record. Values that are zero or not given are absent.
 */

enum kind { IPPORT, HOSTNAMEPORT, CCS, SCOPEDCCS, KINDS };

struct record {
    enum kind kind;
    wchar_t endpoint[300];
    bool has_hash; /* false for the two kinds of central certificate store */
    BYTE hash[20];
    GUID app_id;
    wchar_t store[64]; /* empty where none was given */
    DWORD check_mode;
    DWORD freshness_time;
    DWORD url_timeout;
    wchar_t ctl_identifier[256]; /* empty where none was given */
    wchar_t ctl_store[64];       /* likewise */
    DWORD flags;
};

/* One change at a time: whoever reads in order to write holds the lock in between. */
HANDLE table_lock(void);
void table_unlock(HANDLE lock);

/* Endpoints compare without case. */
bool table_find(enum kind kind, const wchar_t *endpoint, struct record *found);
void table_put(const struct record *record);
bool table_remove(enum kind kind, const wchar_t *endpoint);
void table_each(void (*visit)(const struct record *record));
