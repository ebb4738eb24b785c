/*
 * netsh.exe of the lab: "http show|add|update|delete sslcert" and "-f script", in English, as on Server 2022.
 * The command-line rules and texts are those of the embedded machine in simulator/.
 */
#include <objbase.h>
#include <stdio.h>
#include <wchar.h>

#include "lab.h"
#include "machine_store.h"
#include "netsh_arguments.h"
#include "netsh_show.h"
#include "say.h"
#include "settings.h"

enum verb { ADD, UPDATE, DELETE_, SHOW, VERBS };

static const wchar_t *const verbs[VERBS] = { L"add", L"update", L"delete", L"show" };
static const wchar_t *const done[] = { L"added", L"updated", L"deleted" };
static const wchar_t *const failed[] = { L"add", L"update", L"deletion" };

static const wchar_t *error_text(DWORD error)
{
    switch (error) {
    case ERROR_FILE_NOT_FOUND: return L"The system cannot find the file specified.";
    case ERROR_ACCESS_DENIED: return L"The requested operation requires elevation (Run as administrator).";
    case ERROR_ALREADY_EXISTS: return L"Cannot create a file when that file already exists.";
    case ERROR_NO_SUCH_LOGON_SESSION: return L"A specified logon session does not exist. It may already have been terminated.";
    default: return L"The parameter is incorrect.";
    }
}

static void print_usage(enum verb verb)
{
    const wchar_t *name = verbs[verb];
    if (verb == SHOW) say(L"Usage: show sslcert [[ipport=]<ipaddr:port> | [hostnameport=]<name:port> | [ccs=]<port>]");
    if (verb == DELETE_) say(L"Usage: delete sslcert [ipport=]<ipaddr:port> | hostnameport=<name:port> | ccs=<port>");
    if (verb == SHOW || verb == DELETE_) return;
    say(L"Usage: %ls sslcert hostnameport=<name:port> | ipport=<ipaddr:port> | ccs=<port>  ", name);
    say(L"\tappid=<GUID> ");
    say(L"\t[certhash=<string>]");
    say(L"\t[certstorename=<string>]");
    for (size_t i = 0; i < settings_count; i++) {
        say(L"\t[%ls=enable|disable]", settings[i].argument);
        if (i != SETTINGS_BEFORE_TIMES - 1) continue;
        say(L"\t[revocationfreshnesstime=<u-int>]");
        say(L"\t[urlretrievaltimeout=<u-int>]");
        say(L"\t[sslctlidentifier=<string>]");
        say(L"\t[sslctlstorename=<string>]");
    }
}

static int refuse(enum reading reading, enum verb verb, const wchar_t *argument)
{
    say(L"");
    if (reading == BAD_VALUE) {
        say(error_text(ERROR_INVALID_PARAMETER));
        say(L"");
        return 1;
    }
    if (reading == UNKNOWN_ARGUMENT) say(L"%ls is not a valid argument for this command.", argument);
    if (reading == MISSING_PARAMETER) {
        say(L"One or more essential parameters were not entered.");
        say(L"Verify the required parameters, and reenter them.");
    }
    say(L"The syntax supplied for this command is not valid. Check help for the correct syntax.");
    say(L"");
    print_usage(verb);
    say(L"");
    return 1;
}

static int end(enum verb verb, DWORD error)
{
    say(L"");
    if (error == 0) say(L"SSL Certificate successfully %ls", done[verb]);
    else {
        say(L"SSL Certificate %ls failed, Error: %lu", failed[verb], error);
        say(error_text(error));
    }
    say(L"");
    return error == 0 ? 0 : 1;
}

static int show(int count, wchar_t **arguments)
{
    struct request request = { 0 };
    struct record found;
    if (count == 0) {
        show_header();
        table_each(show_record);
        return 0;
    }
    enum reading reading = read_key(count, arguments, true, &request);
    if (reading != READ) return refuse(reading, SHOW, request.refused);
    show_header();
    if (table_find(request.record.kind, request.record.endpoint, &found)) {
        show_record(&found);
        return 0;
    }
    say(error_text(ERROR_FILE_NOT_FOUND));
    say(L"");
    return 1;
}

/* What HTTP.sys says of a record that is well-formed. */
static DWORD check(const struct record *record)
{
    if (record->kind == CCS || record->kind == SCOPEDCCS) return record->has_hash || record->store[0] ? ERROR_INVALID_PARAMETER : 0;
    if (!record->has_hash || (record->kind == HOSTNAMEPORT && record->store[0] == 0)) return ERROR_INVALID_PARAMETER;
    return machine_store_has_key(record->store[0] ? record->store : L"MY", record->hash) ? 0 : ERROR_NO_SUCH_LOGON_SESSION;
}

