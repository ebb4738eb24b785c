#include <stdio.h>
#include <wchar.h>

#include "certutil_import.h"
#include "key_file.h"
#include "lab.h"
#include "machine_store.h"
#include "say.h"

BYTE *read_file(const wchar_t *path, DWORD *length)
{
    BYTE *bytes = NULL;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return NULL;
    DWORD size = GetFileSize(file, NULL);
    if (size < 1 << 24) bytes = malloc(size + 1);
    if (bytes != NULL && !ReadFile(file, bytes, size, length, NULL)) {
        free(bytes);
        bytes = NULL;
    }
    CloseHandle(file);
    return bytes;
}

/*
 * Wine's PFXImportCertStore refuses keys on elliptic curves. For those alone, Node opens the PFX: open-pfx.cjs beside
 * this program prints the certificate in hex, and nothing for an RSA key or a wrong password.
 */
static HCERTSTORE open_elliptic(const wchar_t *file, const wchar_t *password)
{
    static char hex[1 << 17];
    static BYTE der[sizeof hex / 2];
    wchar_t command[2048];
    DWORD length = sizeof der;
    HCERTSTORE store = NULL;
    _snwprintf(command, ARRAYSIZE(command), L"\"\"" NODE L"\" \"" OPEN_PFX L"\" \"%ls\" \"%ls\" 2>nul\"", file, password);
    FILE *output = _wpopen(command, L"rb");
    if (output == NULL) return NULL;
    size_t count = fread(hex, 1, sizeof hex - 1, output);
    if (_pclose(output) != 0 || !CryptStringToBinaryA(hex, (DWORD)count, CRYPT_STRING_HEX, der, &length, NULL, NULL)) return NULL;
    store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT certificate;
    CRYPT_KEY_PROV_INFO unnamed = { 0 };
    CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, der, length, CERT_STORE_ADD_ALWAYS, &certificate);
    CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &unnamed);
    CertFreeCertificateContext(certificate);
    return store;
}

static HCERTSTORE open_pfx(const struct import_options *options, BYTE *pfx, DWORD length)
{
    CRYPT_DATA_BLOB blob = { length, pfx };
    DWORD flags = CRYPT_MACHINE_KEYSET | (options->exportable ? CRYPT_EXPORTABLE : 0);
    HCERTSTORE opened = PFXImportCertStore(&blob, options->password, flags);
    return opened != NULL ? opened : open_elliptic(options->file, options->password);
}

/* Asks Windows for the type of a provider: 0 for one of CNG. @returns false if Windows has none of that name */
static bool find_provider(const wchar_t *provider, DWORD *type)
{
    wchar_t name[256];
    DWORD size;
    *type = 0;
    if (wcscmp(provider, MS_KEY_STORAGE_PROVIDER) == 0) return true;
    for (DWORD i = 0; size = sizeof name, CryptEnumProvidersW(i, NULL, 0, type, name, &size); i++) {
        if (wcscmp(name, provider) == 0) return true;
    }
    return false;
}

/* Says where the key is, as certutil with -csp does. */
static void name_key(PCCERT_CONTEXT certificate, const wchar_t *thumbprint, const struct import_options *options)
{
    CRYPT_KEY_PROV_INFO key = { (wchar_t *)thumbprint, (wchar_t *)options->provider, 0, CRYPT_MACHINE_KEYSET, 0, NULL, options->key_spec };
    find_provider(options->provider, &key.dwProvType);
    CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &key);
    key_file_make(thumbprint, options->provider);
}

HRESULT import_pfx(const struct import_options *options)
{
    DWORD length = 0, type;
    if (!lab_is_elevated()) return HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED);
    if (!find_provider(options->provider, &type)) return NTE_KEYSET_NOT_DEF;
    BYTE *pfx = read_file(options->file, &length);
    if (pfx == NULL) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    HCERTSTORE opened = open_pfx(options, pfx, length), store = machine_store_open(options->store);
    if (opened == NULL) return HRESULT_FROM_WIN32(ERROR_INVALID_PASSWORD);
    if (store == NULL) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    PCCERT_CONTEXT certificate = NULL;
    while ((certificate = CertEnumCertificatesInStore(opened, certificate)) != NULL) {
        BYTE hash[20];
        DWORD size = sizeof hash;
        wchar_t thumbprint[41], name[256];
        CertGetCertificateContextProperty(certificate, CERT_HASH_PROP_ID, hash, &size);
        write_thumbprint(hash, L"%02X", thumbprint);
        CertGetNameStringW(certificate, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, ARRAYSIZE(name));
        if (certificate_has_key(certificate)) {
            name_key(certificate, thumbprint, options);
            lab_keep_key(thumbprint, pfx, length, options->password, options->exportable);
        }
        DWORD how = options->force ? CERT_STORE_ADD_REPLACE_EXISTING : CERT_STORE_ADD_NEW;
        if (CertAddCertificateContextToStore(store, certificate, how, NULL)) say(L"Certificate \"%ls\" added to store.", name);
        else say(L"Certificate \"%ls\" already in store.", name);
    }
    say(L"");
    CertCloseStore(opened, 0);
    CertCloseStore(store, 0);
    free(pfx);
    return S_OK;
}
