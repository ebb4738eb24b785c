/*
 * certutil.exe of the lab, over the real crypt32 and its LocalMachine stores, in English:
 *   [-f] [-p password] [-csp provider] -importPFX store file [NoExport,AT_KEYEXCHANGE]
 *   -csp provider -delkey container
 *   [-v] -store store [thumbprint [file.cer]]   [-f] -addstore store file   -delstore store thumbprint
 * Options stand before the command, as certutil wants them. Of a PFX, everything that is in it is imported.
 */
#include <stdio.h>
#include <wchar.h>

#include "certutil_import.h"
#include "key_file.h"
#include "lab.h"
#include "machine_store.h"
#include "say.h"

static const HRESULT not_found = (HRESULT)0x80090011;
static const HRESULT bad_keyset = (HRESULT)0x80090016;

static const struct {
    HRESULT code;
    const wchar_t *name, *text;
} errors[] = {
    { (HRESULT)0x80070002, L"WIN32: 2 ERROR_FILE_NOT_FOUND", L"The system cannot find the file specified." },
    { (HRESULT)0x80070005, L"WIN32: 5 ERROR_ACCESS_DENIED", L"Access is denied." },
    { (HRESULT)0x80070056, L"WIN32: 86 ERROR_INVALID_PASSWORD", L"The specified network password is not correct." },
    { (HRESULT)0x80070057, L"WIN32: 87 ERROR_INVALID_PARAMETER", L"The parameter is incorrect." },
    { (HRESULT)0x80090011, L"-2146893807 NTE_NOT_FOUND", L"Object was not found." },
    { (HRESULT)0x80090016, L"-2146893802 NTE_BAD_KEYSET", L"Keyset does not exist" },
    { (HRESULT)0x80090019, L"-2146893799 NTE_KEYSET_NOT_DEF", L"The keyset is not defined." },
    { (HRESULT)0x8009310b, L"ASN: 267 CRYPT_E_ASN1_BADTAG", L"ASN1 bad tag value met." },
};

static const struct {
    const wchar_t *store, *name;
} store_names[] = {
    { L"MY", L"Personal" },
    { L"CA", L"Intermediate Certification Authorities" },
    { L"ROOT", L"Trusted Root Certification Authorities" },
    { L"WebHosting", L"Web Hosting" },
};

static void print_time(const wchar_t *label, const FILETIME *time)
{
    FILETIME local;
    SYSTEMTIME parts;
    FileTimeToLocalFileTime(time, &local);
    FileTimeToSystemTime(&local, &parts);
    int hour = parts.wHour % 12 == 0 ? 12 : parts.wHour % 12;
    say(L" %ls: %d/%d/%d %d:%02d %ls", label, parts.wMonth, parts.wDay, parts.wYear, hour, parts.wMinute, parts.wHour < 12 ? L"AM" : L"PM");
}

/* -v: more of what crypt32 has of a key. */
static bool is_verbose;

static void print_key(PCCERT_CONTEXT certificate, const wchar_t *thumbprint)
{
    BYTE buffer[2048];
    DWORD size = sizeof buffer;
    const CRYPT_KEY_PROV_INFO *key = (const CRYPT_KEY_PROV_INFO *)buffer;
    if (!CertGetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, buffer, &size)) {
        say(L"No key provider information");
        return;
    }
    const wchar_t *file = key_file_find(key->pwszContainerName, key->pwszProvName);
    say(L"  Key Container = %ls", key->pwszContainerName);
    if (file != NULL) say(L"  Unique container name: %ls", file);
    say(L"  Provider = %ls", key->pwszProvName);
    if (is_verbose) say(L"  ProviderType = %lx\n  Flags = %lx\n  KeySpec = %lx", key->dwProvType, key->dwFlags, key->dwKeySpec);
    say(lab_key_is_exportable(thumbprint) ? L"Private key is exportable" : L"Private key is NOT exportable");
    say(L"Encryption test passed");
}

