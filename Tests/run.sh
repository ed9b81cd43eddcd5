#!/usr/bin/env bash
# Builds the solution once and runs every test project in Tests. With --all also the long tiers.
# The last line is always: N passed, N failed, N skipped. The exit code is 0 only when nothing failed.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs="$root/artifacts/tests"
configuration=Release
time_limit=900 # seconds for one test project, so that a hang is a failure
oracle_statements=20000
oracle_seed=1
passed=0 failed=0 skipped=0

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

usage() { echo "usage: bash Tests/run.sh [--all]    --all adds the long tiers: trimming, benchmarks, a million random statements, the Shop in a browser"; }

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# excerpt LOG: what a person needs of it: no stack frames, no endless lines.
excerpt() { grep -v '^ *at ' "$1" | cut -c1-400 | head -n 200; }

# fail TEXT [LOG]: one failure that is not a test's own.
fail() {
  echo "FAILED: $1"
  [ $# -lt 2 ] || { excerpt "$2"; echo "  (all of it: ${2#"$root"/})"; }
  failed=$((failed + 1))
}

# ---- What the tests need: one function each, which installs what is missing. ----

need_dotnet() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^1[0-9]\.' && return
  fail "the .NET SDK 10 is needed: https://dotnet.microsoft.com/download"
  finish
}

need_packages() {
  dotnet restore "$root/ShardClient.sln" -v q -nologo >"$logs/restore.log" 2>&1 && return
  fail "restoring the packages" "$logs/restore.log"
  finish
}

# The tests of MySQL shards start a server of their own.
need_mariadb() {
  export PATH="$PATH:/usr/sbin"
  command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && return
  if command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -y -o DPkg::Lock::Timeout=120 --no-install-recommends mariadb-server; } >"$logs/mariadb.log" 2>&1
    command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && return
    fail "installing MariaDB with apt" "$logs/mariadb.log"
    return
  fi
  fail "the server of MariaDB is needed (mariadbd, mariadb-install-db): https://mariadb.org/download"
}

build() {
  dotnet build "$root/ShardClient.sln" -c "$configuration" --no-restore -v q -nologo >"$logs/build.log" 2>&1 && return
  sed -i "s|$root/||g" "$logs/build.log"
  fail "the build" "$logs/build.log"
  finish
}

# ---- Tiers. ----

# attribute NAME FILE: a count from the first <assembly ...> of an xunit report; empty when there is none.
attribute() { grep -o '<assembly [^>]*' "$2" 2>/dev/null | head -n 1 | grep -o " $1=\"[0-9.]*\"" | tr -dc '0-9.'; }

run_project() {
  local project=$1 name report log assembly status total
  name=$(basename "$(dirname "$project")")
  report="$logs/$name.xml" log="$logs/$name.log"
  rm -f "$report"
  assembly=$(dotnet msbuild "$project" -getProperty:TargetPath -p:Configuration="$configuration")
  (cd "$root" && timeout --kill-after=10 "$time_limit" dotnet exec "$assembly" -xml "$report" -noLogo -noColor -reporter quiet) >"$log" 2>&1
  status=$?

  total=$(attribute total "$report")
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    fail "$name ran no tests (exit code $status)" "$log"
    return
  fi

  local failures errors
  failures=$(attribute failed "$report") errors=$(attribute errors "$report")
  passed=$((passed + $(attribute passed "$report")))
  failed=$((failed + failures + errors))
  skipped=$((skipped + $(attribute skipped "$report")))
  if [ $((failures + errors)) -gt 0 ]; then
    echo "FAILED: $name: $failures of $total tests"
    excerpt "$log"
  elif [ "$status" -ne 0 ]; then
    fail "$name ended with exit code $status" "$log"
  else
    echo "$name: $total tests, $(attribute time "$report") s"
  fi
}

# run_script NAME FILE ARGUMENT...: a tier that is a script of its own; it counts as one test.
run_script() {
  local name=$1
  shift
  if bash "$@" >"$logs/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "$name: passed"
  else
    fail "$name" "$logs/$name.log"
  fi
}

# run_oracle NAME ARGUMENT...: a command of Tests/Oracle; it counts as one test. Its last line sums it up, its first names the seed.
run_oracle() {
  local name=$1 assembly="$root/Tests/Oracle/bin/$configuration/net10.0/ShardClient.Tests.Oracle.dll"
  shift
  if (cd "$root" && timeout --kill-after=10 "$time_limit" dotnet exec "$assembly" "$@") >"$logs/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "$name: $(tail -n 1 "$logs/$name.log")"
  else
    fail "$name: $(tail -n 1 "$logs/$name.log") ($(head -n 1 "$logs/$name.log"))" "$logs/$name.log"
  fi
}

all=0
case "${1:-}" in
  "") ;;
  --all) all=1 ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

mkdir -p "$logs"
need_dotnet
need_packages
need_mariadb
build
for project in "$root"/Tests/*/*.csproj; do
  # What has a long tier runs there.
  grep -q '"xunit.v3"' "$project" && [ ! -e "$(dirname "$project")/run-long.sh" ] && run_project "$project"
done
# The same statements each time, so that a change is judged by itself; the long tier takes as many others as one likes.
run_oracle statements --count "$oracle_statements" --seed "$oracle_seed"
run_script servers "$root/Tests/Oracle/run-servers.sh" --count 6000 --seed 2
run_script engines "$root/Tests/Oracle/run-engines.sh" --count 2000 --seed 1
run_oracle sqllogic sqllogic --strict Tests/Oracle/SqlLogic/Samples
run_oracle tpch tpch --scale 0.01 --strict --check --plans Tests/Oracle/Tpch/Plans
run_script tpch-servers "$root/Tests/Oracle/run-tpch-servers.sh" --scale 0.01 --strict --check --plans "$root/Tests/Oracle/Tpch/ServerPlans"
if [ "$all" -eq 1 ]; then
  for script in "$root"/Tests/*/run-long.sh; do
    [ -e "$script" ] && run_script "$(basename "$(dirname "$script")")" "$script"
  done
fi
finish
