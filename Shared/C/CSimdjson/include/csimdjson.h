#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A parser and the memory of its last document.
typedef struct csimdjson_parser csimdjson_parser;

// A parser that refuses documents whose containers, the empty ones aside, nest deeper than max_depth.
csimdjson_parser *_Nonnull csimdjson_create(size_t max_depth);
void csimdjson_destroy(csimdjson_parser *_Nonnull parser);

// 0, or simdjson's error code. On success *tape and *strings are valid until the next call with this parser.
// The bytes are copied into the parser's own padded buffer, so they need no padding of theirs.
int csimdjson_parse(csimdjson_parser *_Nonnull parser, const uint8_t *_Nonnull bytes, size_t length,
                    const uint64_t *_Nullable *_Nonnull tape, const uint8_t *_Nullable *_Nonnull strings);

// What simdjson says about one of its error codes.
const char *_Nonnull csimdjson_error_text(int code);

#ifdef __cplusplus
}
#endif
