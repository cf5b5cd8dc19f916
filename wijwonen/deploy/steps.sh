# The steps of install, update and new-organisation. Every step says what it does, and the first that fails stops.
# shellcheck shell=bash
set -euo pipefail
shopt -s lastpipe # so that `put` at the end of a pipe can tell what it did
umask 022

source_tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=""      # of a rehearsal: the folder that stands for the whole machine
tls=true
step="the start"

say() {
    step=$1
    echo "- $1"
}

fail() {
    echo "Stopped: $1" >&2
    exit 1
}

trap '[ $? = 0 ] || echo "Stopped at: $step" >&2' EXIT

# What needs systemd, the network or another user. A rehearsal shows it and goes on.
on_machine() {
    if [ -n "$root" ]; then
        echo "  not in a rehearsal: $*"
    else
        "$@"
    fi
}

# Reads the options out of the arguments, and leaves the others in the array "words".
read_arguments() {
    words=()
    while [ $# -gt 0 ]; do
        case $1 in
            --without-tls) tls=false ;;
            --rehearse)
                root=$(realpath -e "${2:?--rehearse needs a folder}")
                shift
                ;;
            -*) fail "there is no option $1" ;;
            *) words+=("$1") ;;
        esac
        shift
    done
    [ -n "$root" ] || [ "$(id -u)" = 0 ] || fail "this needs root: put sudo before it"
}

# Sets where everything of one organisation is. Its name is that of its user, folder, units and nginx site.
name_site() {
    name=$1
    [[ $name =~ ^[a-z][a-z0-9]{1,19}$ ]] || fail "a name is 2 to 20 small letters and digits, not '$name'"
    home=$root/srv/$name
    current=$home/current
    read_only=$home/var/read-only
}

as_site() {
    if [ -n "$root" ]; then
        "$@"
    else
        runuser -u "$name" -- "$@"
    fi
}

# Runs manage.py of a release as the user of the site: manage RELEASE COMMAND...
manage() {
    local release=$1
    shift
    (cd "$release" && umask "${mask:-077}" && as_site .venv/bin/python manage.py "$@")
}

# Writes its input to a file, unless that says the same already: put FILE MODE
put() {
    local new
    new=$(mktemp)
    cat >"$new"
    if ! cmp -s "$new" "$1"; then
        install -D -m "$2" "$new" "$1"
        changed=true
    fi
    rm "$new"
}

