# What `test`, `run` and `bench` ask of a machine: Debian packages and Swift. Sourced by them, not run.
# shellcheck shell=bash disable=SC2034

# Debian 12's names, by purpose. A machine that lacks one gets it from apt; nothing else is installed.
packages_build=(
    ca-certificates git libc6-dev libstdc++-12-dev
    libmodbus-dev libnfc-dev libsqlite3-dev libssl-dev libzmq3-dev
)
packages_count=(jq)
packages_peers=(chromium fonts-noto-cjk libnfc-bin mbpoll poppler-utils python3 python3-venv socat weasyprint)
packages_systemd=(systemd)
packages_bench=(mosquitto mosquitto-clients python3 python3-venv)

# say TEXT…: one line of progress.
say() {
    printf '%s\n' "$*"
}

# packages_missing PACKAGE…: prints those that dpkg does not know as installed.
packages_missing() {
    local package
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s\n' "$package"
    done
}

# as_root COMMAND…: runs it as root, through sudo where that does not need to ask for a password or may ask.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
        sudo "$@"
    else
        return 126
    fi
}

# install_packages PACKAGE…: installs what is missing; with everything there it does not touch apt or the network.
install_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        say "This machine has no dpkg. Signet builds on Debian 12; elsewhere the equivalents of these are needed: $*"
        return 1
    fi
    mapfile -t missing < <(packages_missing "$@")
    ((${#missing[@]})) || return 0
    say "Installing from Debian: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2)
    if [[ -z ${package_lists_updated:-} ]]; then
        as_root "${apt[@]}" update </dev/null
        package_lists_updated=1
    fi
    if ! as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null; then
        say "Could not install: ${missing[*]}"
        say "With a network and as root, run: apt-get update && apt-get install ${missing[*]}"
        return 1
    fi
}

# check_swift: this Swift, or a sentence that says where to get it.
check_swift() {
    local wanted found
    wanted=$(<.swift-version)
    if ! command -v swift >/dev/null; then
        say "Swift ${wanted%.*} is not installed: https://www.swift.org/install/linux/ has it for Debian 12."
        return 1
    fi
    found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9.]+).*/\1/p' | head -n 1)
    if [[ $found != "${wanted%.*}" && $found != "${wanted%.*}".* ]]; then
        say "Signet is built with Swift ${wanted%.*}; this machine has ${found:-an unknown version}."
        return 1
    fi
}
