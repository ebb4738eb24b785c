#pragma once
#include <windows.h>

/*
 * The access lists of the files of keys, by the real advapi32. Of a file's list, Wine keeps no more than Linux has for
 * a file: what its owner may do, and everybody. Of a registry key it keeps all entries, until its server ends. So a
 * file's list is that of a registry key below HKLM\Software\Windows Lab Access Lists, which the list guards, too. Only
 * the flags of the list itself (P for protected, AI for inherited) get lost.
 */

/* Reads the list of a file. @returns an error of Windows; the descriptor is to be freed with LocalFree */
DWORD access_list_read(const wchar_t *file, PSECURITY_DESCRIPTOR *descriptor, PACL *list);

/* Gives a file a list. @returns an error of Windows */
DWORD access_list_write(const wchar_t *file, PACL list);

/* The same with a list as text. */
DWORD access_list_write_text(const wchar_t *file, const wchar_t *sddl);

/* Begins the list of a new file. @returns an error of Windows */
DWORD access_list_begin(const wchar_t *file, const wchar_t *sddl);

/* Ends the list of a file that is being deleted. */
void access_list_end(const wchar_t *file);
