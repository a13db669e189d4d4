#!/usr/bin/env bash
# A target that misbehaves in one way: bad_target.sh HOW. Tests of exec: use it.
how=$1
greet() { read -r _; printf 'hello iommu-target 1\ntarget bad\ntarget-version 0\ndone\n'; }
become() { read -r _; printf 'caps 0x10 0xd2008c22260206 0xf00f5a 39\ndone\n'; }
ready() { greet; become; read -r _; }
talk() { # answer everything, writes with 80 messages
    while read -r key _; do
        case $key in
            write*) for _ in {1..80}; do echo 'message 1 2 0 0 0'; done ;;
            read* | look) echo 'value 0' ;;
        esac
        echo 'done'
    done
}
case $how in
    missing) exec /nonexistent/target ;;
    silent) exec sleep 60 ;;
    other-version) read -r _; printf 'hello iommu-target 2\ndone\n' ;;
    nameless) read -r _; printf 'hello iommu-target 1\ndone\n' ;;
    impossible) greet; read -r _; printf 'caps 0x10 0xd2008c22260207 0xf00f5a 39\ndone\n' ;;
    dies) ready; echo 'assertion failed: cache.c:17' >&2; kill -SEGV $$ ;;
    half-line) ready; printf 'do' ;;
    nonsense) ready; echo '<html>' ;;
    refuses) ready; echo 'error no such start' ;;
    flood) ready; while echo 'message 1 2 0 0 0'; do :; done 2>/dev/null ;;
    floods-with-done) ready; while echo 'done'; do :; done 2>/dev/null ;;
    many-messages) ready; echo 'done'; talk ;;
    long-line) ready; head -c 5000 /dev/zero | tr '\0' 'x'; echo ;;
    zero-byte) ready; printf 'do\0ne\n' ;;
    no-value) greet; become; while read -r _; do echo 'done'; done ;;
    talks) ready; head -c 3000000 /dev/zero | tr '\0' 'y' >&2; echo 'the end' >&2; exit 5 ;;
    leaves-children) ready; sleep 61 & echo 'error started something' ;;
    *) echo "unknown way '$how'" >&2; exit 2 ;;
esac
