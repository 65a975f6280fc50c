#pragma once

// SHA256_Init and its like are deprecated in favour of EVP, which costs an allocation and a lookup per digest:
// five times the work for the short messages that are digested here by the million.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
