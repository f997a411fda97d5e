# Reads the event stream of a Swift Testing run, one JSON text a line (jq -nRr), and prints one line for each
# test: "pass NAME" or "fail NAME — why".
#
# A test passed only when it ended and said so. One that was planned and never ended (the process died), that
# was switched off, or whose fault is declared as known, did not pass.
[inputs | fromjson?] as $lines
| [$lines[] | select(.kind == "test" and .payload.kind == "function") | .payload] as $tests
| [$lines[] | select(.kind == "event" and .payload.testID != null) | .payload] as $events
| (reduce ($events[] | select(.kind == "testEnded")) as $event ({};
    .[$event.testID] = ([$event.messages[].symbol]
        | if any(. == "fail") then "failed"
          elif any(. == "passWithKnownIssue") then "has a fault that is declared as known"
          else "passed" end))) as $ended
| (reduce ($events[] | select(.kind == "testSkipped")) as $event ({}; .[$event.testID] = true)) as $skipped
| (reduce ($events[] | select(.kind == "testStarted")) as $event ({}; .[$event.testID] = true)) as $started
| $tests[]
| ((.id | split("/")[0]) + ": " + (.displayName // .name)) as $name
| ($ended[.id] // (
    if $skipped[.id] then "is switched off"
    elif $started[.id] then "began and never ended: the process died or ran out of time"
    else "never began" end)) as $outcome
| if $outcome == "passed" then "pass \($name)" else "fail \($name) — \($outcome)" end
