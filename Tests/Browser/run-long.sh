#!/usr/bin/env bash
# The sample Shop, seen by a person: a real Chromium clicks through its page. Installs Chromium when it is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v chromium >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
fi
dotnet build "$here/Browser.csproj" -c Release -v q -nologo
SHOP="$here/../../Samples/Shop/bin/Release/net10.0/Shop.dll" CHROMIUM=$(command -v chromium) \
  timeout 300 dotnet exec "$here/bin/Release/net10.0/ShardClient.Tests.Browser.dll" -noLogo -noColor
