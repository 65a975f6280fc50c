# `deploy/dev test --sanitize`: every program of ours, the tests and the services under test, is built so that a
# sanitizer watches it. Whatever it finds fails the run, in whichever process.

# What the sanitizer found, a file for each process.
sanitizer_folder() {
    echo "$run/sanitizer"
}

# Has all programs of this run watched. What is left out, and why, stands in Tests/Sanitizers.
sanitizer_begin() { # address|thread
    local common
    common=log_path=$(sanitizer_folder)/report:log_exe_name=1
    mkdir -p "$(sanitizer_folder)"
    # Swift's own backtraces read the stack of a process that has fallen, which the sanitizer takes for a fault.
    export SWIFT_BACKTRACE=enable=no
    export ASAN_OPTIONS=$common:suppressions=$root/Tests/Sanitizers/overlaps.txt
    export LSAN_OPTIONS=suppressions=$root/Tests/Sanitizers/leaks.txt:print_suppressions=0
    export TSAN_OPTIONS=$common:suppressions=$root/Tests/Sanitizers/races.txt
    test_options+=(--scratch-path "$root/.build/$1" --sanitize "$1" -Xswiftc -use-ld=lld)
    if [[ $1 == thread ]]; then sanitizer_tell_threads; fi
}

# Puts what tells ThreadSanitizer of threads and locks that it would not see into every program.
sanitizer_tell_threads() {
    local source=$root/Tests/Sanitizers/threads.c object name
    # Named by what it says: programs are linked anew where their command has changed.
    object=$root/.build/thread/threads-$(cksum <"$source" | cut -d ' ' -f 1).o
    mkdir -p "${object%/*}"
    clang -O1 -Wall -Werror -c "$source" -o "$object"
    test_options+=(-Xlinker "$object" -Xlinker -lswiftSynchronization)
    for name in $(nm "$object" | sed -n 's/.* U __real_//p'); do test_options+=(-Xlinker "--wrap=$name"); done
}

# Says what was found, each kind once with how often; fails where anything was.
sanitizer_end() {
    local reports
    mapfile -t reports < <(find "$(sanitizer_folder)" -type f -size +0)
    ((${#reports[@]} > 0)) || return 0
    cat "${reports[@]}" | grep -a '^SUMMARY:' | sort | uniq -c | sort -rn | head -n 40 | cut -c 1-300 >&2
    warn "${#reports[@]} processes have reports of the sanitizer, in $(sanitizer_folder)"
    return 1
}
