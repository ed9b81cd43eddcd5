#!/usr/bin/env bash
# One text on two engines: random statements of what means the same in both dialects, on shards of SQLite and on databases of a MariaDB server of its
# own: none may be answered otherwise. Arguments are those of "Oracle engines"; without any: 100,000 statements.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/server.sh"
start_server --innodb-buffer-pool-size=256M
# shellcheck disable=SC2046 # a list of names
create_databases $(names_of 1 2 4)
[ $# -gt 0 ] || set -- --count 100000
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- engines --server "Server=$folder/s;User ID=root;SslMode=None" "$@"
