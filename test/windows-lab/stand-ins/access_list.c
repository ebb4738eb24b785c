#include <windows.h>
#include <aclapi.h>
#include <sddl.h>
#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

#include "access_list.h"

#define LISTS L"Software\\Windows Lab Access Lists"

static const wchar_t *name_of(const wchar_t *file)
{
    const wchar_t *slash = wcsrchr(file, L'\\');
    return slash == NULL ? file : slash + 1;
}

/* The key that has the list of a file. @returns ERROR_FILE_NOT_FOUND without a file, ERROR_ACCESS_DENIED for one that is not a key's */
static DWORD find(const wchar_t *file, wchar_t path[MAX_PATH])
{
    HKEY key;
    if (GetFileAttributesW(file) == INVALID_FILE_ATTRIBUTES) return ERROR_FILE_NOT_FOUND;
    _snwprintf(path, MAX_PATH, L"MACHINE\\" LISTS L"\\%ls", name_of(file));
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path + wcslen(L"MACHINE\\"), 0, READ_CONTROL, &key) != ERROR_SUCCESS) return ERROR_ACCESS_DENIED;
    RegCloseKey(key);
    return ERROR_SUCCESS;
}

DWORD access_list_read(const wchar_t *file, PSECURITY_DESCRIPTOR *descriptor, PACL *list)
{
    wchar_t path[MAX_PATH];
    DWORD error = find(file, path);
    if (error != ERROR_SUCCESS) return error;
    return GetNamedSecurityInfoW(path, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL, list, NULL, descriptor);
}

DWORD access_list_write(const wchar_t *file, PACL list)
{
    wchar_t path[MAX_PATH];
    DWORD error = find(file, path);
    if (error != ERROR_SUCCESS) return error;
    return SetNamedSecurityInfoW(path, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL, list, NULL);
}

DWORD access_list_write_text(const wchar_t *file, const wchar_t *sddl)
{
    PSECURITY_DESCRIPTOR descriptor;
    BOOL present, is_default;
    PACL list;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &descriptor, NULL)) return GetLastError();
    bool has_list = GetSecurityDescriptorDacl(descriptor, &present, &list, &is_default) && present && list != NULL;
    DWORD error = has_list ? access_list_write(file, list) : ERROR_INVALID_ACL;
    LocalFree(descriptor);
    return error;
}

DWORD access_list_begin(const wchar_t *file, const wchar_t *sddl)
{
    wchar_t path[MAX_PATH];
    HKEY key;
    _snwprintf(path, MAX_PATH, LISTS L"\\%ls", name_of(file));
    DWORD error = RegCreateKeyW(HKEY_LOCAL_MACHINE, path, &key);
    if (error != ERROR_SUCCESS) return error;
    RegCloseKey(key);
    return access_list_write_text(file, sddl);
}

void access_list_end(const wchar_t *file)
{
    wchar_t path[MAX_PATH];
    _snwprintf(path, MAX_PATH, LISTS L"\\%ls", name_of(file));
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
}
