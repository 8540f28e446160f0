#!/usr/bin/env bash
# Builds the image from the Dockerfile and checks what it promises, for real: read-only root, no rights, a user other than root, labels on a
# request, and a SIGTERM that lets the running answer finish.
#   tests/container/check.sh [STORAGE]        after tests/container/base-images.sh
# SDK_IMAGE and RUNTIME_IMAGE name other base images, BUILD another build (jit, r2r, aot). Needs root, buildah, podman, runc, node, curl.
set -euo pipefail
cd "$(dirname "$0")/../.."
storage="${1:-${TMPDIR:-/tmp}/gbgateway-images}"
buildah=(buildah --root "$storage/root" --runroot "$storage/run" --storage-driver vfs)
podman=(podman --root "$storage/root" --runroot "$storage/run" --storage-driver vfs --cgroup-manager cgroupfs --runtime runc)
work="$(mktemp -d)"
upstream="" container=""
finish() {
  [[ -n "$container" ]] && "${podman[@]}" rm -f "$container" >/dev/null 2>&1
  [[ -n "$upstream" ]] && kill "$upstream" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT
fail() { echo "FAILED: $*" >&2; [[ -n "$container" ]] && "${podman[@]}" logs "$container" >&2; exit 1; }
until_ok() { for _ in $(seq 100); do curl -fsS "$1" >/dev/null 2>&1 && return 0; sleep 0.1; done; return 1; }

# The build uses the packages this machine has, its NuGet settings and the certificates it trusts.
mounts=(-v /etc/ssl/certs:/etc/ssl/certs:ro)
[[ -d "$HOME/.nuget" ]] && mounts+=(-v "$HOME/.nuget:/root/.nuget")
"${buildah[@]}" bud --isolation chroot "${mounts[@]}" \
  --build-arg "BUILD=${BUILD:-jit}" --build-arg "SDK_IMAGE=${SDK_IMAGE:-localhost/dotnet-sdk:10.0}" --build-arg "RUNTIME_IMAGE=${RUNTIME_IMAGE:-localhost/dotnet-aspnet:10.0}" \
  -t gbgateway:check . || fail "the image does not build"

# An upstream that sends six words, one every half second.
cat > "$work/upstream.mjs" <<'JS'
import http from 'node:http';
const chunk = delta => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
http.createServer(async (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < 6; i++) { response.write(chunk({ content: `word${i} ` })); await new Promise(r => setTimeout(r, 500)); }
  response.write('data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  response.end();
}).listen(19700, '127.0.0.1');
JS
node "$work/upstream.mjs" & upstream=$!

limits=(--network host -m 256m --cpus 1 --pids-limit 128 --ulimit nofile=20000:20000 --ulimit nproc=4096:4096
  --read-only --read-only-tmpfs=false --cap-drop=ALL --security-opt no-new-privileges
  -e GbGateway__Upstream=http://127.0.0.1:19700 -e GbGateway__Producer__ContentProducer=Container.Check \
  -e GbGateway__Urls=http://127.0.0.1:18080 -e GbGateway__Admin=http://127.0.0.1:19464)
# Without a volume the ledger would die with the container: the start is refused, and says what to mount.
"${podman[@]}" run --rm "${limits[@]}" gbgateway:check > "$work/refused" 2>&1 && fail "it starts without a place for its ledger"
grep -q 'docker run -v gbgateway-ledger:/var/lib/gbgateway' "$work/refused" || fail "it does not say what to mount: $(cat "$work/refused")"
echo "ok: without a volume for the ledger the start is refused and says what to mount"

mkdir "$work/ledger" && chown 64198:64198 "$work/ledger"
container="$("${podman[@]}" run -d -v "$work/ledger:/var/lib/gbgateway" "${limits[@]}" gbgateway:check)" || fail "the container does not start"
until_ok http://127.0.0.1:19464/readyz || fail "not ready after 10 s"

pid="$("${podman[@]}" inspect -f '{{.State.Pid}}' "$container")"
uid="$(awk '/^Uid:/ { print $2 }' "/proc/$pid/status")"
[[ "$uid" != 0 ]] || fail "it runs as root"
grep -q '^CapEff:[[:space:]]*0*$' "/proc/$pid/status" || fail "it has capabilities"
grep -q '^NoNewPrivs:[[:space:]]*1$' "/proc/$pid/status" || fail "it could gain privileges"
awk '$2 == "/" { print $4 }' "/proc/$pid/mounts" | grep -qE '(^|,)ro(,|$)' || fail "its root can be written"
echo "ok: uid $uid, no capabilities, read-only root"

request() { curl -sS -N http://127.0.0.1:18080/v1/chat/completions -H 'content-type: application/json' -d '{"model":"m","stream":true,"messages":[]}'; }
request > "$work/answer"
grep -q 'AI生成' "$work/answer" || fail "no label in $(cat "$work/answer")"
echo "ok: a stream is labelled"

request > "$work/drained" & client=$!
for _ in $(seq 50); do grep -q word0 "$work/drained" && break; sleep 0.1; done
"${podman[@]}" kill -s TERM "$container" >/dev/null
sleep 0.3
[[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:19464/readyz)" == 503 ]] || fail "it is still ready after SIGTERM"
wait "$client" || fail "the running answer was cut"
grep -q word5 "$work/drained" && grep -q 'AI生成' "$work/drained" && grep -q 'DONE' "$work/drained" || fail "the running answer is not whole: $(cat "$work/drained")"
code="$("${podman[@]}" wait "$container")"
[[ "$code" == 0 ]] || fail "it ended with $code"
echo "ok: SIGTERM let the running answer finish with its label, exit code 0"
[[ -s "$work/ledger/ledger.db" ]] || fail "there is no ledger in the volume"
[[ "$(stat -c %a "$work/ledger/key.pem")" == 400 ]] || fail "the ledger's key may be read by others"
"${podman[@]}" run --rm -v "$work/ledger:/var/lib/gbgateway:ro" "${limits[@]}" gbgateway:check ledger verify > "$work/verified" 2>&1 || fail "the ledger in the volume does not verify: $(cat "$work/verified")"
echo "ok: the ledger is in its volume and verifies, from a container that can't write it: $(tail -n 1 "$work/verified")"
"${podman[@]}" images --format '{{.Repository}}:{{.Tag}} {{.Size}}'
