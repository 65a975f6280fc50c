# `deploy/dev fuzz`: input that nobody would think of, by libFuzzer, against a build of its own in which every module is
# instrumented and AddressSanitizer watches.

# What one input may take: seconds, and MiB of all memory and of one allocation. Leaks are looked for at the end: after
# each input it takes twenty milliseconds wherever a task has ended on another thread.
fuzz_limits=(-timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=512 -detect_leaks=0)

# A folder of seeds for each.
fuzz_targets() {
    local folder
    for folder in "$root"/Tests/Fuzz/Corpus/*/; do basename "$folder"; done
}

fuzz_build() {
    # Of several -sanitize the Swift compiler heeds the last, so `--sanitize address` would take the fuzzer away.
    local options=(
        --package-path "$root" --scratch-path "$root/.build/fuzz" --product Fuzz
        --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xcxx -fsanitize=address)
    export GUOYING_FUZZ=1
    with_progress build "$run/log/build.log" swift build "${options[@]}" || build_failed "$run/log/build.log"
    fuzz_program=$(swift build "${options[@]}" --show-bin-path)/Fuzz
    # Swift's own backtraces read the stack of a process that has fallen, which the sanitizer takes for a fault.
    export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=quarantine_size_mb=32
    report build "fuzzer, address sanitizer"
}

# The newest number that libFuzzer has told by a name.
fuzz_number() { # LOG NAME
    grep -o "$2:* *[0-9]\+" "$1" | tail -n 1 | grep -o '[0-9]\+$' || echo 0
}

# Feeds one target and prints a line about it. What is new goes to .run, never among the seeds.
fuzz_one() { # TARGET SECONDS
    local target=$1 log=$run/log/$1.log corpus=$run/corpus/$1 status=0 outcome=clean found='' fuzzer coverage
    local options=(
        "${fuzz_limits[@]}" -max_total_time="$2" -print_final_stats=1
        -dict="$root/Tests/Fuzz/Dictionaries/$target.dict" -artifact_prefix="$run/found/$target-")
    mkdir -p "$corpus" "$run/found"
    FUZZ_TARGET=$target "$fuzz_program" "${options[@]}" "$corpus" "$root/Tests/Fuzz/Corpus/$target" \
        </dev/null >"$log" 2>&1 &
    fuzzer=$!
    trap 'kill "$fuzzer"; exit 143' TERM
    wait "$fuzzer" || status=$?
    coverage=$(fuzz_number "$log" cov)
    # A program that is not instrumented runs just as well, and finds nothing.
    if ((status == 0 && coverage == 0)); then status=1; fi
    if ((status != 0)); then
        found=$(sed -n 's/^artifact_prefix=.*Test unit written to //p' "$log" | tail -n 1)
        outcome="FAILED: ${found:-see $log}"
    fi
    printf '%-17s %9d executions  coverage %5d  corpus %5d  %s\n' "$target" \
        "$(fuzz_number "$log" stat::number_of_executed_units)" "$coverage" \
        "$(find "$corpus" -type f | wc -l)" "$outcome"
    if ((status != 0)); then
        grep -m 1 -E 'Fatal error|ERROR:' "$log" >&2 || true
        if [[ -n $found ]]; then warn "again: deploy/dev fuzz $target --input $found"; fi
    fi
    return "$status"
}

# As many targets at a time as there are processors.
fuzz_all() { # SECONDS TARGET…
    local seconds=$1 target running=0 failures=0
    shift
    for target; do
        if ((running == $(nproc))); then
            wait -n || failures=$((failures + 1))
            running=$((running - 1))
        fi
        fuzz_one "$target" "$seconds" 9<&- &
        running=$((running + 1))
    done
    while ((running > 0)); do
        wait -n || failures=$((failures + 1))
        running=$((running - 1))
    done
    ((failures == 0)) || fail "$failures of $# targets failed; the logs are in $run/log"
}

fuzz_command() { # [TARGET] [--seconds N] [--input FILE]
    local seconds=30 input='' targets
    mapfile -t targets < <(fuzz_targets)
    while (($# > 0)); do
        case $1 in
            --seconds) (($# > 1)) && [[ $2 =~ ^[1-9][0-9]*$ ]] || usage_fault "--seconds needs a number" ;;&
            --seconds) seconds=$2 && shift ;;
            --input)
                (($# > 1)) && [[ -f $2 ]] || usage_fault "--input needs a file"
                input=$(realpath "$2") && shift
                ;;
            *)
                [[ " ${targets[*]} " == *" $1 "* ]] || usage_fault "fuzz knows no $1; there are: ${targets[*]}"
                targets=("$1")
                ;;
        esac
        shift
    done
    [[ -z $input ]] || ((${#targets[@]} == 1)) || usage_fault "--input needs a TARGET"
    run=$root/.run/fuzz
    lock "$root/Tests/Fuzz"
    make_folders
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages)
    fuzz_build
    if [[ -n $input ]]; then
        FUZZ_TARGET=${targets[0]} "$fuzz_program" "${fuzz_limits[@]}" "$input"
        return
    fi
    trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
    fuzz_all "$seconds" "${targets[@]}"
}
