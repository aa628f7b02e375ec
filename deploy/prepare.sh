#!/bin/sh
# Makes .venv and installs the named requirements file into it, once: a stamp remembers what was installed.
#   sh deploy/prepare.sh requirements.txt
set -eu
wanted=$1
stamp=.venv/installed-$wanted
unfinished=.venv/unfinished
fits='import sys; sys.exit(sys.version_info < (3, 11))'

die() { printf '\n%s\n' "$*" >&2; exit 1; }

find_python() {
    # The pins were tried on 3.11; a name that exists may still not run (version switchers), so each is asked.
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c "$fits" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    found=$(command -v "${PYTHON:-python3}" >/dev/null 2>&1 && "${PYTHON:-python3}" --version 2>&1 || true)
    die "需要 Python 3.11 或更新版本 · Python 3.11 or newer is needed (found: ${found:-none}). Set PYTHON=/path/to/python3.11"
}

fingerprint() {
    # requirements-dev.txt includes requirements.txt, so a change in either counts.
    printf '%s %s' "$(.venv/bin/python -c 'import sys; print(sys.version)' | tr '\n' ' ')" \
        "$(cat requirements.txt "$1" | cksum)"
}

is_sound() { [ ! -e "$unfinished" ] && .venv/bin/python -c "$fits" 2>/dev/null; }

# Two commands started at once take turns; a killed one keeps its turn until its installer has ended.
if command -v flock >/dev/null 2>&1; then
    exec 9<Makefile
    flock 9
fi
if is_sound && [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$wanted")" ]; then
    exit 0
fi
if ! is_sound || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    echo "建立 .venv · Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || die "无法建立 .venv · .venv could not be made. On Debian: apt install python3-venv"
fi
echo "安装 $wanted · Installing $wanted (once)"
rm -f .venv/installed-*
: > "$unfinished"
# Every package is pinned, so nothing is resolved; the check afterwards proves that the pins are complete.
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps -r "$wanted" ||
    die "安装失败，请检查网络后再试 · Installing failed: check the network, then run the same command again"
.venv/bin/python -m pip check >/dev/null || die "$(.venv/bin/python -m pip check)"
rm -f "$unfinished"
for file in requirements.txt "$wanted"; do
    fingerprint "$file" > ".venv/installed-$file"
done