static void print_certificate(PCCERT_CONTEXT certificate, int number)
{
    const CERT_INFO *info = certificate->pCertInfo;
    const DWORD style = CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG;
    BYTE hash[20];
    DWORD size = sizeof hash;
    wchar_t text[1024], serial[100] = L"", lower[41], upper[41];
    for (DWORD i = info->SerialNumber.cbData; i-- > 0 && wcslen(serial) < 90;) {
        _snwprintf(serial + wcslen(serial), 3, L"%02x", info->SerialNumber.pbData[i]);
    }
    CertGetCertificateContextProperty(certificate, CERT_HASH_PROP_ID, hash, &size);
    write_thumbprint(hash, L"%02x", lower);
    write_thumbprint(hash, L"%02X", upper);
    say(L"================ Certificate %d ================", number);
    say(L"Serial Number: %ls", serial);
    CertNameToStrW(X509_ASN_ENCODING, (CERT_NAME_BLOB *)&info->Issuer, style, text, ARRAYSIZE(text));
    say(L"Issuer: %ls", text);
    print_time(L"NotBefore", &info->NotBefore);
    print_time(L"NotAfter", &info->NotAfter);
    CertNameToStrW(X509_ASN_ENCODING, (CERT_NAME_BLOB *)&info->Subject, style, text, ARRAYSIZE(text));
    say(L"Subject: %ls", text);
    bool is_root = CertCompareCertificateName(X509_ASN_ENCODING, (CERT_NAME_BLOB *)&info->Subject, (CERT_NAME_BLOB *)&info->Issuer);
    say(is_root ? L"Root Certificate: Subject matches Issuer" : L"Non-root Certificate");
    say(L"Cert Hash(sha1): %ls", lower);
    print_key(certificate, upper);
    say(L"");
}

static HRESULT write_file(const wchar_t *path, PCCERT_CONTEXT certificate)
{
    DWORD written;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return HRESULT_FROM_WIN32(GetLastError());
    WriteFile(file, certificate->pbCertEncoded, certificate->cbCertEncoded, &written, NULL);
    CloseHandle(file);
    return S_OK;
}

static void print_store(const wchar_t *name)
{
    for (size_t i = 0; i < ARRAYSIZE(store_names); i++) {
        if (_wcsicmp(store_names[i].store, name) == 0) {
            say(L"%ls \"%ls\"", name, store_names[i].name);
            return;
        }
    }
    say(L"%ls", name);
}

static HRESULT list_store(const wchar_t *name, const wchar_t *wanted, const wchar_t *file)
{
    BYTE hash[20];
    HCERTSTORE store = machine_store_open(name);
    PCCERT_CONTEXT certificate = NULL;
    if (store == NULL) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    print_store(name);
    if (wanted == NULL) {
        for (int number = 0; (certificate = CertEnumCertificatesInStore(store, certificate)) != NULL; number++) {
            print_certificate(certificate, number);
        }
        return S_OK;
    }
    if (!read_thumbprint(wanted, hash) || (certificate = machine_store_find(store, hash)) == NULL) return not_found;
    print_certificate(certificate, 0);
    return file == NULL ? S_OK : write_file(file, certificate);
}

static HRESULT add_to_store(const wchar_t *name, const wchar_t *file, bool force)
{
    DWORD length = 0;
    wchar_t subject[256];
    if (!lab_is_elevated()) return HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED);
    BYTE *der = read_file(file, &length);
    HCERTSTORE store = machine_store_open(name);
    if (der == NULL || store == NULL) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, der, length);
    if (certificate == NULL) return (HRESULT)0x8009310b;
    CertGetNameStringW(certificate, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, subject, ARRAYSIZE(subject));
    DWORD how = force ? CERT_STORE_ADD_REPLACE_EXISTING : CERT_STORE_ADD_NEW;
    bool is_new = CertAddCertificateContextToStore(store, certificate, how, NULL);
    say(is_new ? L"Certificate \"%ls\" added to store." : L"Certificate \"%ls\" already in store.", subject);
    CertCloseStore(store, 0);
    return S_OK;
}

