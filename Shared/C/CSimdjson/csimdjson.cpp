#include "csimdjson.h"
int csimdjson_version(void) { return 3; }
