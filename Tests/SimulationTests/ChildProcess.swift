import Glibc
import Testing

/// Runs a program to its end, within half a minute, and returns what it printed on standard output.
func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
    var ends: [Int32] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    defer { close(ends[0]) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    unsafe posix_spawn_file_actions_addclose(&actions, ends[0])

    var variables = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
    variables += environment.map { "\($0.key)=\($0.value)" }
    let (names, values) = unsafe (arguments.map { unsafe strdup($0) }, variables.map { unsafe strdup($0) })
    let texts = unsafe names + values
    defer { for index in unsafe texts.indices { unsafe free(texts[index]) } }
    var child: pid_t = 0
    let started = unsafe posix_spawn(&child, arguments[0], &actions, nil, names + [nil], values + [nil])
    close(ends[1])
    try #require(started == 0, "\(arguments[0]) could not be started")

    var printed: [UInt8] = []
    let deadline = ContinuousClock.now + .seconds(30)
    var isOver = false
    while !isOver {
        var question = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero, unsafe poll(&question, 1, Int32(left / .milliseconds(1)) + 1) > 0 else { break }
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(ends[0], &part, part.count)
        if count > 0 { printed += part.prefix(count) } else { isOver = true }
    }
    if !isOver { kill(child, SIGKILL) }
    var status: Int32 = 0
    unsafe waitpid(child, &status, 0)
    try #require(isOver, "\(arguments[0]) did not end in time")
    try #require(
        status == 0,
        "\(arguments) ended with status \(status) after \(String(decoding: printed, as: UTF8.self))"
    )
    return String(decoding: printed, as: UTF8.self)
}
