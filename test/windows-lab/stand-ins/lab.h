#pragma once
#include <windows.h>
#include <stdbool.h>

/*
 * What a test asks of the stand-ins, under HKLM\Software\Windows Lab:
 *
 *   Account  REG_SZ  "administrator" (also where the value is absent) or "network-service"
 *   Fault    REG_SZ  "<kind> <word> <word> ...": strikes every change of the table whose command line holds all
 *                    the words. Kinds: "error=<number>" (no effect), "no-effect" (says it is done),
 *                    "hang-before" and "hang-after" (waits for a kill, before or after its effect).
 *                    A netsh that hangs sets the value "Hanging" to its process id.
 */

/* Whether the account may change anything. */
bool lab_is_elevated(void);

enum fault_kind { FAULT_NONE, FAULT_ERROR, FAULT_NO_EFFECT, FAULT_HANG_BEFORE, FAULT_HANG_AFTER };

struct fault {
    enum fault_kind kind;
    DWORD error;
};

/* The fault that strikes a command line. */
struct fault lab_fault(const wchar_t *command_line);

/* Waits for a kill. */
void lab_hang(void);

/*
 * The private keys of imported certificates, for the lab's TLS listeners only: Schannel would ask Windows for
 * them, but a listener of the lab is a Node program, so certutil keeps a copy of what it imported.
 */
void lab_keep_key(const wchar_t *thumbprint, const BYTE *pfx, DWORD length, const wchar_t *password, bool exportable);
/* @returns false if there is none */
bool lab_delete_key(const wchar_t *thumbprint);
bool lab_key_is_exportable(const wchar_t *thumbprint);
