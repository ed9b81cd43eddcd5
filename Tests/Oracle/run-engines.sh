#!/usr/bin/env bash
# One text on two engines: random statements of what means the same in both dialects, on shards of SQLite and on databases of a MariaDB server of its
# own: none may be answered otherwise. Arguments are those of "Oracle engines"; without any: 100,000 statements.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)
user=()
if [ "$(id -u)" = 0 ]; then
  user=(--user=mysql)
  chown mysql: "$folder"
fi
mariadb-install-db --no-defaults "${user[@]}" --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve > "$folder/install.log" 2>&1
mariadbd --no-defaults "${user[@]}" --datadir="$folder/data" --socket="$folder/s" --skip-networking --skip-name-resolve --innodb-buffer-pool-size=256M \
  --innodb-flush-log-at-trx-commit=0 --character-set-server=utf8mb4 --log-error="$folder/error.log" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$folder"' EXIT
for _ in $(seq 200); do
  mariadb-admin --no-defaults -uroot -S "$folder/s" ping > /dev/null 2>&1 && break
  sleep 0.1
done
{
  for shards in 1 2 4; do
    for ((shard = 0; shard < shards; shard++)); do
      echo "CREATE DATABASE oracle_${shards}_s$shard;"
    done
  done
} | mariadb --no-defaults -uroot -S "$folder/s"
[ $# -gt 0 ] || set -- --count 100000
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- engines --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
