# The Debian packages that are missing, installed by whoever may.

# The libraries stand in Package.swift, each beside the module that needs it.
library_packages() {
    sed -n 's/.*apt: "\([^"]*\)".*/\1/p' "$root/Package.swift"
    echo libsimdjson-dev
}

base_packages() {
    library_packages
    printf '%s\n' pkg-config lld curl postgresql-15
    if [[ -n ${KAFKA_HOME:-} ]] && ! command -v java >/dev/null; then echo default-jre-headless; fi
}

test_packages() {
    printf '%s\n' kcat faketime python3-venv shellcheck
    # The example that publishes from Java is run from its source.
    if [[ -n ${KAFKA_HOME:-} ]] && ! command -v javac >/dev/null; then echo default-jdk-headless; fi
}

missing_packages() { # PACKAGE…
    local package state
    for package; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=absent
        if [[ $state != installed ]]; then echo "$package"; fi
    done
}

packages_ensure() { # PACKAGE…
    local missing=()
    command -v dpkg-query >/dev/null || fail "this is not a Debian system, so packages cannot be checked"
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} > 0)); then packages_install "${missing[@]}"; fi
    command -v swift >/dev/null || fail "there is no swift on PATH: install the Swift 6.3 toolchain from swift.org"
}

packages_install() { # PACKAGE…
    local as_root=()
    if ((EUID != 0)); then
        if command -v sudo >/dev/null && { [[ -t 0 && -t 2 ]] || sudo -n true 2>/dev/null; }; then
            as_root=(sudo)
        else
            fail "Debian packages are missing; as root: apt-get install $*"
        fi
    fi
    warn "installing $*"
    # A first server package would make and start a cluster of its own; ours is private. The setting is taken back
    # afterwards, because it is the machine's.
    local setting=/etc/postgresql-common/createcluster.d/guoying-dev.conf
    "${as_root[@]}" mkdir -p "${setting%/*}"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$setting" >/dev/null
    local status=0 install='apt-get update && apt-get install --yes --no-install-recommends "$@"'
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive bash -c "$install" install "$@" \
        >"$run/log/packages.log" 2>&1 || status=$?
    "${as_root[@]}" rm -f "$setting"
    if ((status != 0)); then
        tail -n 20 "$run/log/packages.log" >&2
        fail "apt-get could not install $*; the whole output is in $run/log/packages.log"
    fi
    report packages "installed $#"
}

packages_command() {
    (($# == 0)) || usage_fault "packages takes no arguments"
    make_folders
    # shellcheck disable=SC2046 # one package on each line
    packages_ensure $(base_packages) $(test_packages)
}
