#!/bin/sh
# Makes the corpora of the keyword benchmark from Debian packages (free licences; nothing of them is kept in this repository):
#   corpora.sh DIR
# zh    the Debian handbook in Chinese       (debian-handbook, CC-BY-SA-3.0 or GPL-2+)
# pure  Tang and Song poems                  (fortunes-zh)
# mix   the Debian reference in Chinese      (debian-reference-zh-cn, GPL-2+): much code and many English names
# en    the Debian handbook in English
# code  the C++ standard library's headers   (libstdc++-12-dev)
set -eu
out=$1
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -o APT::Sandbox::User=root download -qq debian-handbook fortunes-zh debian-reference-zh-cn libstdc++-12-dev
for package in *.deb; do dpkg -x "$package" root; done
strip() { sed -e 's/<[^>]*>//g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' -e '/^[[:space:]]*$/d' "$@"; }
strip root/usr/share/doc/debian-handbook/html/zh-CN/*.html >"$out/zh.txt"
strip root/usr/share/doc/debian-handbook/html/en-US/*.html >"$out/en.txt"
sed -e 's/\x1b\[[0-9;]*m//g' -e '/^%$/d' root/usr/share/games/fortunes/tang300 root/usr/share/games/fortunes/song100 >"$out/pure.txt"
zcat root/usr/share/debian-reference/debian-reference.zh-cn.txt.gz >"$out/mix.txt"
find root/usr/include -type f | LC_ALL=C sort | head -150 | xargs cat >"$out/code.txt"
ls -l "$out"
