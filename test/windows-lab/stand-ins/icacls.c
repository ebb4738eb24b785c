/*
 * icacls.exe of the lab, over the real advapi32, in English:
 *   file /save list   file /grant *SID:(R|F)   folder /restore list
 * A saved list is UTF-16 without a byte order mark. Stricter than icacls: accounts by their SIDs only, and no other
 * files than those of keys.
 */
#include <windows.h>
#include <aclapi.h>
#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

#include "access_list.h"
#include "lab.h"
#include "say.h"

static DWORD save(const wchar_t *file, const wchar_t *to)
{
    PSECURITY_DESCRIPTOR descriptor;
    PACL list;
    wchar_t *text, *slash = wcsrchr(file, L'\\');
    DWORD error = access_list_read(file, &descriptor, &list);
    if (error != ERROR_SUCCESS) return error;
    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &text, NULL)) return GetLastError();
    const wchar_t *const parts[] = { slash == NULL ? file : slash + 1, L"\r\n", text, L"\r\n" };
    FILE *out = _wfopen(to, L"wb");
    if (out == NULL) return ERROR_ACCESS_DENIED;
    for (size_t i = 0; i < ARRAYSIZE(parts); i++) fwrite(parts[i], sizeof *text, wcslen(parts[i]), out);
    fclose(out);
    return ERROR_SUCCESS;
}

/* @param text as in *S-1-5-20:(R) */
static DWORD grant(const wchar_t *file, wchar_t *text)
{
    PSECURITY_DESCRIPTOR descriptor;
    PACL before, after;
    PSID sid;
    DWORD rights;
    wchar_t *colon = wcsrchr(text, L':');
    if (colon == NULL) return ERROR_INVALID_PARAMETER;
    if (wcscmp(colon, L":(R)") == 0) rights = FILE_GENERIC_READ;
    else if (wcscmp(colon, L":(F)") == 0) rights = FILE_ALL_ACCESS;
    else return ERROR_INVALID_PARAMETER;
    *colon = 0;
    if (text[0] != L'*') return ERROR_NONE_MAPPED;
    if (!ConvertStringSidToSidW(text + 1, &sid)) return GetLastError();
    DWORD error = access_list_read(file, &descriptor, &before);
    if (error != ERROR_SUCCESS) return error;
    EXPLICIT_ACCESSW entry = { .grfAccessPermissions = rights, .grfAccessMode = GRANT_ACCESS };
    BuildTrusteeWithSidW(&entry.Trustee, sid);
    error = SetEntriesInAclW(1, &entry, before, &after);
    return error != ERROR_SUCCESS ? error : access_list_write(file, after);
}

/* Takes the next line, which has to end as all lines of the file do. @returns NULL without one */
static wchar_t *next_line(wchar_t **at)
{
    wchar_t *line = *at, *end = wcsstr(line, L"\r\n");
    if (end == NULL) return NULL;
    *end = 0;
    *at = end + 2;
    return line;
}

/* @param file the last one that was tried */
static DWORD restore(const wchar_t *folder, const wchar_t *from, wchar_t file[MAX_PATH])
{
    static wchar_t text[1 << 16];
    wchar_t *at = text, *name, *sddl;
    FILE *in = _wfopen(from, L"rb");
    if (in == NULL) return ERROR_FILE_NOT_FOUND;
    text[fread(text, sizeof *text, ARRAYSIZE(text) - 1, in)] = 0;
    fclose(in);
    if (text[0] == 0 || text[0] == 0xfeff) return ERROR_INVALID_PARAMETER;
    while (*at != 0) {
        if ((name = next_line(&at)) == NULL || (sddl = next_line(&at)) == NULL || wcschr(name, L'\\') != NULL) return ERROR_INVALID_PARAMETER;
        _snwprintf(file, MAX_PATH, L"%ls\\%ls", folder, name);
        DWORD error = access_list_write_text(file, sddl);
        if (error != ERROR_SUCCESS) return error;
    }
    return ERROR_SUCCESS;
}

int wmain(int argc, wchar_t **argv)
{
    DWORD error = ERROR_INVALID_PARAMETER;
    wchar_t file[MAX_PATH] = L"";
    if (argc > 1) _snwprintf(file, MAX_PATH - 1, L"%ls", argv[1]);
    if (!lab_is_elevated()) error = ERROR_ACCESS_DENIED;
    else if (argc == 4 && _wcsicmp(argv[2], L"/save") == 0) error = save(file, argv[3]);
    else if (argc == 4 && _wcsicmp(argv[2], L"/grant") == 0) error = grant(file, argv[3]);
    else if (argc == 4 && _wcsicmp(argv[2], L"/restore") == 0) error = restore(argv[1], argv[3], file);
    if (error == ERROR_SUCCESS) say(L"processed file: %ls", file);
    else say(L"%ls: error %lu", file, error);
    say(L"Successfully processed %d files; Failed processing %d files", error == ERROR_SUCCESS, error != ERROR_SUCCESS);
    return error;
}
