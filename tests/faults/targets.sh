# shellcheck shell=bash disable=SC2154 # sourced by run.sh
# Targets that misbehave. What was found until then is reported; then exit code 3, the question that was asked, and why.
check=(check --seed 3 --timeout 1 --json "$work/run/r.json" --junit "$work/run/r.xml" --sarif "$work/run/r.sarif" --save "$work/run/new")

for how in missing silent other-version nameless impossible; do
    try "target at start: $how" "2 3" 'target' "${check[@]}" --sessions 20 --target "exec:$bad_target $how"
done
for how in dies half-line nonsense refuses flood floods-with-done many-messages long-line zero-byte no-value talks leaves-children; do
    try "target: $how" 3 'target( failed)?: asked' "${check[@]}" --sessions 20 --target "exec:$bad_target $how"
done

# An honest target up to some answer, then one of these.
cat >"$work/midway.sh" <<'END'
#!/usr/bin/env bash
# midway.sh LINES HOW: the example target, whose answers are cut off after LINES lines.
coproc T { exec build/example-target; }
exec {to}>&"${T[1]}" {from}<&"${T[0]}"
cat >&"$to" &
eval "exec ${T[1]}>&-"
n=0
while [[ $n -lt $1 ]] && IFS= read -r -u "$from" line; do printf '%s\n' "$line"; n=$((n + 1)); done
case $2 in
dies) kill -KILL $$ ;;
ends) exit 0 ;;
hangs) sleep 60 ;;
half) printf 'sta'; exit 0 ;;
garbage) head -c 3000 /dev/urandom; sleep 60 ;;
floods) while echo 'done'; do :; done 2>/dev/null ;;
esac
END
chmod +x "$work/midway.sh"
for lines in 40 2000; do
    for how in dies ends hangs half garbage floods; do
        try "target midway: $how" 3 'target( failed)?: asked' "${check[@]}" --sessions 400 --target "exec:$work/midway.sh $lines $how"
    done
done
for how in dies hangs garbage floods; do
    try "target midway: $how" 3 'target: asked' record --timeout 1 --class queue -o "$work/run/r.trace" --target "exec:$work/midway.sh 9 $how"
    try "target midway: $how" 3 'target: asked' replay --target "exec:$work/midway.sh 9 $how" counterexamples/qemu-queue-not-resumed.trace
    try "target midway: $how" 3 'target' shrink counterexamples/qemu-queue-not-resumed.trace -o "$work/run/s.trace" \
        --target "exec:$work/midway.sh 9 $how"
done

# The process that judges a configuration is killed: the run must not count as complete.
if wanted "worker killed" && command -v qemu-system-x86_64 >/dev/null; then
    rm -rf "$work/run" && mkdir "$work/run"
    FAULTS_CASE=$marker timeout 120 "$oracle" check --config aw48 --cases 100000 --sessions 0 --json "$work/run/r.json" >"$work/log" 2>&1 &
    pid=$!
    for _ in {1..100}; do
        worker=$(pgrep -P "$(pgrep -P "$pid" | head -n 1)" 2>/dev/null | head -n 1)
        [[ -z $worker ]] || break
        sleep 0.05
    done
    sleep 0.3
    [[ -z $worker ]] || kill -KILL "$worker"
    wait "$pid"
    judge "worker killed" $? 3 'ended by signal' "check --config aw48 --cases 100000"
fi
