# syntax=docker/dockerfile:1
# The gateway as a container: built in one image, run in another, by a user without rights on a read-only root.
#   docker build -t gbgateway .
#   docker run --read-only --cap-drop=ALL --security-opt no-new-privileges -p 8080:8080 -v gbgateway-ledger:/var/lib/gbgateway \
#     -e GbGateway__Upstream=http://… -e GbGateway__Producer__ContentProducer=… gbgateway
# Another build of it, see loadtests/README.md for which to take:
#   docker build --build-arg BUILD=aot --build-arg RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled -t gbgateway:aot .     (also r2r)
# Any base images will do that hold the .NET 10 SDK (for aot with clang and zlib's headers, such as sdk:10.0-noble-aot), and the ASP.NET Core 10 runtime on glibc;
# r2r and aot bring their own runtime and need only what it is linked with:
ARG BUILD=jit
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

FROM ${SDK_IMAGE} AS build
ARG TARGETARCH=amd64
ARG BUILD
WORKDIR /source
# What decides the packages comes first, so that a change of code alone does not restore them again.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/GbGateway.Labels/GbGateway.Labels.csproj src/GbGateway.Labels/packages.lock.json src/GbGateway.Labels/
COPY src/GbGateway.Content/GbGateway.Content.csproj src/GbGateway.Content/packages.lock.json src/GbGateway.Content/
COPY src/GbGateway/GbGateway.csproj src/GbGateway/packages.lock.json src/GbGateway/
RUN case "$TARGETARCH" in amd64) rid=linux-x64;; arm64) rid=linux-arm64;; *) echo "no build for $TARGETARCH" >&2; exit 1;; esac \
 && case "$BUILD" in \
      jit) how="-p:SelfContained=false";; \
      r2r) how="-p:SelfContained=true -p:PublishTrimmed=true -p:PublishReadyToRun=true";; \
      aot) how="-p:PublishAot=true";; \
      *) echo "BUILD is jit, r2r or aot, not $BUILD" >&2; exit 1;; esac \
 && echo "-r $rid $how -p:DebugType=none -p:StripSymbols=true" > /how \
 && dotnet restore src/GbGateway -r $rid $(echo "$how" | grep -o -- '-p:[^ ]*')
COPY .editorconfig ./
COPY src src
RUN dotnet publish src/GbGateway -c Release $(cat /how) --no-restore -p:PublishDocumentationFiles=false -nodeReuse:false -o /app && rm -f /app/*.dbg && mkdir /ledger

FROM ${RUNTIME_IMAGE}
# The user's number, not a name: Kubernetes' runAsNonRoot can check it, and an image without /etc/passwd knows it too.
USER 64198:64198
WORKDIR /app
COPY --from=build --chown=0:0 /app .
# The ledger outlives the container: mount a volume here. A named one takes this folder's owner over; without one, a read-only root stops the start and says so.
COPY --from=build --chown=64198:64198 /ledger /var/lib/gbgateway
# Diagnostics would write sockets to the root file system. Every other setting is the operator's, as environment or in a file.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0 \
    GbGateway__Urls=http://0.0.0.0:8080 \
    GbGateway__Admin=http://0.0.0.0:9464 \
    GbGateway__Ledger__Folder=/var/lib/gbgateway \
    GbGateway__Shutdown__ReadinessDelay=00:00:03
# 8080: requests. 9464: /metrics, /healthz, /readyz; probes are the orchestrator's, so there is no HEALTHCHECK.
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/gbgateway"]
CMD ["run"]
