# `deploy/dev simulate`: all services' machines in one process, on a broker and a database that lie, lose and go back.

simulate_command() { # --seeds N, --from SEED, --replay SEED
    local argument options=(--package-path "$root" -c release --static-swift-stdlib --product Simulation)
    for argument; do
        [[ $argument =~ ^(--seeds|--from|--replay|[0-9]+)$ ]] || usage_fault "simulate knows no $argument"
    done
    run=$root/.run/simulation
    lock "$root/Tests/Simulation"
    make_folders
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages)
    with_progress build "$run/log/build.log" swift build "${options[@]}" || build_failed "$run/log/build.log"
    report build simulation
    "$(swift build "${options[@]}" --show-bin-path)/Simulation" "$@"
}
