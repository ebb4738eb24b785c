#include <windows.h>
#include <stdarg.h>
#include <stdio.h>

#include "say.h"

void say(const wchar_t *format, ...)
{
    static wchar_t wide[4096];
    static char bytes[sizeof wide];
    va_list arguments;
    va_start(arguments, format);
    int length = _vsnwprintf(wide, ARRAYSIZE(wide) - 1, format, arguments);
    va_end(arguments);
    if (length < 0) length = ARRAYSIZE(wide) - 1;
    int count = WideCharToMultiByte(CP_OEMCP, 0, wide, length, bytes, sizeof bytes, NULL, NULL);
    fwrite(bytes, 1, count, stdout);
    fputc('\n', stdout);
}
