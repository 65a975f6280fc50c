# A private PostgreSQL cluster in run/pg. PostgreSQL refuses to run as root, so root runs it as the user postgres.

postgres_bin=/usr/lib/postgresql/15/bin
postgres_elsewhere=/var/lib/guoying-dev
database=guoying

# What to put before a command of the cluster, so that it runs as the cluster's user.
cluster_user() {
    if ((EUID == 0)); then printf '%s\n' setpriv --reuid=postgres --regid=postgres --init-groups; fi
}

# Makes run/pg a folder that the cluster's user can reach. Where a folder above is closed to it, as root's home is,
# run/pg points elsewhere.
postgres_folder() {
    local as_user elsewhere
    if [[ -d $run/pg ]]; then return; fi
    rm -f "$run/pg"
    mapfile -t as_user < <(cluster_user)
    if ((EUID != 0)); then
        mkdir "$run/pg"
    elif "${as_user[@]}" test -x "$run"; then
        install -d -m 700 -o postgres "$run/pg"
    else
        install -d -m 711 "$postgres_elsewhere"
        elsewhere=$(mktemp -d "$postgres_elsewhere/XXXXXXXX")
        chown postgres: "$elsewhere"
        ln -s "$elsewhere" "$run/pg"
    fi
}

# Prints where run/pg is in truth: the way through a closed folder is no way for the cluster's user.
postgres_path() {
    readlink -f "$run/pg"
}

# Removes run/pg, wherever it is.
postgres_wipe() {
    if [[ -L $run/pg && "$(postgres_path)" == "$postgres_elsewhere"/* ]]; then
        rm -rf "$(postgres_path)"
        rmdir "$postgres_elsewhere" 2>/dev/null || true
    fi
    rm -rf "$run/pg"
}

# Makes the cluster under another name first, so that a half-made one is never taken for a cluster.
# The superuser has a password, because others on this machine reach the loopback too; the services' roles can do
# little and are let in without.
postgres_create() {
    local as_user folder
    mapfile -t as_user < <(cluster_user)
    folder=$(postgres_path)
    rm -rf "$folder/new"
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n' |
        "${as_user[@]}" bash -c 'umask 077 && cat >"$1"' store "$folder/password"
    "${as_user[@]}" "$postgres_bin/initdb" --pgdata="$folder/new" --pwfile="$folder/password" --username=postgres \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$run/log/initdb.log" 2>&1 || {
        tail -n 20 "$run/log/initdb.log" >&2
        fail "initdb failed; see $run/log/initdb.log"
    }
    cat >>"$folder/new/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
# What is committed is on the disk: nothing here is a rehearsal of losing data.
fsync = on
full_page_writes = on
synchronous_commit = on
CONF
    cat >"$folder/new/pg_hba.conf" <<CONF
host all postgres 127.0.0.1/32 scram-sha-256
host all all      127.0.0.1/32 trust
CONF
    mv "$folder/new" "$folder/data"
}

# After a crash PostgreSQL takes a leftover postmaster.pid for a running server when another process of its user has that
# number by now. The file is removed only where that process is no PostgreSQL.
postgres_forget_stale_pid() {
    local pid file=$run/pg/data/postmaster.pid
    [[ -e $file ]] || return 0
    read -r pid <"$file"
    if [[ "$(readlink "/proc/$pid/exe" 2>/dev/null)" != */postgres* ]]; then rm -f "$file"; fi
}

# The URL of the database for a role, or for the superuser.
database_url() { # ROLE [DATABASE]
    local login=$1
    if [[ $1 == postgres ]]; then login=postgres:$(<"$run/pg/password"); fi
    echo "postgresql://$login@127.0.0.1:$(port_of postgresql)/${2:-$database}"
}

superuser_query() { # SQL
    PGPASSWORD=$(<"$run/pg/password") "$postgres_bin/psql" --no-psqlrc --tuples-only --no-align --command="$1" \
        "postgresql://postgres@127.0.0.1:$(port_of postgresql)/postgres"
}

postgres_accepts() {
    "$postgres_bin/pg_isready" --quiet --host=127.0.0.1 --port="$(port_of postgresql)"
}

postgres_start() {
    local as_user attempt environment=()
    mapfile -t as_user < <(cluster_user)
    for ((attempt = 1; ; attempt++)); do
        postgres_forget_stale_pid
        process_start postgresql "${as_user[@]}" "$postgres_bin/postgres" \
            -D "$(postgres_path)/data" -p "$(port_of postgresql)"
        if process_await postgresql 60 postgres_accepts; then return; fi
        # The children of a server that was killed take a moment to notice.
        if ((attempt == 20)) || ! grep -q 'shared memory block' "$run/log/postgresql.log"; then
            process_failed postgresql
        fi
        sleep 0.5
    done
}

postgres_up() {
    postgres_folder
    [[ -d $run/pg/data ]] || postgres_create
    port_choose postgresql 25432
    process_running postgresql >/dev/null || postgres_start
    if [[ "$(superuser_query "SELECT 1 FROM pg_database WHERE datname = '$database'")" != 1 ]]; then
        superuser_query "CREATE DATABASE $database" >/dev/null
    fi
}

postgres_down() {
    process_stop postgresql INT   # PostgreSQL's fast shutdown: sessions are ended, nothing committed is lost
}