install_packages() {
    say "install Debian's packages: Python, nginx with brotli, certbot, rsync"
    local packages=(curl git python3-venv nginx-light libnginx-mod-http-brotli-static rsync)
    $tls && packages+=(certbot)
    on_machine apt-get update -qq
    on_machine env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

make_user() {
    say "make the user $name; nginx joins its group to read static files and attachments"
    if [ -z "$root" ] && getent passwd "$name" >/dev/null; then
        [ "$(getent passwd "$name" | cut -d: -f6)" = "$home" ] || fail "there is another user named $name"
    else
        on_machine useradd --system --user-group --home-dir "$home" --no-create-home --shell /usr/sbin/nologin "$name"
    fi
    on_machine usermod --append --groups "$name" www-data
}

make_folders() {
    say "make the folders of $home: releases, var (database, files), backups"
    local owner=() group=()
    [ -n "$root" ] || { owner=(-o "$name" -g "$name"); group=(-g "$name"); }
    install -d -m 0750 "${group[@]}" "$home"
    install -d -m 0755 "$home/releases"
    install -d -m 0750 "${owner[@]}" "$home/var" "$home/var/media" "$home/var/static"
    install -d -m 0700 "${owner[@]}" "$home/backups" "$home/.ssh"
}

write_settings() {
    say "write $home/.env with a fresh secret key, for the site alone to read"
    if [ ! -e "$home/.env" ]; then
        new_settings | put "$home/.env" 0600
    fi
    grep -qx "SITE_URL=$url" "$home/.env" || fail "$home/.env has another SITE_URL; change it there"
    on_machine chown "$name:$name" "$home/.env"
    chmod 0600 "$home/.env"
}

new_settings() {
    echo "SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(60))')"
    echo "SITE_URL=$url"
    echo "ORGANISATION_MAIL=bestuur@$(sed -E 's|^https?://||; s|:[0-9]+$||' <<<"$url")" # DEPLOY.md asks for the real one
    echo "VAR_DIR=$home/var"
    echo "FILES_BY_FRONT=True"
    echo
    echo "# What else can be set stands in .env.example of the version that runs, $current/.env.example."
}

git_here() { git -c safe.directory="$source_tree" -C "$source_tree" "$@"; }

# Makes the release of a version, a folder with its own packages, and sets "release" to it: make_release VERSION
make_release() {
    local commit
    commit=$(git_here rev-parse --short "$1^{commit}")
    release=$home/releases/$(git_here describe --tags --always "$commit")
    say "put version $(basename "$release") in $release, with its packages"
    if [ -e "$release/.release" ]; then
        return
    fi
    rm -rf "$release"
    mkdir "$release"
    git_here archive "$commit" | tar -x -C "$release"
    ln -s "$home/.env" "$release/.env"
    if [ -n "$root" ]; then
        echo "  not in a rehearsal: pip install; it borrows the packages of $source_tree"
        ln -sfn "$source_tree/.venv" "$release/.venv"
    else
        python3 -m venv "$release/.venv"
        "$release/.venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$release/requirements.txt"
        "$release/.venv/bin/python" -m compileall -q "$release/dossiers" "$release/wijwonen"
    fi
    echo "$(basename "$release") ($commit)" >"$release/.release" # last: this release is whole
}

prepare_release() {
    say "check the settings, migrate the database, collect the static files"
    if $tls; then manage "$release" check --deploy --fail-level WARNING; fi
    manage "$release" migrate --verbosity 0
    mask=027 manage "$release" collectstatic --noinput --verbosity 0
}

install_units() {
    say "install the units of systemd"
    local units=$root/etc/systemd/system unit
    changed=false
    for unit in $(cd "$release/wijwonen/deploy/systemd" && find . -type f); do
        put "$units/$unit" 0644 <"$release/wijwonen/deploy/systemd/$unit"
    done
    if $changed; then on_machine systemctl daemon-reload; fi
}

start_site() {
    say "start the site, now and at every start of the machine"
    on_machine systemctl enable --quiet --now "wijwonen-site@$name.socket" "wijwonen-site@$name.service"
}

# Also those that came with this version.
start_timers() {
    say "start the timers: backup, link check, old files, what may not be kept, words of attachments"
    local timers
    timers=$(cd "$release/wijwonen/deploy/systemd" && echo *.timer)
    # shellcheck disable=SC2086 # one word for each
    on_machine systemctl enable --quiet --now ${timers//@/@$name}
}

# Fills in a template of nginx: fill TEMPLATE
fill() {
    local other="without tls"
    $tls || other="tls"
    sed -e "/;  # $other\$/d" -e 's/;  # \(without \)\?tls$/;/' \
        -e "s|@NAME@|$name|g" -e "s|@HOST@|$host|g" -e "s|@PORT@|$port|g" -e "s|@HOME@|$home|g" \
        -e "s|@SOCKET@|$root/run/wijwonen/$name.sock|g" -e "s|@LOGS@|$root/var/log/nginx|g" \
        -e "s|@CACHE@|$root/var/cache/nginx/wijwonen|g" -e "s|@ACME@|$root/var/www/wijwonen|g" \
        -e "s|@CERTS@|$root/etc/letsencrypt/live|g" \
        "$release/wijwonen/deploy/nginx/$1"
}

reload_nginx() {
    if $changed; then
        on_machine nginx -t -q
        on_machine systemctl reload nginx
    fi
}

# Reads the address of the site into "host" and "port".
read_address() {
    [[ $url =~ ^(https?)://([a-z0-9.-]+)(:([0-9]+))?$ ]] || fail "an address looks like https://dossiers.example.nl"
    host=${BASH_REMATCH[2]}
    port=${BASH_REMATCH[4]:-80}
    if $tls; then
        [ "${BASH_REMATCH[1]}" = https ] || fail "the address begins with https, or add --without-tls to rehearse"
    else
        [[ $host =~ ^(localhost|127\..*)$ ]] || fail "without TLS the address is one of this machine: http://localhost"
        port="127.0.0.1:$port"
    fi
}

install_front() {
    say "let nginx serve $url"
    local sites=$root/etc/nginx/sites-enabled
    changed=false
    install -d "$root/var/cache/nginx" "$root/var/log/nginx" "$root/var/www/wijwonen"
    fill shared.conf | put "$root/etc/nginx/conf.d/wijwonen.conf" 0644
    if $tls; then
        fill plain-http.conf | put "$sites/$name-http" 0644
        if [ ! -e "$root/etc/letsencrypt/live/$host" ]; then
            reload_nginx
            say "ask Let's Encrypt for a certificate of $host"
            on_machine certbot certonly --webroot -w /var/www/wijwonen -d "$host" --non-interactive --agree-tos \
                --register-unsafely-without-email --deploy-hook "systemctl reload nginx"
        fi
    fi
    fill site.conf | put "$sites/$name" 0644
    reload_nginx
}

first_account() {
    say "make the first account, when there is none"
    manage "$release" first_account
}

wait_for_health() {
    say "wait until the site answers at /health"
    local ask=(curl --silent --fail --max-time 5 --retry 30 --retry-delay 1 --retry-all-errors --output /dev/null
        --unix-socket "/run/wijwonen/$name.sock" -H "Host: $host" -H "X-Forwarded-Proto: https" http://site/health)
    on_machine "${ask[@]}"
}

# Everything for one organisation: set_up NAME URL. A second run changes nothing.
set_up() {
    name_site "$1"
    url=${2%/}
    read_address
    make_user
    make_folders
    write_settings
    make_release HEAD
    if [ -e "$current" ]; then
        [ "$(readlink "$current")" = "$release" ] || fail "$name has another version already: use update"
    else
        prepare_release
        ln -s "$release" "$current"
    fi
    install_units
    start_site
    start_timers
    install_front
    first_account
    wait_for_health
    echo "$url is ready. Its admin is $url/beheer/, its settings are in $home/.env."
}
