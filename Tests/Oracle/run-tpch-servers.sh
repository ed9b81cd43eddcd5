#!/usr/bin/env bash
# TPC-H on a cluster of four databases of a MariaDB server of its own, against one plain database of it. Arguments are those of "Oracle tpch"; without any:
# the answers at scale 0.1 and the times.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/server.sh"
start_server --innodb-buffer-pool-size=1G --innodb-log-file-size=256M --local-infile=1
create_databases tpch_plain tpch_s{0..3}
[ $# -gt 0 ] || set -- --scale 0.1 --strict --check --time
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- tpch --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
