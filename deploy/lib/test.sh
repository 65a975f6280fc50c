# `deploy/dev test`: every test, with servers that live as long as the run.

# How the tests are built and found again.
test_options=(--package-path "$root")

python_packages=(confluent-kafka==2.16.1 cloudevents==2.2.0 standardwebhooks==1.1.0 jsonschema==4.26.0 PyYAML==6.0.4
    "psycopg[binary]==3.3.9" orjson==3.13.0 "asyncapi-python[codegen]==0.3.1" schemathesis==4.32.5
    openapi-spec-validator==0.9.0)

python_install() { # VENV
    python3 -m venv --clear "$1" &&
        "$1/bin/pip" install --disable-pip-version-check "${python_packages[@]}"
}

# Foreign clients speak with us as outsiders would. Without a network the tests that need them say so themselves.
python_ensure() {
    local venv=$root/.run/venv wanted="${python_packages[*]}"
    if [[ "$(cat "$venv/packages" 2>/dev/null)" != "$wanted" ]]; then
        if ! python_install "$venv" >"$run/log/python.log" 2>&1; then
            tail -n 3 "$run/log/python.log" >&2
            warn "no Python packages for foreign clients: $wanted"
            return
        fi
        echo "$wanted" >"$venv/packages"
        report python "$wanted"
    fi
    export GUOYING_TEST_PYTHON=$venv/bin/python
}

test_stop() {
    local folder
    # Fault runs have servers of their own there.
    for folder in "$run"/faults-*/; do
        if [[ -d $folder ]]; then "$root/Tests/Faults/Outside/servers" down "${folder%/}"; fi
    done
    process_stop kafka
    postgres_down
    postgres_wipe
    rm -rf "$run/kafka"
}

# Stops what a run that was killed has left.
test_leftovers_stop() {
    local run=$root/.run/test
    test_stop
}

build_tests() {
    with_progress build "$run/log/build.log" swift build "${test_options[@]}" --build-tests ||
        build_failed "$run/log/build.log"
}

# Counts test cases in the reports of `swift test`, whose own totals leave the skipped out. Each element begins a line;
# names are not escaped there, so nothing further on a line is looked at. Prints PASSED FAILED SKIPPED.
count_tests() { # REPORT…
    cat "$@" 2>/dev/null | awk '
        /^ *<testcase / { total++; counted = 0 }
        /^ *<failure/ && !counted { failed++; counted = 1 }
        /^ *<skipped/ { skipped++ }
        END { print total - failed - skipped, failed + 0, skipped + 0 }'
}

# Shows what failed: each issue with what stands behind it, or the end of the log where the process itself fell. Behind a
# suite that failed stands only what it is for.
show_failures() { # LOG
    awk -v most_issues=50 -v most_lines=10 -v most_bytes=400 '
        function show(line) {
            if (length(line) > most_bytes) line = substr(line, 1, most_bytes) "…"
            print line
        }
        /error: / || /^✘ .* recorded an issue/ { lines = 1; if (++issues <= most_issues) show($0); next }
        /^↳/ && lines > 0 && issues <= most_issues { if (lines++ <= most_lines) show($0); next }
        { lines = 0 }
        END { if (issues > most_issues) print issues - most_issues " more"; exit issues == 0 }
        ' "$1" >&2 || tail -n 40 "$1" >&2
    warn "the whole output is in $1"
}

run_tests() { # [FILTER]
    local log=$run/log/test.log status=0 passed failed skipped
    local options=(--skip-build --xunit-output "$run/report.xml")
    if (($# > 0)); then options+=(--filter "$1"); fi
    # Most tests wait for processes; more of them at once than this only wait for each other, and run out of time.
    export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
    with_progress test "$log" swift test "${test_options[@]}" "${options[@]}" || status=$?
    read -r passed failed skipped < <(count_tests "$run"/report*.xml)
    if ((status == 0 && failed == 0 && passed + skipped == 0)); then
        warn "no test matches ${1:-the package}"
        status=1
    fi
    if [[ -d $(sanitizer_folder) ]]; then sanitizer_end || status=1; fi
    # A process that fell, or an issue outside any test, is in no report; nor is what a sanitizer found.
    if ((status != 0 && failed == 0)); then failed=1; fi
    if ((failed > 0)); then show_failures "$log"; fi
    report tests "$((passed + failed + skipped)) run"
    if ((skipped > 0)); then
        grep '^➜.*skipped' "$log" >&2 || true
        if [[ -n ${KAFKA_HOME:-} ]]; then
            warn "nothing may be skipped where KAFKA_HOME is set"
            status=1
        fi
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    ((status == 0))
}

# Builds the tests, in a folder and an environment that are theirs alone.
tests_begin() { # [SANITIZER]
    run=$root/.run/test
    lock "$root/deploy/lib"
    test_leftovers_stop
    rm -rf "$run"
    make_folders
    trap test_stop EXIT
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages) $(test_packages)
    # Settings of the shell, for example those of `deploy/dev env`, are not the tests'.
    local name
    for name in "${!GUOYING_@}"; do [[ $name == GUOYING_TEST_SEEDS ]] || unset "$name"; done
    export GUOYING_TEST_RUN=$run
    python_ensure
    if (($# > 0)); then sanitizer_begin "$1"; fi
    build_tests
    report build "debug${1:+, $1 sanitizer}"
}

test_command() { # [--sanitize address|thread] [FILTER]
    local sanitizer=()
    if [[ ${1:-} == --sanitize ]]; then
        [[ ${2:-} =~ ^(address|thread)$ ]] || usage_fault "--sanitize is address or thread"
        sanitizer=("$2") && shift 2
    fi
    (($# <= 1)) || usage_fault "test takes one FILTER"
    tests_begin "${sanitizer[@]}"
    postgres_up
    report postgresql "127.0.0.1:$(port_of postgresql)"
    GUOYING_TEST_DATABASE_URL=$(database_url postgres postgres)
    export GUOYING_TEST_DATABASE_URL
    if [[ -n ${KAFKA_HOME:-} ]]; then
        kafka_up
        report kafka "$(broker_address)"
        GUOYING_TEST_KAFKA=$(broker_address)
        GUOYING_TEST_KAFKA_DATA=$run/kafka/data
        export GUOYING_TEST_KAFKA GUOYING_TEST_KAFKA_DATA
    fi
    run_tests "$@"
}
