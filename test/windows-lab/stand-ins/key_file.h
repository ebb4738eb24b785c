#pragma once
#include <windows.h>
#include <stdbool.h>

/* The files that Windows keeps for the keys of the machine, by the names that it gives them. No key is in them here. */

/* Makes the file of a container, for SYSTEM and administrators only. @returns an error of Windows */
DWORD key_file_make(const wchar_t *container, const wchar_t *provider);

/* @returns the file's name, what certutil calls unique; NULL if there is no such file */
const wchar_t *key_file_find(const wchar_t *container, const wchar_t *provider);

/* @returns false if there is none */
bool key_file_delete(const wchar_t *container, const wchar_t *provider);
