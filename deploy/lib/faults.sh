# `deploy/dev faults`: what an installation has to survive is done to one, at full size; or to mutations of it, which
# must not survive.

# How many processes are killed of a mutation, of which most are caught by the first few.
mutation_cycles=8

# Builds a mutation of the programs, and prints the folder that they lie in. Between two of them only what differs is
# built anew.
mutation_build() { # NAME
    local tree=$root/.build/mutations/tree options
    rm -rf "$tree"
    mkdir -p "$tree"
    cp -a "$root"/{Package.swift,Services,Shared,Tests} "$tree/"
    "$root/Tests/Mutations/mutate.py" apply "$1" "$tree"
    options=(--package-path "$tree" --scratch-path "$root/.build/mutations/build" -c release --static-swift-stdlib)
    with_progress "build $1" "$run/log/build-$1.log" swift build "${options[@]}" || build_failed "$run/log/build-$1.log"
    swift build "${options[@]}" --show-bin-path
}

# Runs the checker on each mutation that it is to catch, and prints by which invariants it was.
mutations_check() { # NAME…
    local name binaries log caught failures=0
    for name; do
        binaries=$(mutation_build "$name")
        log=$run/log/faults-$name.log
        GUOYING_TEST_BINARIES=$binaries GUOYING_TEST_FAULT_CYCLES=$mutation_cycles GUOYING_TEST_FAULT_REPORT='' \
            with_progress "faults $name" "$log" \
            swift test --package-path "$root" --skip-build --filter FaultsTests || true
        caught=$(grep -oE 'I[0-9]+ [a-z ]+ DOES NOT HOLD' "$log" | sed 's/ DOES NOT HOLD//' | sort -uV |
            paste -sd ',' | sed 's/,/, /g') || true
        if [[ -z $caught ]]; then failures=$((failures + 1)); fi
        printf '%-32s %s\n' "$name" "${caught:-NOT CAUGHT; see $log}"
    done
    ((failures == 0)) || fail "$failures of $# mutations were not caught"
}

faults_command() { # [--cycles N] [--seed S] [--report FILE] [--mutations [NAME]]
    local cycles=100 seed=1 report='' status=0 mutations=()
    while (($# > 0)); do
        case $1 in
            --cycles | --seed) (($# > 1)) && [[ $2 =~ ^[1-9][0-9]*$ ]] || usage_fault "$1 needs a number" ;;&
            --report) (($# > 1)) || usage_fault "--report needs a file" ;;&
            --cycles) cycles=$2 && shift ;;
            --seed) seed=$2 && shift ;;
            --report) report=$(realpath -m "$2") && shift ;;
            --mutations)
                if (($# > 1)); then
                    mutations=("$2") && shift
                else
                    mapfile -t mutations < <("$root/Tests/Mutations/mutate.py" list processes)
                fi
                ;;
            *) usage_fault "faults knows no $1" ;;
        esac
        shift
    done
    [[ -n ${KAFKA_HOME:-} ]] || fail "faults are those of a real broker: set KAFKA_HOME to Apache Kafka's folder"
    tests_begin
    export GUOYING_TEST_SEEDS=$seed GUOYING_TEST_FAULT_CYCLES=$cycles
    if ((${#mutations[@]} > 0)); then
        mutations_check "${mutations[@]}"
        return
    fi
    report=${report:-$run/faults.md}
    export GUOYING_TEST_FAULT_REPORT=${report%.md}
    run_tests FaultsTests || status=$?
    if [[ -e ${report%.md}.md ]]; then cat "${report%.md}.md"; fi
    return "$status"
}
