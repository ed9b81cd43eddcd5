#!/usr/bin/env bash
# A short run of the side-by-side table, and one case on servers: that the benchmarks work, not how fast they are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dotnet run -c Release --no-build --project "$here/Benchmarks.csproj" -- table --quick
bash "$here/run-servers.sh" scatter
