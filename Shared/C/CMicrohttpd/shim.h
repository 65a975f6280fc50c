#pragma once
#include <stdint.h>
#include <sys/socket.h>
#include <microhttpd.h>

// Several modules of the compiler's include <sys/socket.h>, and which of them Swift then finds these enumerators in
// depends on the order in which it loads them.
enum { shim_listening_socket = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK };

// What a daemon is started with. The names are those of libmicrohttpd's options.
struct shim_daemon_settings {
    int listening_socket;
    unsigned connections;
    unsigned connections_per_address;
    unsigned idle_timeout_seconds;
    size_t connection_memory_bytes;
    void *context;
    MHD_AccessHandlerCallback handler;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection_changed;
    void *(*request_line)(void *context, const char *target, struct MHD_Connection *connection);
};

// MHD_start_daemon is variadic, and Swift cannot call variadic C functions.
static inline struct MHD_Daemon *shim_start_daemon(const struct shim_daemon_settings *settings) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC,
        0, NULL, NULL, settings->handler, settings->context,
        MHD_OPTION_LISTEN_SOCKET, settings->listening_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_timeout_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory_bytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context,
        MHD_OPTION_NOTIFY_CONNECTION, settings->connection_changed, settings->context,
        MHD_OPTION_URI_LOG_CALLBACK, settings->request_line, settings->context,
        MHD_OPTION_END);
}

// MHD_get_connection_info is variadic too, and answers with a union.
static inline int shim_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline size_t shim_request_header_bytes(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}
