#!/usr/bin/env bash
# Random statements in MySQL's dialect on a cluster of databases of a MariaDB server of its own, against one plain database of it: none may be
# answered otherwise. Arguments are those of "Oracle servers"; without any: 500,000 statements.
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
  echo "CREATE DATABASE oracle_plain;"
  for shards in {1..7}; do
    for ((shard = 0; shard < shards; shard++)); do
      echo "CREATE DATABASE oracle_${shards}_s$shard;"
    done
  done
} | mariadb --no-defaults -uroot -S "$folder/s"
[ $# -gt 0 ] || set -- --count 500000
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- servers --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