/* Succeeds also if the certificate is not there. */
static HRESULT delete_from_store(const wchar_t *name, const wchar_t *wanted)
{
    BYTE hash[20];
    if (!lab_is_elevated()) return HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED);
    HCERTSTORE store = machine_store_open(name);
    if (store == NULL) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    if (!read_thumbprint(wanted, hash)) return not_found;
    PCCERT_CONTEXT certificate = machine_store_find(store, hash);
    if (certificate != NULL) {
        say(L"Deleting Certificate 0");
        CertDeleteCertificateFromStore(certificate);
        CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL);
    }
    CertCloseStore(store, 0);
    return S_OK;
}

static int end(const wchar_t *command, HRESULT result)
{
    if (result == S_OK) {
        say(L"CertUtil: %ls command completed successfully.", command);
        return 0;
    }
    for (size_t i = 0; i < ARRAYSIZE(errors); i++) {
        if (errors[i].code != result) continue;
        say(L"CertUtil: %ls command FAILED: 0x%08lx (%ls)", command, result, errors[i].name);
        say(L"CertUtil: %ls", errors[i].text);
        return result;
    }
    say(L"CertUtil: %ls command FAILED: 0x%08lx", command, result);
    return result;
}

/* @returns false if one of them is unknown */
static bool read_modifiers(const wchar_t *text, struct import_options *import)
{
    for (;;) {
        size_t length = wcscspn(text, L",");
        if (length == 8 && _wcsnicmp(text, L"NoExport", length) == 0) import->exportable = false;
        else if (length == 14 && _wcsnicmp(text, L"AT_KEYEXCHANGE", length) == 0) import->key_spec = AT_KEYEXCHANGE;
        else return false;
        if (text[length] == 0) return true;
        text += length + 1;
    }
}

/* The container of a key is named by its certificate's thumbprint here. */
static HRESULT delete_key(const wchar_t *container, const wchar_t *provider)
{
    if (!lab_is_elevated()) return HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED);
    if (!key_file_delete(container, provider)) return bad_keyset;
    lab_delete_key(container);
    say(L"");
    say(L"  %ls", container);
    return S_OK;
}

int wmain(int argc, wchar_t **argv)
{
    struct import_options import = { .provider = L"Microsoft Enhanced Cryptographic Provider v1.0", .exportable = true };
    int at = 1;
    for (; at < argc; at++) {
        if (_wcsicmp(argv[at], L"-f") == 0) import.force = true;
        else if (_wcsicmp(argv[at], L"-v") == 0) is_verbose = true;
        else if (_wcsicmp(argv[at], L"-p") == 0 && at + 1 < argc) import.password = argv[++at];
        else if (_wcsicmp(argv[at], L"-csp") == 0 && at + 1 < argc) import.provider = argv[++at];
        else break;
    }
    const wchar_t *command = at < argc ? argv[at] : L"";
    wchar_t **words = argv + at + 1;
    int count = argc - at - 1;
    if (_wcsicmp(command, L"-importPFX") == 0 && (count == 2 || (count == 3 && read_modifiers(words[2], &import)))) {
        if (import.password == NULL) {
            say(L"Enter PFX password:");
            return end(command, HRESULT_FROM_WIN32(ERROR_INVALID_PASSWORD));
        }
        import.store = words[0];
        import.file = words[1];
        return end(L"-importPFX", import_pfx(&import));
    }
    if (_wcsicmp(command, L"-store") == 0 && count >= 1 && count <= 3) {
        return end(L"-store", list_store(words[0], count > 1 ? words[1] : NULL, count > 2 ? words[2] : NULL));
    }
    if (_wcsicmp(command, L"-addstore") == 0 && count == 2) return end(L"-addstore", add_to_store(words[0], words[1], import.force));
    if (_wcsicmp(command, L"-delstore") == 0 && count == 2) return end(L"-delstore", delete_from_store(words[0], words[1]));
    if (_wcsicmp(command, L"-delkey") == 0 && count == 1) return end(L"-delkey", delete_key(words[0], import.provider));
    say(L"CertUtil: Unknown arg: %ls", command);
    return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
}
