# The sample campus: its register, and what its systems report.

sample=$root/deploy/sample

# What has been loaded is noted once the board has shown it, so that the next `up` sends nothing again. Sending it again
# would change nothing: every event is known by its source and id, and every row of the register repeats itself.
campus_edition() { # AS-OF
    { echo "$1" && cat "$sample"/*.csv "$sample"/*.jsonl "${BASH_SOURCE[0]}"; } | cksum
}

campus_loaded() { # AS-OF
    [[ "$(cat "$run/loaded" 2>/dev/null)" == "$(campus_edition "$1")" ]]
}

# Imports the register, then sends and meanwhile gives waivers, which are there before the last events are.
campus_load() { # AS-OF
    local sending
    # Names and contacts, where the sample has any, are taken from an operator only.
    guoying_as guoying_operator import "$sample"/*.csv >"$run/log/import.log" 2>&1 || command_failed import $?
    campus_send "$1" >"$run/log/send.log" 2>&1 &
    sending=$!
    if [[ ! -e $run/sent-once ]]; then
        campus_waive b-0304 committee-term 2021-04-12 2021-10-12 "党委组织部批复：随学院教学单位调整一并换届，延期半年"
        campus_waive b-0801 theme-day 2021-04-01 2021-05-31 "离退休党总支批准：活动室修缮期间以送学上门代替"
    fi
    wait "$sending" || command_failed send $?
    touch "$run/sent-once"
}

# Sends what had been recorded before that day, in the order in which the systems recorded it; then the records that
# cannot be read or must be refused. Those only once, for they would be refused again; a second waiver would be another.
campus_send() { # AS-OF
    guoying_as guoying_reader intake send --recorded-before "$1" "$sample/events.jsonl" &&
        { [[ -e $run/sent-once ]] || guoying_as guoying_reader intake send --raw "$sample/broken.jsonl"; }
}

# The college's organisation department signs.
campus_waive() { # UNIT REQUIREMENT FROM TO BASIS
    guoying_as guoying_reader waive "$1" "$2" --from "$3" --to "$4" --basis "$5" --actor p-002 \
        >>"$run/log/waive.log" 2>&1 || command_failed waive $?
}
