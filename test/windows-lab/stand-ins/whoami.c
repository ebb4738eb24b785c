/* whoami.exe of the lab: "whoami /groups /fo csv /nh", and nothing else. */
#include <stdio.h>
#include <wchar.h>

#include "lab.h"
#include "say.h"

int wmain(int argc, wchar_t **argv)
{
    if (argc != 5 || wcscmp(argv[1], L"/groups") || wcscmp(argv[2], L"/fo") || wcscmp(argv[3], L"csv") || wcscmp(argv[4], L"/nh")) {
        fputs("ERROR: Invalid argument/option.\nType \"WHOAMI /?\" for usage.\n", stderr);
        return 1;
    }
    /* NETWORK SERVICE has the system's integrity level, and yet may change nothing. */
    if (lab_is_elevated()) {
        say(L"\"Everyone\",\"Well-known group\",\"S-1-1-0\",\"Mandatory group, Enabled by default, Enabled group\"");
        say(L"\"BUILTIN\\Administrators\",\"Alias\",\"S-1-5-32-544\",\"Mandatory group, Enabled by default, Enabled group, Group owner\"");
        say(L"\"Mandatory Label\\High Mandatory Level\",\"Label\",\"S-1-16-12288\",\"\"");
    } else {
        say(L"\"Mandatory Label\\System Mandatory Level\",\"Label\",\"S-1-16-16384\",\"\"");
        say(L"\"Everyone\",\"Well-known group\",\"S-1-1-0\",\"Mandatory group, Enabled by default, Enabled group\"");
        say(L"\"NT AUTHORITY\\SERVICE\",\"Well-known group\",\"S-1-5-6\",\"Mandatory group, Enabled by default, Enabled group\"");
    }
    return 0;
}
