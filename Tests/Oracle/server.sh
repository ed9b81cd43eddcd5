# Sourced: starts a MariaDB server of its own in "$folder" (socket "$folder/s"), without a network and gone with the script that asked for it.
#   start_server OPTION...   create_databases NAME...
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)

start_server() {
  local user=()
  mkdir "$folder/tmp"
  if [ "$(id -u)" = 0 ]; then
    user=(--user=mysql)
    chown mysql: "$folder" "$folder/tmp"
  fi
  mariadb-install-db --no-defaults "${user[@]}" --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve > "$folder/install.log" 2>&1
  mariadbd --no-defaults "${user[@]}" --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/s" --pid-file="$folder/pid" --skip-networking --skip-name-resolve \
    --innodb-flush-log-at-trx-commit=0 --character-set-server=utf8mb4 --log-error="$folder/error.log" "$@" &
  server=$!
  trap 'kill $server; wait $server || true; rm -rf "$folder"' EXIT
  for _ in $(seq 200); do
    mariadb-admin --no-defaults -uroot -S "$folder/s" ping > /dev/null 2>&1 && return
    sleep 0.1
  done
  cat "$folder/error.log" >&2
  return 1
}

create_databases() {
  printf 'CREATE DATABASE %s;\n' "$@" | mariadb --no-defaults -uroot -S "$folder/s"
}

# names_of SHARDS...: the databases of the clusters of so many shards.
names_of() {
  local shards shard
  for shards in "$@"; do
    for ((shard = 0; shard < shards; shard++)); do
      echo "oracle_${shards}_s$shard"
    done
  done
}
