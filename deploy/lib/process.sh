# Processes that outlive the script that started them: a later call finds them again, and stops them. A file
# run/process/NAME holds two lines: which process it is (see `identity`), and a digest of what it was started as.

stop_patience_seconds=10

# Prints what tells a process from any later one with the same number: the number, its starting tick, the boot.
# A zombie has ended: nobody may be there to collect it (in a container), and nothing can be asked of it.
identity() { # PID
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != Z ]] || return 1
    echo "$1 ${fields[19]} $(</proc/sys/kernel/random/boot_id)"
}

# Prints the number of the process NAME while it runs.
process_running() { # NAME
    local recorded
    { read -r recorded <"$run/process/$1"; } 2>/dev/null || return 1
    [[ "$(identity "${recorded%% *}")" == "$recorded" ]] || return 1
    echo "${recorded%% *}"
}

# Prints what a program is started as: a rebuilt program or another setting gives another digest.
program_digest() { # PROGRAM ARGUMENT…, with the array `environment`
    { printf '%s\n' "${environment[@]}" "$@" && stat -L -c '%i %Y %s' "$(command -v "$1")"; } | cksum
}

# Whether the process NAME runs and was started as this very program.
process_current() { # NAME PROGRAM ARGUMENT…, with the array `environment`
    process_running "$1" >/dev/null && [[ "$(sed -n 2p "$run/process/$1")" == "$(program_digest "${@:2}")" ]]
}

# Starts PROGRAM as the process NAME unless it already runs; another one under that name is stopped first.
process_ensure() { # NAME PROGRAM ARGUMENT…, with the array `environment`
    process_current "$@" && return
    process_stop "$1"
    process_start "$@"
}

# Starts PROGRAM as the process NAME. Its log is run/log/NAME.log; the log before that becomes NAME.log.1.
process_start() { # NAME PROGRAM ARGUMENT…, with the array `environment`
    local name=$1 log=$run/log/$1.log digest
    shift
    digest=$(program_digest "$@")
    if [[ -e $log ]]; then mv -f "$log" "$log.1"; fi
    # A session of its own, so that an interrupt at the terminal is not its end; the locks stay with the script.
    setsid env "${environment[@]}" "$@" </dev/null >"$log" 2>&1 8<&- 9<&- &
    printf '%s\n%s\n' "$(identity $! || echo "$! ended")" "$digest" >"$run/process/$name"
}

# Asks the process NAME to end by SIGNAL, insists after ten seconds, and forgets it.
process_stop() { # NAME [SIGNAL]
    local pid waited
    if pid=$(process_running "$1"); then
        kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
        for ((waited = 0; waited < stop_patience_seconds * 20; waited++)); do
            process_running "$1" >/dev/null || break
            sleep 0.05
        done
        if process_running "$1" >/dev/null; then
            warn "$1 did not stop within $stop_patience_seconds s and was killed"
            kill -s KILL "$pid" 2>/dev/null || true
            while process_running "$1" >/dev/null; do sleep 0.05; done
        fi
    fi
    rm -f "$run/process/$1"
}

# Waits until the check succeeds, and gives up when the process NAME has ended or the time is over.
process_await() { # NAME SECONDS CHECK ARGUMENT…
    local name=$1 seconds=$2 begun=$SECONDS
    shift 2
    until "$@"; do
        process_running "$name" >/dev/null || return 1
        ((SECONDS - begun <= seconds)) || return 1
        sleep 0.05
    done
}

# Ends the script over a process that did not come up, with the end of its log.
process_failed() { # NAME
    local state="is not ready"
    process_running "$1" >/dev/null || state="has ended"
    warn "$1 $state; the end of $run/log/$1.log:"
    tail -n 20 "$run/log/$1.log" >&2 || true
    exit 1
}

# Whether somebody listens there, or another part of ours is about to.
port_taken() { # NAME PORT
    local other
    for other in "$run"/port/*; do
        [[ $other == */"$1" || ! -e $other || "$(<"$other")" != "$2" ]] || return 0
    done
    (: 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null
}

# Chooses a port for NAME and keeps it in run/port: the one it had while that is free, else the first free from BASE on.
# Ports below 32768 are not handed out by the kernel to others.
port_choose() { # NAME BASE
    local port=$2
    if process_running "$1" >/dev/null; then return; fi
    if [[ -s $run/port/$1 ]]; then port=$(<"$run/port/$1"); fi
    if port_taken "$1" "$port"; then port=$2; fi
    while port_taken "$1" "$port"; do port=$((port + 1)); done
    echo "$port" >"$run/port/$1"
}

port_of() { # NAME
    cat "$run/port/$1" 2>/dev/null || true
}
