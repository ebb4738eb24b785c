#include <windows.h>
#include <wincrypt.h>
#include <stdio.h>
#include <wchar.h>

#include "access_list.h"
#include "key_file.h"

/* Who may use a key at first. */
static const wchar_t defaults[] = L"D:PAI(A;;FA;;;SY)(A;;FA;;;BA)";

static bool is_cng(const wchar_t *provider)
{
    return wcsstr(provider, L"Key Storage Provider") != NULL;
}

/* The MD5 of a container's name in lower case with a zero at its end: of UTF-16 for CNG, of ASCII for a CSP. */
static void digest_name(const wchar_t *container, bool utf16, DWORD digest[4])
{
    wchar_t lower[128];
    char ascii[128];
    HCRYPTPROV provider;
    HCRYPTHASH hash;
    DWORD size = 16, length = _snwprintf(lower, ARRAYSIZE(lower), L"%ls", container) + 1;
    _wcslwr(lower);
    WideCharToMultiByte(CP_ACP, 0, lower, length, ascii, sizeof ascii, NULL, NULL);
    CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT);
    CryptCreateHash(provider, CALG_MD5, 0, 0, &hash);
    CryptHashData(hash, utf16 ? (const BYTE *)lower : (const BYTE *)ascii, utf16 ? length * sizeof *lower : length, 0);
    CryptGetHashParam(hash, HP_HASHVAL, (BYTE *)digest, &size, 0);
    CryptDestroyHash(hash);
    CryptReleaseContext(provider, 0);
}

static void read_registry(const wchar_t *key, const wchar_t *name, wchar_t *text, DWORD size)
{
    wchar_t path[MAX_PATH];
    _snwprintf(path, ARRAYSIZE(path), L"Software\\Microsoft\\%ls", key);
    /* Variables in it are replaced. */
    if (RegGetValueW(HKEY_LOCAL_MACHINE, path, name, RRF_RT_REG_SZ, NULL, text, &size) != ERROR_SUCCESS) text[0] = 0;
}

static void path_of(const wchar_t *container, const wchar_t *provider, wchar_t path[MAX_PATH])
{
    DWORD digest[4] = { 0 };
    wchar_t guid[40], data[MAX_PATH];
    bool cng = is_cng(provider);
    digest_name(container, cng, digest);
    read_registry(L"Cryptography", L"MachineGuid", guid, sizeof guid);
    read_registry(L"Windows NT\\CurrentVersion\\ProfileList", L"ProgramData", data, sizeof data);
    _snwprintf(path, MAX_PATH, L"%ls\\Microsoft\\Crypto\\%ls\\%08lx%08lx%08lx%08lx_%ls", data, cng ? L"Keys" : L"RSA\\MachineKeys",
               digest[0], digest[1], digest[2], digest[3], guid);
}

static void make_folders(wchar_t *file)
{
    for (wchar_t *slash = wcschr(file, L'\\'); slash != NULL; slash = wcschr(slash + 1, L'\\')) {
        *slash = 0;
        CreateDirectoryW(file, NULL);
        *slash = L'\\';
    }
}

DWORD key_file_make(const wchar_t *container, const wchar_t *provider)
{
    wchar_t path[MAX_PATH];
    path_of(container, provider, path);
    make_folders(path);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_SYSTEM, NULL);
    if (file == INVALID_HANDLE_VALUE) return GetLastError();
    CloseHandle(file);
    return access_list_begin(path, defaults);
}

const wchar_t *key_file_find(const wchar_t *container, const wchar_t *provider)
{
    static wchar_t path[MAX_PATH];
    path_of(container, provider, path);
    return GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES ? NULL : wcsrchr(path, L'\\') + 1;
}

bool key_file_delete(const wchar_t *container, const wchar_t *provider)
{
    wchar_t path[MAX_PATH];
    path_of(container, provider, path);
    if (!DeleteFileW(path)) return false;
    access_list_end(path);
    return true;
}
