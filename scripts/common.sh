# Sourced by the scripts beside it; not started by itself.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
# Always "$PYTHON -m tool": the start lines of the commands in .venv/bin break when the path has a space in it.
PYTHON="$ROOT/.venv/bin/python"
export PYTHONUNBUFFERED=1

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() {
    printf '\033[1mStopped:\033[0m %s\n' "$*" >&2
    exit 1
}

# need_packages NAME… : Debian packages. Root installs what is missing; anyone else is told what to install.
need_packages() {
    command -v dpkg-query >/dev/null || return 0 # Not Debian: what is missing will say so itself.
    local missing=() name
    for name in "$@"; do
        [[ $(dpkg-query -W -f='${Status}' "$name" 2>/dev/null) == *" installed" ]] || missing+=("$name")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    [[ $EUID -eq 0 ]] || fail "These Debian packages are missing: ${missing[*]}
Install them and start again: sudo apt-get install ${missing[*]}"
    say "Installing Debian packages: ${missing[*]}"
    local apt=(apt-get -q -o DPkg::Lock::Timeout=300)
    export DEBIAN_FRONTEND=noninteractive
    "${apt[@]}" update >&2 || say "The lists of packages could not be brought up to date; going on with what is there."
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 </dev/null \
        || fail "apt-get could not install: ${missing[*]}"
}

# WeasyPrint's libraries; the fonts of PDF documents (Noto Naskh Arabic as static files); msgfmt.
RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core gettext)

find_python() {
    local candidate
    for candidate in python3.11 python3 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null \
            && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# need_venv run|dev : .venv with the pinned requirements; nothing happens when they have not changed.
need_venv() {
    local kind=$1 files=(requirements.txt constraints.txt) base
    [[ $kind == run ]] || files+=(requirements-dev.txt requirements-schemas.txt)
    if ! base=$(find_python); then
        need_packages python3
        base=$(find_python) || fail "Python 3.11 or later is needed (Debian 12 has it as python3)."
    fi
    "$base" -c 'import venv, ensurepip' 2>/dev/null || need_packages python3-venv
    if ! "$PYTHON" -c 'import pip' 2>/dev/null; then
        say "Creating .venv with $("$base" --version)"
        "$base" -m venv --clear .venv >&2 || fail "The virtual environment .venv could not be created."
    fi
    local hash stamp=".venv/installed-$kind"
    hash=$({ "$PYTHON" --version; cat "${files[@]}"; } | sha256sum | cut -d' ' -f1)
    [[ $(cat "$stamp" 2>/dev/null) == "$hash" ]] && return 0
    say "Installing Python packages (${files[*]})"
    # Removed first: an installation that was cut short is begun again.
    rm -f .venv/installed-*
    local requirements=requirements.txt
    [[ $kind == run ]] || requirements=requirements-dev.txt
    "$PYTHON" -m pip install --quiet --no-input --disable-pip-version-check -r "$requirements" >&2 \
        || fail "pip could not install $requirements."
    if [[ $kind != run ]]; then
        # Only the files in it are read; what it asks for to run is older than ours.
        "$PYTHON" -m pip install --quiet --no-input --disable-pip-version-check --no-deps -r requirements-schemas.txt >&2 \
            || fail "pip could not install requirements-schemas.txt."
    fi
    echo "$hash" >"$stamp"
}

# Binary catalogues are not kept in the repository.
compile_messages() {
    local po mo
    for po in locale/*/LC_MESSAGES/*.po; do
        [[ -e $po ]] || continue
        mo=${po%.po}.mo
        [[ -e $mo && ! $mo -ot $po ]] && continue
        say "Compiling $po"
        # Moved into place at once: a process that starts meanwhile reads the old one or the new one.
        msgfmt --check-format -o "$mo.$$" "$po" && mv "$mo.$$" "$mo" \
            || { rm -f "$mo.$$"; fail "$po has errors."; }
    done
}

# build_static VAR_DIR : style sheets, fonts and hashed static files, when something they are made of has changed.
build_static() {
    local var=$1 hash
    hash=$({ find static foundation gcm_portal -type f -not -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum
        cat requirements.txt constraints.txt; echo "$var"; } | sha256sum | cut -d' ' -f1)
    [[ $(cat "$var/static.stamp" 2>/dev/null) == "$hash" ]] && return 0
    say "Building style sheets and fonts"
    rm -f "$var/static.stamp"
    "$PYTHON" manage.py build_assets --verbosity 0
    "$PYTHON" manage.py collectstatic --noinput --verbosity 0
    echo "$hash" >"$var/static.stamp"
}
