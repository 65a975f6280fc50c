# What the person sees. Everything but the result goes to standard error; what moves is shown on a terminal only.

warn() { # TEXT
    printf '%s\n' "$*" >&2
}

# Ends the script with one line that says what was wrong and what to do.
fail() { # TEXT
    warn "deploy/dev: $*"
    exit 1
}

usage_fault() { # TEXT
    warn "deploy/dev: $*; see deploy/dev --help"
    exit 2
}

now_milliseconds() {
    local microseconds=${EPOCHREALTIME//[.,]/}
    echo $((microseconds / 1000))
}

reported_milliseconds=$(now_milliseconds)

# One line for a step that is done, with the time since the step before.
report() { # STEP OUTCOME
    local now elapsed
    now=$(now_milliseconds)
    elapsed=$((now - reported_milliseconds))
    reported_milliseconds=$now
    printf '● %-14s %-44s %4d.%d s\n' "$1" "$2" $((elapsed / 1000)) $((elapsed % 1000 / 100)) >&2
}

# The command that runs now, as the leader of a session of its own, so that an interrupt can end all of it:
# `swift test` puts the tests into another process group, but not into another session.
foreground=

# Prints the processes of a session.
session_members() { # SESSION
    local file stat fields
    for file in /proc/[0-9]*/stat; do
        { read -r stat <"$file"; } 2>/dev/null || continue
        read -ra fields <<<"${stat##*) }"
        if [[ ${fields[3]} == "$1" ]]; then file=${file#/proc/} && echo "${file%/stat}"; fi
    done
}

interrupted() { # STATUS
    local members
    trap '' INT TERM
    if [[ -n $foreground ]]; then
        mapfile -t members < <(session_members "$foreground")
        kill -s TERM "${members[@]}" 2>/dev/null || true
    fi
    exit "$1"
}
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

# Runs a long command with its output in LOG. A terminal sees the newest line of it, and how long it has been at it.
with_progress() { # LABEL LOG COMMAND ARGUMENT…
    local label=$1 log=$2 begun=$SECONDS status=0
    shift 2
    setsid "$@" </dev/null >"$log" 2>&1 8<&- 9<&- &
    foreground=$!
    if [[ -t 2 ]]; then
        while kill -0 "$foreground" 2>/dev/null; do
            printf '\r\e[K◌ %-14s %4d s  %.80s' "$label" $((SECONDS - begun)) "$(tail -n 1 "$log")" >&2
            sleep 0.2
        done
        printf '\r\e[K' >&2
    fi
    wait "$foreground" || status=$?
    foreground=
    return "$status"
}