/* add, update and delete. An update resets what is not given, the harsher of the two ways that are conceivable. */
static int change(enum verb verb, int count, wchar_t **arguments, struct fault fault)
{
    struct request request = { 0 };
    struct record present;
    enum reading reading = read_key(count, arguments, verb == DELETE_, &request);
    if (reading == READ && verb != DELETE_) reading = read_request(count, arguments, &request);
    if (reading != READ) return refuse(reading, verb, request.refused);
    if (!lab_is_elevated()) return end(verb, ERROR_ACCESS_DENIED);
    if (fault.kind == FAULT_ERROR) return end(verb, fault.error);
    if (fault.kind == FAULT_NO_EFFECT) return end(verb, 0);
    DWORD error = verb == DELETE_ ? 0 : check(&request.record);
    bool is_there = table_find(request.record.kind, request.record.endpoint, &present);
    if (error == 0 && verb == ADD && is_there) error = ERROR_ALREADY_EXISTS;
    if (error == 0 && verb != ADD && !is_there) error = ERROR_FILE_NOT_FOUND;
    if (error == 0 && verb == DELETE_) table_remove(request.record.kind, request.record.endpoint);
    if (error == 0 && verb != DELETE_) table_put(&request.record);
    return end(verb, error);
}

static bool is_help(const wchar_t *word)
{
    return wcscmp(word, L"help") == 0 || wcscmp(word, L"?") == 0 || wcscmp(word, L"/?") == 0 || wcscmp(word, L"-?") == 0;
}

static void join(int count, wchar_t **words, wchar_t *text, size_t characters)
{
    text[0] = 0;
    for (int i = 0; i < count && wcslen(text) + wcslen(words[i]) + 2 < characters; i++) {
        if (i > 0) wcscat(text, L" ");
        wcscat(text, words[i]);
    }
}

static int run_command(int count, wchar_t **words)
{
    wchar_t line[2048];
    enum verb verb = VERBS;
    join(count, words, line, ARRAYSIZE(line));
    for (enum verb each = ADD; count >= 3 && each < VERBS; each++) {
        if (wcscmp(words[1], verbs[each]) == 0) verb = each;
    }
    if (verb == VERBS || wcscmp(words[0], L"http") != 0 || wcscmp(words[2], L"sslcert") != 0) {
        say(L"The following command was not found: %ls.", line);
        return 1;
    }
    if (count == 4 && is_help(words[3])) {
        say(L" ");
        print_usage(verb);
        say(L"");
        return 0;
    }
    if (verb == SHOW) return show(count - 3, words + 3);
    struct fault fault = lab_fault(line);
    if (fault.kind == FAULT_HANG_BEFORE) lab_hang();
    HANDLE lock = table_lock();
    int exit_code = change(verb, count - 3, words + 3, fault);
    table_unlock(lock);
    if (fault.kind == FAULT_HANG_AFTER) lab_hang();
    return exit_code;
}

/* Splits at blanks. Double quotes keep blanks together and are taken away, wherever in a word they stand. */
static int split(wchar_t *line, wchar_t **words, int most)
{
    int count = 0;
    bool is_word = false, is_quoted = false;
    wchar_t *to = line;
    for (const wchar_t *from = line; *from != 0; from++) {
        bool is_blank = !is_quoted && wcschr(L" \t\r\n", *from) != NULL;
        if (is_blank && is_word) *to++ = 0;
        if (!is_blank && !is_word && count < most) words[count++] = to;
        is_word = !is_blank;
        if (*from == L'"') is_quoted = !is_quoted;
        else if (!is_blank) *to++ = *from;
    }
    *to = 0;
    return count;
}

/* One command a line; goes on after a line that fails. The exit code is that of the last line. */
static int run_script(const wchar_t *path)
{
    static wchar_t line[8192];
    wchar_t *words[64];
    int exit_code = 0;
    FILE *script = _wfopen(path, L"r");
    if (script == NULL) {
        say(error_text(ERROR_FILE_NOT_FOUND));
        return 1;
    }
    while (fgetws(line, ARRAYSIZE(line), script) != NULL) {
        int count = split(line, words, ARRAYSIZE(words));
        if (count > 0 && words[0][0] != L'#') exit_code = run_command(count, words);
        fflush(stdout);
    }
    fclose(script);
    return exit_code;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc == 3 && wcscmp(argv[1], L"-f") == 0) return run_script(argv[2]);
    return run_command(argc - 1, argv + 1);
}
