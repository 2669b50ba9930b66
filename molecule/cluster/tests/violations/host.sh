# shellcheck shell=bash
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the steps of violations can call on a host.
set -eu
kept=/root/kept.tar
fragment=/etc/minio/env.d/99-seeded.env
drop_ins='/etc/systemd/system/*.service.d/99-seeded.conf'

# wait_for COMMAND...: until it succeeds, at most 3 minutes
wait_for() {
  for _ in $(seq 1800); do
    if "$@"; then return; fi
    sleep 0.1
  done
  echo "not so within 3 minutes: $*" >&2
  return 1
}

# keep PATH...: files that are to be put back as they are now, with owner and mode
keep() {
  for path; do
    tar --list --absolute-names --file "$kept" 2> /dev/null | grep -qxF "$path" ||
      tar --absolute-names --append --file "$kept" "$path"
  done
}

# put_back: what was kept; and nothing is added to MinIO and KES any more
put_back() {
  if [ -e "$kept" ]; then
    tar --absolute-names --extract --same-permissions --file "$kept"
    rm "$kept"
  fi
  rm -f "$fragment"
  if compgen -G "$drop_ins" > /dev/null; then
    compgen -G "$drop_ins" | xargs rm
    systemctl daemon-reload
  fi
}

# environment LINE...: what MinIO is to get over its own
environment() { (umask 077 && printf '%s\n' "$@" > "$fragment"); }

# drop_in UNIT LINE...: what the unit of MinIO or KES is to say over its own
drop_in() {
  mkdir -p "/etc/systemd/system/$1.service.d"
  printf '%s\n' '[Service]' "${@:2}" > "/etc/systemd/system/$1.service.d/99-seeded.conf"
  systemctl daemon-reload
}

answered() {
  journalctl --unit kes --since "$1" --output cat --no-pager | grep -qE 'SIGHUP signal completed|Failed to reload'
}

# reload_kes: gives KES its files again; that it refuses them is an answer as well
reload_kes() {
  local since
  since=$(date +@%s)
  sleep 1
  systemctl kill --kill-whom=main --signal=HUP kes
  wait_for answered "$since"
}

listens() { (: < "/dev/tcp/localhost/$1") 2> /dev/null; }

restart_kes() {
  systemctl restart kes
  wait_for listens 7373
}

# edit_kes STATEMENT: changes its configuration, c, by a statement of Python
edit_kes() {
  keep /etc/kes/config.yml
  python3 - "$1" << 'END'
import json
import re
import sys

with open("/etc/kes/config.yml", "r+") as stream:
    c = json.load(stream)
    exec(sys.argv[1])
    stream.seek(0)
    json.dump(c, stream)
    stream.truncate()
END
}

serves() {
  local answer
  answer=$(curl --silent --insecure --include https://localhost:9000/minio/health/cluster) || return 1
  grep -q ' 200' <<< "$answer" && ! grep -qi '^x-minio-server-status' <<< "$answer"
}

# settled: MinIO has missed no drive at its start, or has had the time to try again; until then it may refuse to write
settled() {
  local pid
  pid=$(systemctl show --value --property MainPID minio)
  if journalctl "_PID=$pid" --output cat --no-pager | grep -q 'Unable to use the drive'; then
    [ "$(ps -o etimes= -p "$pid")" -ge 17 ]
  fi
}
