# Functions of the scripts here that start a minicluster and a controller: processes are stopped by their ids, waits
# have an end, requests need no program but bash.
# shellcheck shell=bash

PROCESSES=()
WORK=

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "$@"; exit 1; }

# A folder of its own, removed at the end together with the processes that were started.
begin() {
  WORK=$(mktemp -d)
  trap cleanup EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

cleanup() {
  local pid
  for pid in ${PROCESSES[@]+"${PROCESSES[@]}"}; do
    stop "$pid" 10
  done
  [[ -z $WORK ]] || rm -rf "$WORK"
}

# Ends a process: asked first, forced after so many seconds.
stop() {
  local pid=$1 seconds=$2 waited=0
  kill "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    if ((waited++ >= seconds * 10)); then
      kill -9 "$pid" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  wait "$pid" 2>/dev/null || true
}

# Waits until a command succeeds; shows a log where it does not in time, or where the process has ended.
#   wait_for WHAT SECONDS PID LOG COMMAND...
wait_for() {
  local what=$1 until=$((SECONDS + $2)) pid=$3 log=$4
  shift 4
  until "$@"; do
    if ((SECONDS >= until)) || ! kill -0 "$pid" 2>/dev/null; then
      tail -n 30 "$log" >&2
      fail "not seen in time: $what; the log is above"
    fi
    sleep 0.05
  done
}

# Body of a GET over plain HTTP: get PORT PATH
get() {
  local line
  exec {http}<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n' "$2" >&"$http"
  while IFS= read -r -t 20 line <&"$http" && [[ $line != $'\r' ]]; do :; done
  cat <&"$http"
  exec {http}>&-
}

is_ok() { [[ $(get "$1" "$2" 2>/dev/null) == ok ]]; }
has_replicas() {
  [[ $(get "$1" /apis/apps/v1/namespaces/shop/deployments/web/scale 2>/dev/null) =~ \"spec\":\{\"replicas\":$2[,}] ]]
}

# Starts a minicluster with the workload; sets CLUSTER_PORT, KUBECONFIG_FILE, and SECURE_PORT where --secure is given.
#   start_minicluster JAVA CLASSPATH [OPTION...]
start_minicluster() {
  local log=$WORK/minicluster.log here java=$1 classes=$2
  shift 2
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
  KUBECONFIG_FILE=$WORK/kubeconfig
  : >"$log"
  "$java" -XX:+UseSerialGC -Xmx128m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$classes" dev.flyball.minicluster.MiniclusterMain \
    --nodes 1 --apply "$here/workload.yaml" --kubeconfig "$KUBECONFIG_FILE" "$@" >"$log" 2>&1 &
  CLUSTER_PID=$!
  PROCESSES+=("$CLUSTER_PID")
  wait_for "the minicluster" 60 "$CLUSTER_PID" "$log" grep -q '^minicluster http' "$log"
  CLUSTER_PORT=$(sed -n 's/^minicluster http.*:\([0-9]*\)$/\1/p' "$log")
  SECURE_PORT=$(sed -n 's/^secure https.*:\([0-9]*\)$/\1/p' "$log")
}

# What a pod finds in its files: a token, and the certificate of the API server, whose key goes into key.p12.
#   make_pod_files JDK
make_pod_files() {
  "$1/bin/keytool" -genkeypair -alias api -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 \
    -validity 2 -storetype PKCS12 -keystore "$WORK/key.p12" -storepass minicluster >/dev/null 2>&1 &&
    "$1/bin/keytool" -exportcert -rfc -alias api -keystore "$WORK/key.p12" -storepass minicluster \
      -file "$WORK/ca.crt" >/dev/null 2>&1 || fail "keytool of $1 makes no certificate"
  printf 'token-of-a-pod' >"$WORK/token"
}

# Runs a program with the surroundings of a pod: as_pod PROGRAM ARGUMENT...
as_pod() {
  exec env KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT="$SECURE_PORT" \
    KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN="$WORK/token" KUBERNETES_CERTS_CA_FILE="$WORK/ca.crt" \
    KUBERNETES_AUTH_TRYKUBECONFIG=false MALLOC_ARENA_MAX=1 "$@"
}

# The port of a controller, once its log tells it.
port_of() { sed -n 's/.*"listening on port \([0-9]*\),.*/\1/p' "$1" | head -n 1; }
has_port() { [[ -n $(port_of "$1") ]]; }
api_port_of() { sed -n 's/.*"serving the metrics APIs on port \([0-9]*\)".*/\1/p' "$1" | head -n 1; }
has_api_port() { [[ -n $(api_port_of "$1") ]]; }

# The class path that the build wrote, without the minicluster unless WITH is with_minicluster.
#   class_path ROOT [with_minicluster]
class_path() {
  local root=$1 file=$1/controller/target/runtime-classpath.txt entry entries joined
  local jar main_jar=
  for jar in "$root"/controller/target/flyball-controller-*.jar; do
    [[ $jar == *-tests.jar || $jar == *-sources.jar || ! -r $jar ]] || main_jar=$jar
  done
  [[ -r $file && -n $main_jar ]] ||
    fail "nothing is built: mvn -pl controller -am package -Dmaven.test.skip"
  joined=$main_jar
  IFS=: read -r -a entries <"$file" || true
  for entry in "${entries[@]}"; do
    [[ $entry == *flyball-minicluster* && ${2:-} != with_minicluster ]] || joined+=:$entry
  done
  printf '%s' "$joined"
}
