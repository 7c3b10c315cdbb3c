# Sourced by tests/run, examples/run and .ci/run: installs what is missing, configures and builds.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
builds="$top/.build"
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

say() { printf -- '-- %s\n' "$*"; }

# as_root COMMAND...: as it is for root, by sudo for others.
as_root()
{
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE...: installs Debian packages; no error where that does not work, since
# CMake downloads the libraries it does not find.
install_missing()
{
    local package missing=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "no apt here: CMake looks for the packages and downloads those it does not find"
        return 0
    fi
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing by apt: ${missing[*]}"
    as_root apt-get -qq update ||
        say "apt-get update failed; trying with the package lists that are here"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 \
        install -y --no-install-recommends "${missing[@]}" >/dev/null ||
        say "apt could not install them: CMake downloads the libraries it does not find"
}

# What any build here needs: the two libraries, and ninja where there is no make either.
install_libraries()
{
    local tools=()
    command -v ninja >/dev/null || command -v make >/dev/null || tools=(ninja-build)
    install_missing "${tools[@]}" nlohmann-json3-dev libfmt-dev "$@"
}

# build NAME OPTION...: configures .build/NAME with CMake's OPTIONs and builds it. CXX, if set, is
# the compiler, and part of the folder's name.
build()
{
    local folder generator=()
    folder=$(build_folder "$1")
    shift
    if [ ! -f "$folder/CMakeCache.txt" ] && command -v ninja >/dev/null; then
        generator=(-G Ninja)
    fi
    say "configuring ${folder#"$top/"}"
    cmake -S "$top" -B "$folder" "${generator[@]}" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" || return
    say "building ${folder#"$top/"} with $jobs jobs"
    cmake --build "$folder" --parallel "$jobs"
}

# build_folder NAME: where `build NAME` builds.
build_folder()
{
    printf '%s/%s%s\n' "$builds" "$1" "${CXX:+-$(basename "${CXX%% *}")}"
}
