/*
 * runner.exe <folder>: runs a program as the runner of a workflow does, without a window but with a console of its
 * own. The folder has
 *   command-line   the program's command line        (UTF-16, ends with a zero character)
 *   environment    its environment, name=value        (UTF-16, each ends with a zero character, and so does the whole)
 *   directory      its working directory              (UTF-16, ends with a zero character)
 * and gets stdout, stderr, pid and, when all is over, exit-code. While the program runs, a file of this name
 *   cancel         presses Ctrl-C in its console, and ends it if it lives on for 10 s. (The runner also presses
 *                  Ctrl-Break after 7.5 s; under Wine that would end this program, too.)
 *   kill           ends the program and whatever it has started
 *   kill-alone     ends the program, and what it has started runs on
 */
#include <windows.h>
#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

static wchar_t folder[MAX_PATH];

static const wchar_t *path_of(const wchar_t *name)
{
    static wchar_t path[MAX_PATH + 32];
    _snwprintf(path, ARRAYSIZE(path), L"%ls\\%ls", folder, name);
    return path;
}

static wchar_t *read_text(const wchar_t *name)
{
    FILE *file = _wfopen(path_of(name), L"rb");
    wchar_t *text = calloc(1 << 20, sizeof *text);
    if (file == NULL || text == NULL) return NULL;
    fread(text, sizeof *text, (1 << 20) - 2, file);
    fclose(file);
    return text;
}

static void write_number(const wchar_t *name, DWORD number)
{
    wchar_t draft[MAX_PATH + 32];
    wcscpy(draft, path_of(L"draft"));
    FILE *file = _wfopen(draft, L"w");
    fprintf(file, "%lu\n", number);
    fclose(file);
    MoveFileW(draft, path_of(name));
}

static HANDLE create(const wchar_t *name)
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE;
    return CreateFileW(path_of(name), FILE_APPEND_DATA, share, &inherited, CREATE_ALWAYS, 0, NULL);
}

static bool is_asked(const wchar_t *name)
{
    return GetFileAttributesW(path_of(name)) != INVALID_FILE_ATTRIBUTES;
}

static BOOL WINAPI ignore(DWORD event)
{
    (void)event;
    return TRUE;
}

/* A process can only send to the console that it is attached to, and gets the event itself, too. */
static void cancel(const PROCESS_INFORMATION *process, HANDLE job)
{
    FreeConsole();
    AttachConsole(process->dwProcessId);
    SetConsoleCtrlHandler(ignore, TRUE);
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    if (WaitForSingleObject(process->hProcess, 10000) == WAIT_TIMEOUT) TerminateJobObject(job, 1);
}

static void watch(const PROCESS_INFORMATION *process, HANDLE job)
{
    while (WaitForSingleObject(process->hProcess, 20) == WAIT_TIMEOUT) {
        if (is_asked(L"kill")) TerminateJobObject(job, 1);
        else if (is_asked(L"kill-alone")) TerminateProcess(process->hProcess, 1);
        else if (is_asked(L"cancel")) cancel(process, job);
        else continue;
        WaitForSingleObject(process->hProcess, INFINITE);
    }
}

int wmain(int argc, wchar_t **argv)
{
    STARTUPINFOW startup = { .cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES };
    PROCESS_INFORMATION process;
    DWORD exit_code = 0;
    if (argc != 2) return 2;
    wcsncpy(folder, argv[1], ARRAYSIZE(folder) - 1);
    startup.hStdOutput = create(L"stdout");
    startup.hStdError = create(L"stderr");
    HANDLE job = CreateJobObjectW(NULL, NULL);
    const DWORD flags = CREATE_NO_WINDOW | CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT;
    if (!CreateProcessW(NULL, read_text(L"command-line"), NULL, NULL, TRUE, flags, read_text(L"environment"), read_text(L"directory"),
                        &startup, &process)) {
        fprintf(stderr, "CreateProcess: error %lu\n", GetLastError());
        return 2;
    }
    AssignProcessToJobObject(job, process.hProcess);
    ResumeThread(process.hThread);
    write_number(L"pid", process.dwProcessId);
    watch(&process, job);
    GetExitCodeProcess(process.hProcess, &exit_code);
    write_number(L"exit-code", exit_code);
    return 0;
}
