#!/usr/bin/env bash
# A short run of the side-by-side table: that every benchmark works, not how fast it is.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dotnet run -c Release --no-build --project "$here/Benchmarks.csproj" -- table --quick
