#pragma once
#include <libpq-fe.h>
#include <sys/epoll.h> // Glibc's module leaves it out.

// Swift does not import macros that expand to character constants.
enum {
    DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    DIAG_SQLSTATE = PG_DIAG_SQLSTATE,
    DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME,
    DIAG_SOURCE_FUNCTION = PG_DIAG_SOURCE_FUNCTION,
};
