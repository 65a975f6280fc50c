# `deploy/dev mutations`: faults made on purpose in a copy of the source, one after the other, to see that the simulation
# catches them.

# As many worlds as the simulation tries itself.
mutations_seeds=5000

# Copies the tree as it is, without what is built or started here.
mutations_copy() { # TREE
    rm -rf "$1" && mkdir -p "$1"
    git -C "$root" ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
        if [[ -e $root/$file ]]; then printf '%s\0' "$file"; fi
    done | tar -C "$root" --null -T - -c | tar -C "$1" -x
}

mutations_build() { # TREE LABEL
    # Most are caught within a few worlds: to build it quickly counts for more than to run it quickly.
    local options=(--package-path "$1" --scratch-path "$run/build" --product Simulation -Xswiftc -Onone)
    with_progress "$2" "$run/log/build.log" swift build "${options[@]}" || build_failed "$run/log/build.log"
}

# Makes one mutation, runs worlds until one fails, and prints a line; fails where none does.
mutations_one() { # NAME TREE
    local name=$1 tree=$2 log=$run/log/$1.log status=0 found file
    "$root/Tests/Mutations/mutate.py" apply "$name" "$tree"
    mutations_build "$tree" "$name"
    "$run/build/debug/Simulation" --seeds "$mutations_seeds" >"$log" 2>&1 || status=$?
    "$root/Tests/Mutations/mutate.py" files "$name" | while IFS= read -r file; do
        cp -p "$root/$file" "$tree/$file"
    done
    found=$(sed -n 's/^seed \([0-9]*\): \([^:]*\): .*/\1\t\2/p' "$log" | head -n 1)
    if ((status == 0)) || [[ -z $found ]]; then
        printf '%-30s NOT CAUGHT; see %s\n' "$name" "$log"
        return 1
    fi
    printf '%-30s seed %-5s %s\n' "$name" "${found%$'\t'*}" "${found#*$'\t'}"
}

mutations_command() { # [NAME]
    local tree names name failures=0
    mapfile -t names < <("$root/Tests/Mutations/mutate.py" list simulation)
    (($# <= 1)) || usage_fault "mutations takes one NAME"
    if (($# == 1)); then
        [[ " ${names[*]} " == *" $1 "* ]] || usage_fault "there is no mutation $1; there are: ${names[*]}"
        names=("$1")
    fi
    run=$root/.run/mutations
    lock "$root/Tests/Mutations"
    make_folders
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages)
    tree=$run/tree
    mutations_copy "$tree"
    mutations_build "$tree" unchanged
    "$run/build/debug/Simulation" --seeds 100 >"$run/log/unchanged.log" ||
        fail "the simulation fails without any mutation; see $run/log/unchanged.log"
    report unchanged "100 seeds pass"
    for name in "${names[@]}"; do
        mutations_one "$name" "$tree" || failures=$((failures + 1))
    done
    ((failures == 0)) || fail "$failures of ${#names[@]} mutations are not caught"
}
