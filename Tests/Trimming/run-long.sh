#!/usr/bin/env bash
# Publishes the program trimmed, with every warning an error, and runs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output="$here/../../artifacts/trimming"
runtime=$(dotnet msbuild "$here/Trimming.csproj" -getProperty:NETCoreSdkRuntimeIdentifier)
rm -rf "$output"
dotnet publish "$here/Trimming.csproj" -c Release -r "$runtime" --self-contained -p:PublishTrimmed=true -o "$output" -v q -nologo
"$output/ShardClient.Tests.Trimming"
