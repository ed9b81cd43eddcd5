#!/usr/bin/env bash
# TPC-H on a cluster of four databases of a MariaDB server of its own, against one plain database of it. Arguments are those of "Oracle tpch"; without any:
# the answers at scale 0.1 and the times.
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
mariadbd --no-defaults "${user[@]}" --datadir="$folder/data" --socket="$folder/s" --pid-file="$folder/pid" --skip-networking --skip-name-resolve --innodb-buffer-pool-size=1G \
  --innodb-log-file-size=256M --innodb-flush-log-at-trx-commit=0 --character-set-server=utf8mb4 --local-infile=1 --log-error="$folder/error.log" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$folder"' EXIT
for _ in $(seq 200); do
  mariadb-admin --no-defaults -uroot -S "$folder/s" ping > /dev/null 2>&1 && break
  sleep 0.1
done
echo "CREATE DATABASE tpch_plain; CREATE DATABASE tpch_s0; CREATE DATABASE tpch_s1; CREATE DATABASE tpch_s2; CREATE DATABASE tpch_s3;" | mariadb --no-defaults -uroot -S "$folder/s"
[ $# -gt 0 ] || set -- --scale 0.1 --strict --check --time
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- tpch --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
