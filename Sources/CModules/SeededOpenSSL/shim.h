#ifndef SIGNET_SEEDED_OPENSSL_SHIM_H
#define SIGNET_SEEDED_OPENSSL_SHIM_H

#include <openssl/rand.h>

/*
 * Makes libcrypto take every random byte of this process from a function (RAND_set_rand_method(3)), which has to
 * answer 1. OpenSSL 3 marks the call deprecated in favour of providers, which Swift reports as an error.
 * Returns 1 where it was taken.
 */
static inline int signet_draw_from(int (*draw)(unsigned char *bytes, int count)) {
    static RAND_METHOD method;
    method.bytes = draw;
    method.pseudorand = draw;
    return RAND_set_rand_method(&method);
}

#endif
