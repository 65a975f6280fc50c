# The broker: the user's own cluster, Apache Kafka from KAFKA_HOME in run/kafka, or the embedded one.

# Says which it is: external, kafka or embedded.
broker_choose() { # auto|kafka|embedded
    local given=${GUOYING_KAFKA_BOOTSTRAP_SERVERS:-}
    # A shell that took over `deploy/dev env` carries an address of ours, perhaps an old one: that is nobody's wish.
    if [[ -n $given ]] && grep -qFx -- "$given" "$run/broker/ours" 2>/dev/null; then given=; fi
    case $1 in
        auto)
            if [[ -n $given ]]; then echo external
            elif [[ -n ${KAFKA_HOME:-} ]]; then echo kafka
            else echo embedded; fi ;;
        *)
            [[ -z $given ]] || usage_fault "--broker $1 and GUOYING_KAFKA_BOOTSTRAP_SERVERS ($given) name two brokers"
            echo "$1" ;;
    esac
}

broker_address() {
    cat "$run/broker/address" 2>/dev/null || true
}

# Notes where the broker is, for the commands that follow and for later calls.
broker_is() { # KIND ADDRESS
    echo "$1" >"$run/broker/kind"
    echo "$2" >"$run/broker/address"
    [[ $1 == external ]] || grep -qFx -- "$2" "$run/broker/ours" 2>/dev/null || echo "$2" >>"$run/broker/ours"
}

broker_up() { # external|kafka|embedded
    [[ $1 == kafka ]] || process_stop kafka
    [[ $1 == embedded ]] || process_stop embedded-broker
    case $1 in
        external) broker_is external "$GUOYING_KAFKA_BOOTSTRAP_SERVERS" && topics_up ;;
        kafka) kafka_up && topics_up ;;
        embedded) embedded_up ;;   # makes the topics itself
    esac
}

topics_up() {
    GUOYING_KAFKA_BOOTSTRAP_SERVERS=$(broker_address) "$bin/guoying" topics >"$run/log/topics.log" 2>&1 ||
        command_failed topics $?
}

# Apache Kafka, one node that is broker and controller, on loopback only. Its data stay over `down`.
kafka_up() {
    [[ -x ${KAFKA_HOME:-}/bin/kafka-server-start.sh ]] ||
        fail "KAFKA_HOME (${KAFKA_HOME:-not set}) holds no bin/kafka-server-start.sh"
    command -v java >/dev/null || fail "Apache Kafka needs Java 17 or newer: install default-jre-headless"
    process_running kafka >/dev/null || kafka_start
    broker_is kafka "127.0.0.1:$(port_of kafka)"
}

kafka_start() {
    local environment=() broker controller
    port_choose kafka 29092
    port_choose kafka-controller 30092
    broker=127.0.0.1:$(port_of kafka)
    controller=127.0.0.1:$(port_of kafka-controller)
    mkdir -p "$run/kafka"
    cat >"$run/kafka/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://$broker,CONTROLLER://$controller
advertised.listeners=PLAINTEXT://$broker
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=$controller
log.dirs=$run/kafka/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
PROPERTIES
    [[ -e $run/kafka/data/meta.properties ]] || kafka_format
    environment=("KAFKA_HEAP_OPTS=-Xmx512M" "LOG_DIR=$run/log/kafka")
    process_start kafka "$KAFKA_HOME/bin/kafka-server-start.sh" "$run/kafka/server.properties"
    process_await kafka 60 grep -qs 'Kafka Server started' "$run/log/kafka.log" || process_failed kafka
}

# A cluster id is 16 bytes in the alphabet of URLs. The first is a letter, for a leading dash would be an option.
kafka_format() {
    local cluster
    cluster=$({ printf g && head -c 15 /dev/urandom; } | base64 | tr '+/' '-_' | tr -d '=')
    rm -rf "$run/kafka/data"
    LOG_DIR=$run/log/kafka "$KAFKA_HOME/bin/kafka-storage.sh" format --standalone --cluster-id "$cluster" \
        --config "$run/kafka/server.properties" >"$run/log/kafka-format.log" 2>&1 || {
        tail -n 20 "$run/log/kafka-format.log" >&2
        fail "Kafka's storage could not be formatted; see $run/log/kafka-format.log"
    }
}

# The embedded broker keeps all in memory, and has another address at each start.
embedded_up() {
    local environment=() ready=$run/broker/ready topics
    topics=$("$bin/guoying" topics --list) || fail "guoying topics --list failed"
    # shellcheck disable=SC2086 # one line for each topic becomes one list
    topics=$(printf '%s,' $topics)
    set -- "$bin/guoying-broker" --topics "${topics%,}" --ready-file "$ready"
    if ! process_current embedded-broker "$@"; then
        process_stop embedded-broker
        rm -f "$ready"
        process_start embedded-broker "$@"
    fi
    process_await embedded-broker 20 test -s "$ready" || process_failed embedded-broker
    broker_is embedded "$(<"$ready")"
}

broker_down() {
    process_stop kafka
    process_stop embedded-broker
}
