# Guoying's own processes, and the `guoying` command as they need it.

services=(registry activity supervision notification)
http_port_base=28080
go_live=2021-03-01

# Runs `guoying` as a role of the database: postgres where it makes the schemas, guoying_operator for what belongs to an
# operator, guoying_reader for the rest.
guoying_as() { # ROLE ARGUMENT…
    local role=$1
    shift
    GUOYING_DATABASE_URL=$(database_url "$role") GUOYING_KAFKA_BOOTSTRAP_SERVERS=$(broker_address) "$bin/guoying" "$@"
}

command_failed() { # COMMAND STATUS
    tail -n 20 "$run/log/$1.log" >&2
    fail "guoying $1 ended with status $2; the whole output is in $run/log/$1.log"
}

service_ready() { # SERVICE
    curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$(port_of "$1")/readyz"
}

# Starts every service that does not run yet, or runs as something else: another build, broker, or setting.
services_up() {
    local service environment
    [[ -e $run/recipients.yaml ]] || cp "$root/deploy/sample/recipients.yaml" "$run/recipients.yaml"
    for service in "${services[@]}"; do
        port_choose "$service" "$http_port_base"
        environment=(
            "GUOYING_DATABASE_URL=$(database_url "guoying_$service")"
            "GUOYING_KAFKA_BOOTSTRAP_SERVERS=$(broker_address)"
            "GUOYING_HTTP_PORT=$(port_of "$service")"
            "GUOYING_GO_LIVE=$go_live"
            "GUOYING_NOTIFICATION_CONFIG=$run/recipients.yaml"
        )
        process_ensure "$service" "$bin/guoying-$service"
    done
    for service in "${services[@]}"; do
        process_await "$service" 30 service_ready "$service" || {
            curl --silent --max-time 2 "http://127.0.0.1:$(port_of "$service")/readyz?verbose" >&2 || true
            process_failed "$service"
        }
    done
}

services_down() {
    local index
    for ((index = ${#services[@]} - 1; index >= 0; index--)); do process_stop "${services[index]}"; done
}
