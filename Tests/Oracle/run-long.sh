#!/usr/bin/env bash
# A million random statements over ten seeds, new ones unless the first is given (it is printed): none may be answered otherwise than by one plain database.
# Then TPC-H on servers, with its times.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dotnet run -c Release --no-build --project "$here/Oracle.csproj" -- --count 1000000 --seeds 10 --seed "${1:-$((RANDOM * 512))}"
bash "$here/run-tpch-servers.sh"
# A hundred thousand on two engines, one text for both.
bash "$here/run-engines.sh" --count 100000 --seed "${1:-$((RANDOM * 512))}"
