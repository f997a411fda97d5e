# The `systemd` stage of ./test: the units, users and folders of Systemd/. Sourced by it, not run.
# shellcheck shell=bash

# At most this exposure, in tenths, as systemd-analyze counts it; stock daemons of Debian reach 12 to 96.
readonly exposure_max=15

# Makes a tree at $1 in which systemd can look at our units without their being installed: Debian's own units,
# ours, our users, and under the path of each program a copy of /bin/true. `verify` asks of a program only that it
# is there and may be executed; that Package.swift builds one of that name is a check of its own.
units_tree() {
    local tree=$1 program
    mkdir -p "$tree"/{etc/systemd/system,usr/bin,usr/lib/systemd,usr/lib/sysusers.d,usr/lib/tmpfiles.d} || return 1
    cp -R /usr/lib/systemd/system "$tree/usr/lib/systemd/" || return 1
    cp Systemd/*.service Systemd/*.socket "$tree/etc/systemd/system/" || return 1
    cp Systemd/sysusers.d/*.conf "$tree/usr/lib/sysusers.d/" || return 1
    cp Systemd/tmpfiles.d/*.conf "$tree/usr/lib/tmpfiles.d/" || return 1
    while read -r program; do
        cp /bin/true "$tree$program" || return 1
    done < <(unit_programs)
}

# The programs that the units start, each once.
unit_programs() {
    sed -nE 's/^Exec[A-Za-z]*=[-@:+!]*([^ ]+).*/\1/p' Systemd/*.service | sort -u
}

# A template is looked at as one of its instances.
unit_name() {
    local name=${1##*/}
    printf '%s' "${name/@./@front.}"
}

# Whatever systemd says about a unit is a fault: for a misspelled key it speaks and does not fail.
unit_is_clean() {
    local said status
    said=$(systemd-analyze --root="$1" verify --man=no --recursive-errors=no "$2" 2>&1)
    status=$?
    [[ -z $said ]] || say "$2: $said"
    ((status == 0)) && [[ -z $said ]]
}

unit_is_confined() {
    local said status
    said=$(systemd-analyze security --offline=true --no-pager --threshold="$exposure_max" "$1" 2>&1)
    status=$?
    grep -v '^✓' <<<"$said"
    return "$status"
}

program_is_built() {
    [[ $1 == /usr/bin/* ]] &&
        tr -d ' \n' <Package.swift | grep -qF "executableTarget(name:\"${1##*/}\""
}

# The users that the unit names are those that sysusers makes.
unit_users_exist() {
    local user
    while read -r user; do
        grep -q "^$user:" "$1/etc/passwd" || {
            say "$2 runs as $user, which nothing in Systemd/sysusers.d makes"
            return 1
        }
    done < <(sed -nE 's/^(User|SocketUser)=(.+)/\2/p' "$2")
    while read -r user; do
        grep -q "^$user:" "$1/etc/group" || {
            say "$2 names the group $user, which nothing in Systemd/sysusers.d makes"
            return 1
        }
    done < <(sed -nE 's/^(Group|SocketGroup|SupplementaryGroups)=(.+)/\2/p' "$2")
}

# tmpfiles makes each folder with the owner that its line names.
folders_are_made() {
    local tree=$1 path mode group
    systemd-tmpfiles --root="$tree" --create || return 1
    while read -r _ path mode _ group _; do
        [[ $(stat -c %a "$tree$path") == "${mode#0}" ]] || return 1
        [[ $(stat -c %g "$tree$path") == $(awk -F: -v name="$group" '$1 == name { print $3 }' "$tree/etc/group") ]] ||
            return 1
    done < <(grep -h '^d /etc/signet' "$tree"/usr/lib/tmpfiles.d/signet-*.conf)
}

# Every line of a rules file is a comment, empty, or key–operator–"value" parts with commas between them. Debian
# 12's udevadm cannot check a file (`udevadm verify` came with systemd 254).
udev_rules_are_whole() {
    local part='[A-Z]+(\{[^}]+\})?[[:space:]]*(==|!=|=|\+=|-=|:=)[[:space:]]*"[^"]*"'
    ! sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' "$1" |
        grep -nvE "^[[:space:]]*(#.*)?$|^$part([[:space:]]*,[[:space:]]*$part)*[[:space:]]*$"
}

check_units() {
    local tree unit program rules
    tree=$(mktemp -d)
    if ! units_tree "$tree"; then
        rm -rf "$tree"
        check "a tree for systemd to look at" false
        return
    fi
    check "sysusers make the users" systemd-sysusers --root="$tree"
    check "tmpfiles make the folders" folders_are_made "$tree"
    for unit in Systemd/*.service Systemd/*.socket; do
        check "verify ${unit##*/}" unit_is_clean "$tree" "$(unit_name "$unit")"
        check "users of ${unit##*/}" unit_users_exist "$tree" "$unit"
    done
    for unit in Systemd/*.service; do
        check "security of ${unit##*/}" unit_is_confined "$unit"
    done
    while read -r program; do
        check "Package.swift builds $program" program_is_built "$program"
    done < <(unit_programs)
    for rules in Provisioning/udev/*.rules; do
        check "udev rules ${rules##*/}" udev_rules_are_whole "$rules"
    done
    rm -rf "$tree"
}
