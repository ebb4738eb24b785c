/*
 * appcmd.exe of the lab: "appcmd list site /config /xml", and nothing else. Like the real one it reads the sites
 * from config\applicationHost.config beside it. Of that file's XML it only finds the <site> elements, each of which
 * has to begin with its name and id: <site name="..." id="...">.
 */
#include <windows.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static char *read_configuration(void)
{
    static char text[1 << 20];
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(NULL, path, ARRAYSIZE(path));
    wcscpy(wcsrchr(path, L'\\'), L"\\config\\applicationHost.config");
    FILE *file = _wfopen(path, L"rb");
    if (file == NULL) return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return text;
}

static bool is_command(int argc, wchar_t **argv)
{
    static const wchar_t *const words[] = { L"list", L"site", L"/config", L"/xml" };
    if (argc != 5) return false;
    for (int i = 0; i < 4; i++) {
        if (_wcsicmp(argv[i + 1], words[i]) != 0) return false;
    }
    return true;
}

int wmain(int argc, wchar_t **argv)
{
    const char start[] = "<site name=\"", end[] = "</site>";
    char *at = read_configuration();
    if (!is_command(argc, argv) || at == NULL) {
        puts("ERROR ( message:The parameter is incorrect. )");
        return ERROR_INVALID_PARAMETER;
    }
    puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<appcmd>");
    while ((at = strstr(at, start)) != NULL) {
        const char *name = at + strlen(start), *id = strstr(name, "\" id=\"") + 6;
        const char *close = strstr(at, end) + strlen(end);
        printf("    <SITE SITE.NAME=\"%.*s\" SITE.ID=\"%.*s\" state=\"Started\">\n", (int)(id - 6 - name), name, (int)strcspn(id, "\""), id);
        printf("        %.*s\n    </SITE>\n", (int)(close - at), at);
        at = (char *)close;
    }
    puts("</appcmd>");
    return 0;
}
