#include <stdio.h>
#include <wchar.h>

#include "lab.h"

static const wchar_t lab_key[] = L"Software\\Windows Lab";

static bool read_text(const wchar_t *name, wchar_t *text, DWORD characters)
{
    DWORD size = characters * sizeof *text;
    return RegGetValueW(HKEY_LOCAL_MACHINE, lab_key, name, RRF_RT_REG_SZ, NULL, text, &size) == ERROR_SUCCESS;
}

bool lab_is_elevated(void)
{
    wchar_t account[64];
    return !read_text(L"Account", account, ARRAYSIZE(account)) || wcscmp(account, L"administrator") == 0;
}

struct fault lab_fault(const wchar_t *command_line)
{
    struct fault fault = { FAULT_NONE, 0 };
    wchar_t text[512];
    if (!read_text(L"Fault", text, ARRAYSIZE(text))) return fault;
    const wchar_t *kind = wcstok(text, L" ");
    if (kind == NULL) return fault;
    for (wchar_t *word = wcstok(NULL, L" "); word != NULL; word = wcstok(NULL, L" ")) {
        if (wcsstr(command_line, word) == NULL) return fault;
    }
    if (wcsncmp(kind, L"error=", 6) == 0) {
        fault.kind = FAULT_ERROR;
        fault.error = wcstoul(kind + 6, NULL, 10);
    } else if (wcscmp(kind, L"no-effect") == 0) {
        fault.kind = FAULT_NO_EFFECT;
    } else if (wcscmp(kind, L"hang-before") == 0) {
        fault.kind = FAULT_HANG_BEFORE;
    } else if (wcscmp(kind, L"hang-after") == 0) {
        fault.kind = FAULT_HANG_AFTER;
    }
    return fault;
}

void lab_hang(void)
{
    DWORD id = GetCurrentProcessId();
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, lab_key, L"Hanging", REG_DWORD, &id, sizeof id);
    Sleep(INFINITE);
}

static void path_of_key(const wchar_t *thumbprint, wchar_t *path, size_t characters)
{
    _snwprintf(path, characters, L"%ls\\Keys\\%ls", lab_key, thumbprint);
}

void lab_keep_key(const wchar_t *thumbprint, const BYTE *pfx, DWORD length, const wchar_t *password, bool exportable)
{
    wchar_t path[128];
    DWORD flag = exportable;
    path_of_key(thumbprint, path, ARRAYSIZE(path));
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, path, L"Pfx", REG_BINARY, pfx, length);
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, path, L"Password", REG_SZ, password, (wcslen(password) + 1) * sizeof *password);
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, path, L"Exportable", REG_DWORD, &flag, sizeof flag);
}

bool lab_delete_key(const wchar_t *thumbprint)
{
    wchar_t path[128];
    path_of_key(thumbprint, path, ARRAYSIZE(path));
    return RegDeleteKeyW(HKEY_LOCAL_MACHINE, path) == ERROR_SUCCESS;
}

bool lab_key_is_exportable(const wchar_t *thumbprint)
{
    wchar_t path[128];
    DWORD flag = 0, size = sizeof flag;
    path_of_key(thumbprint, path, ARRAYSIZE(path));
    RegGetValueW(HKEY_LOCAL_MACHINE, path, L"Exportable", RRF_RT_REG_DWORD, NULL, &flag, &size);
    return flag != 0;
}
