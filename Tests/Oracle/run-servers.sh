#!/usr/bin/env bash
# Random statements in MySQL's dialect on a cluster of databases of a MariaDB server of its own, against one plain database of it: none may be
# answered otherwise. Arguments are those of "Oracle servers"; without any: 500,000 statements.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/server.sh"
start_server --innodb-buffer-pool-size=256M
# shellcheck disable=SC2046 # a list of names
create_databases oracle_plain $(names_of {1..7})
[ $# -gt 0 ] || set -- --count 500000
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- servers --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
