#pragma once
#include <sys/socket.h>
#include <stdint.h>
#include <microhttpd.h>
