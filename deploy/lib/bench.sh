# `deploy/dev bench`: ratios of one run, with servers that live as long as it; or what needs no server.

bench_stop() {
    process_stop kafka
    postgres_down
    postgres_wipe
    rm -rf "$run/kafka"
}

bench_command() { # NAME ARGUMENT…
    local name=${1:-} script
    script=$root/Tests/Benchmarks/${name^}/$name.py
    [[ " $(bench_names) " == *" $name "* ]] || fail "deploy/dev bench NAME, of: $(bench_names)"
    shift
    run=$root/.run/bench
    lock "$root/deploy/lib"
    bench_stop
    rm -rf "$run"
    make_folders
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages) $(test_packages)
    build_release
    if [[ -e $script ]]; then bench_script "$script" "$@"; else "$bin/${name^}Benchmark" "$@"; fi
}

# Runs a script on servers of its own.
bench_script() { # SCRIPT ARGUMENT…
    [[ -n ${KAFKA_HOME:-} ]] || fail "figures are those of a real broker: set KAFKA_HOME to Apache Kafka's folder"
    trap bench_stop EXIT
    local variable
    for variable in "${!GUOYING_@}"; do unset "$variable"; done
    python_ensure
    postgres_up
    report postgresql "127.0.0.1:$(port_of postgresql)"
    kafka_up
    report kafka "$(broker_address)"
    BENCH_DATABASE_URL=$(database_url postgres) BENCH_KAFKA=$(broker_address) BENCH_BIN=$bin BENCH_RUN=$run \
        "$GUOYING_TEST_PYTHON" "$@"
}

# A folder of that name, without the capital, holds a script of that name, or is a program that needs no server.
bench_names() {
    local folder name
    for folder in "$root"/Tests/Benchmarks/*/; do
        name=$(basename "$folder")
        if [[ -e $folder/${name,}.py || -e $folder/Main.swift ]]; then echo "${name,}"; fi
    done | paste -sd ' '
}
