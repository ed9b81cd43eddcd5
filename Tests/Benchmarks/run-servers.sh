#!/usr/bin/env bash
# ShardClient over four databases of a MariaDB server of its own, beside MySqlConnector on one of them. Arguments: parts of the names of the cases wanted.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../Oracle/server.sh"
port=$((20000 + RANDOM % 10000))
start_server --skip-networking=0 --bind-address=127.0.0.1 --port="$port" --innodb-buffer-pool-size=1G --innodb-log-file-size=512M --local-infile=1 \
  --max-connections=500 --max-allowed-packet=64M --performance-schema=OFF
dotnet run -c Release --no-build --project "$here/Benchmarks.csproj" -- servers "Server=127.0.0.1;Port=$port;User ID=root;SslMode=None" "$(cat "$folder/pid")" "$@"
