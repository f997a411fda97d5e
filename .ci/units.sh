# The `systemd` stage of ./test. Sourced by it, not run.
# shellcheck shell=bash
check_units() { :; }
