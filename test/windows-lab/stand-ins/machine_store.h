#pragma once
#include <windows.h>
#include <wincrypt.h>
#include <stdbool.h>

/* The certificate stores of LocalMachine, by the real crypt32. Store names have no case. */

/* @returns NULL if there is no such store */
HCERTSTORE machine_store_open(const wchar_t *name);

/* @returns NULL if it is not there; otherwise to be freed by the caller */
PCCERT_CONTEXT machine_store_find(HCERTSTORE store, const BYTE hash[20]);

/* Whether a store holds the certificate together with a private key. */
bool machine_store_has_key(const wchar_t *name, const BYTE hash[20]);

bool certificate_has_key(PCCERT_CONTEXT certificate);

/* Reads 40 hex digits of any case. */
bool read_thumbprint(const wchar_t *text, BYTE hash[20]);
void write_thumbprint(const BYTE hash[20], const wchar_t *digit_format, wchar_t text[41]);
