# The sample campus: its register, and what its systems report.

sample=$root/deploy/sample

# What has been loaded is noted once the board has shown it, so that the next `up` sends nothing again. Sending it again
# would change nothing: every event is known by its source and id, and every row of the register repeats itself.
campus_edition() { # AS-OF
    { echo "$1" && cat "$sample"/*.csv "$sample"/*.jsonl; } | cksum
}

campus_loaded() { # AS-OF
    [[ "$(cat "$run/loaded" 2>/dev/null)" == "$(campus_edition "$1")" ]]
}

# Sends what had been recorded before that day, in the order in which the systems recorded it; then the records that
# cannot be read or must be refused.
campus_load() { # AS-OF
    guoying_as guoying_reader import "$sample"/*.csv >"$run/log/import.log" 2>&1 || command_failed import $?
    guoying_as guoying_reader intake send --recorded-before "$1" "$sample/events.jsonl" >"$run/log/send.log" 2>&1 ||
        command_failed send $?
    guoying_as guoying_reader intake send --raw "$sample/broken.jsonl" >>"$run/log/send.log" 2>&1 ||
        command_failed send $?
}
