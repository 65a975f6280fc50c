#pragma once
#include <sys/socket.h>
#include <curl/curl.h>

// Several modules of the compiler's include <sys/socket.h>, and which of them Swift then finds this enumerator in
// depends on the order in which it loads them.
enum { shim_close_on_exec = SOCK_CLOEXEC };

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, and Swift cannot call variadic C functions.

static inline CURLcode shim_set_long(CURL *easy, CURLoption option, long value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode shim_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode shim_set_string(CURL *easy, CURLoption option, const char *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode shim_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode shim_set_list(CURL *easy, CURLoption option, const struct curl_slist *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode shim_set_receiver(CURL *easy, CURLoption option, curl_write_callback receiver) {
    return (curl_easy_setopt)(easy, option, receiver);
}

static inline CURLcode shim_set_socket_opener(CURL *easy, curl_opensocket_callback opener) {
    return (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, opener);
}

static inline CURLcode shim_set_request_gate(CURL *easy, curl_prereq_callback gate) {
    return (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, gate);
}

static inline long shim_status(CURL *easy) {
    long status = 0;
    (curl_easy_getinfo)(easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static inline void *shim_owner(CURL *easy) {
    void *owner = NULL;
    (curl_easy_getinfo)(easy, CURLINFO_PRIVATE, &owner);
    return owner;
}

static inline CURLMcode shim_limit(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}

// The flags' macro is more than Swift imports.
static inline CURLcode shim_start(void) {
    return curl_global_init(CURL_GLOBAL_ALL);
}

// libcurl keeps an address of any family behind the field, which Swift would copy at the field's own size.
static inline const struct sockaddr *shim_address(const struct curl_sockaddr *address) {
    return &address->addr;
}
