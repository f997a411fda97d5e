#ifndef SIGNET_OPENSSL_SHIM_H
#define SIGNET_OPENSSL_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

/*
 * SHA-256 on a state that the caller owns. OpenSSL 3 marks these calls deprecated, which Swift reports as an
 * error here; their replacements look the algorithm up and allocate a context for every message, which costs
 * more than hashing a tree node does. None of the three can fail.
 */
static inline void signet_sha256_start(SHA256_CTX *state) { SHA256_Init(state); }

static inline void signet_sha256_add(SHA256_CTX *state, const void *bytes, size_t count) {
    SHA256_Update(state, bytes, count);
}

static inline void signet_sha256_finish(SHA256_CTX *state, void *digest) {
    SHA256_Final((unsigned char *)digest, state);
}

/*
 * A key on a named curve from its encoded point and, for a private key, its number. Parameter lists keep
 * pointers to names and bytes from one call to the next, which Swift's bridging of arguments does not allow.
 * Returns NULL when the point is not on the curve.
 */
static inline EVP_PKEY *signet_curve_key(
    const char *group, const unsigned char *point, size_t pointByteCount, const BIGNUM *number) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    int selection = number == NULL ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
    if (context != NULL && builder != NULL
        && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, pointByteCount) == 1
        && (number == NULL || OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1)
        && (parameters = OSSL_PARAM_BLD_to_param(builder)) != NULL
        && EVP_PKEY_fromdata_init(context) == 1
        && EVP_PKEY_fromdata(context, &key, selection, parameters) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

/*
 * Writes the subject of a certificate in one line (RFC 4514), letters beyond ASCII as they are. The flags are sums of
 * macros, which Swift does not read.
 */
static inline int signet_certificate_subject(const X509 *certificate, BIO *sink) {
    return X509_NAME_print_ex(
        sink, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

#endif
