#include <stdio.h>
#include <wchar.h>
#include <wctype.h>

#include "machine_store.h"

/* What every Windows with IIS has; anything else must have been made by someone. */
static const wchar_t *const standard_stores[] = { L"MY", L"CA", L"ROOT", L"WebHosting" };

HCERTSTORE machine_store_open(const wchar_t *name)
{
    DWORD flags = CERT_SYSTEM_STORE_LOCAL_MACHINE | CERT_STORE_OPEN_EXISTING_FLAG;
    for (size_t i = 0; i < ARRAYSIZE(standard_stores); i++) {
        if (_wcsicmp(name, standard_stores[i]) == 0) flags = CERT_SYSTEM_STORE_LOCAL_MACHINE;
    }
    return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name);
}

PCCERT_CONTEXT machine_store_find(HCERTSTORE store, const BYTE hash[20])
{
    CRYPT_HASH_BLOB wanted = { 20, (BYTE *)hash };
    return CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &wanted, NULL);
}

bool certificate_has_key(PCCERT_CONTEXT certificate)
{
    DWORD size = 0;
    return CertGetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size);
}

bool machine_store_has_key(const wchar_t *name, const BYTE hash[20])
{
    HCERTSTORE store = machine_store_open(name);
    if (store == NULL) return false;
    PCCERT_CONTEXT certificate = machine_store_find(store, hash);
    bool has_key = certificate != NULL && certificate_has_key(certificate);
    if (certificate != NULL) CertFreeCertificateContext(certificate);
    CertCloseStore(store, 0);
    return has_key;
}

bool read_thumbprint(const wchar_t *text, BYTE hash[20])
{
    if (wcslen(text) != 40) return false;
    for (size_t i = 0; i < 20; i++) {
        unsigned byte;
        if (!iswxdigit(text[2 * i]) || !iswxdigit(text[2 * i + 1]) || swscanf(text + 2 * i, L"%2x", &byte) != 1) return false;
        hash[i] = (BYTE)byte;
    }
    return true;
}

void write_thumbprint(const BYTE hash[20], const wchar_t *digit_format, wchar_t text[41])
{
    for (size_t i = 0; i < 20; i++) _snwprintf(text + 2 * i, 3, digit_format, hash[i]);
    text[40] = 0;
}
