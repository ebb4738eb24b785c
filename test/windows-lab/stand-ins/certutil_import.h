#pragma once
#include <windows.h>
#include <wincrypt.h>
#include <stdbool.h>

struct import_options {
    const wchar_t *store;
    const wchar_t *file;
    const wchar_t *password;
    const wchar_t *provider;
    bool force;
    bool exportable;
    /* AT_KEYEXCHANGE, or 0 as for a key in CNG. */
    DWORD key_spec;
};

/* Imports the PFX and prints what certutil prints. @returns an HRESULT */
HRESULT import_pfx(const struct import_options *options);

/* Reads a whole file. @returns NULL if it cannot be read; otherwise to be freed by the caller */
BYTE *read_file(const wchar_t *path, DWORD *length);
