/*
 * first_pipe_instance.node: mends one fault of Wine 10 in the Node that loads it.
 *
 * Windows refuses a second server of a named pipe that asks to be the first (FILE_FLAG_FIRST_PIPE_INSTANCE, which
 * Node's net.Server does) with ERROR_ACCESS_DENIED. Wine ignores the flag, so two processes could hold the same
 * lock. Here the flag is honoured: a mutex for the pipe's name is held while it is looked for and created.
 */
#include <windows.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

typedef HANDLE WINAPI create_pipe(LPCWSTR, DWORD, DWORD, DWORD, DWORD, DWORD, DWORD, LPSECURITY_ATTRIBUTES);

static create_pipe *original;

static HANDLE lock_name(const wchar_t *pipe)
{
    wchar_t name[MAX_PATH] = L"Global\\first instance of ";
    size_t length = wcslen(name);
    for (const wchar_t *at = pipe; *at != 0 && length < ARRAYSIZE(name) - 1; at++) name[length++] = *at == L'\\' ? L'/' : *at;
    HANDLE lock = CreateMutexW(NULL, FALSE, name);
    WaitForSingleObject(lock, INFINITE);
    return lock;
}

static HANDLE WINAPI create_first(LPCWSTR name, DWORD open, DWORD mode, DWORD most, DWORD out, DWORD in, DWORD timeout,
                                  LPSECURITY_ATTRIBUTES security)
{
    if ((open & FILE_FLAG_FIRST_PIPE_INSTANCE) == 0) return original(name, open, mode, most, out, in, timeout, security);
    HANDLE lock = lock_name(name), pipe = INVALID_HANDLE_VALUE;
    bool exists = WaitNamedPipeW(name, 1) || GetLastError() != ERROR_FILE_NOT_FOUND;
    DWORD error = ERROR_ACCESS_DENIED;
    if (!exists) {
        pipe = original(name, open, mode, most, out, in, timeout, security);
        error = GetLastError();
    }
    ReleaseMutex(lock);
    CloseHandle(lock);
    SetLastError(error);
    return pipe;
}

static void replace(ULONG_PTR *slot)
{
    DWORD protection;
    VirtualProtect(slot, sizeof *slot, PAGE_READWRITE, &protection);
    original = (create_pipe *)*slot;
    *slot = (ULONG_PTR)create_first;
    VirtualProtect(slot, sizeof *slot, protection, &protection);
}

/* Finds the function in the table of what the program imports. */
static void redirect(BYTE *base)
{
    const IMAGE_NT_HEADERS *headers = (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_DATA_DIRECTORY *directory = &headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    const IMAGE_IMPORT_DESCRIPTOR *library = (const IMAGE_IMPORT_DESCRIPTOR *)(base + directory->VirtualAddress);
    for (; library->Name != 0; library++) {
        const IMAGE_THUNK_DATA *name = (const IMAGE_THUNK_DATA *)(base + library->OriginalFirstThunk);
        IMAGE_THUNK_DATA *address = (IMAGE_THUNK_DATA *)(base + library->FirstThunk);
        for (; name->u1.AddressOfData != 0; name++, address++) {
            if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
            const IMAGE_IMPORT_BY_NAME *import = (const IMAGE_IMPORT_BY_NAME *)(base + name->u1.AddressOfData);
            if (strcmp((const char *)import->Name, "CreateNamedPipeW") == 0) replace((ULONG_PTR *)&address->u1.Function);
        }
    }
}

/* What Node calls when the module is loaded. */
__declspec(dllexport) void *napi_register_module_v1(void *environment, void *exports);

void *napi_register_module_v1(void *environment, void *exports)
{
    (void)environment;
    if (original == NULL) redirect((BYTE *)GetModuleHandleW(NULL));
    return exports;
}
