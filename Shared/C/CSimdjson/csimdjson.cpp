// simdjson is a C++ library: this is the little of it that Swift calls. The tape is walked in Swift.

#include "csimdjson.h"

#include <simdjson.h>

// Swift reads as many bytes from the first of a string on, however short it is.
static_assert(simdjson::SIMDJSON_PADDING >= 16, "the buffer of strings ends too soon");

struct csimdjson_parser {
    simdjson::dom::parser parser;
    // What went wrong when the depth was set, to be told at the first parse.
    simdjson::error_code state;
};

csimdjson_parser *csimdjson_create(size_t max_depth) {
    auto parser = new csimdjson_parser();
    // simdjson counts one more than the containers that may be open.
    parser->state = parser->parser.allocate(1024, max_depth + 1);
    return parser;
}

void csimdjson_destroy(csimdjson_parser *parser) { delete parser; }

int csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t length, const uint64_t **tape,
                    const uint8_t **strings) {
    *tape = nullptr;
    *strings = nullptr;
    if (parser->state) { return parser->state; }
    auto error = parser->parser.parse(bytes, length, true).error();
    if (error) { return error; }
    *tape = parser->parser.doc.tape.get();
    *strings = parser->parser.doc.string_buf.get();
    return 0;
}

const char *csimdjson_error_text(int code) { return simdjson::error_message(simdjson::error_code(code)); }
