#pragma once

/* Prints one line in the OEM code page, as the Windows programs do when their output is not a console. */
void say(const wchar_t *format, ...);
