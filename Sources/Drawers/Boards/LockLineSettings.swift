package import SerialLines

/// How a line with lock boards is opened and spoken on.
package struct LockLineSettings: Hashable, Sendable {
    /// The device, best a stable name that a udev rule gives.
    package let path: String
    /// The speed of every board on the line; default 9,600, which both families ship with.
    package let baud: BaudRate
    /// The silence before a request; default 20 ms: Modbus wants 3.5 characters (Modbus over Serial Line V1.02, 2.5.1.1),
    /// cheap boards of both families more.
    package let gap: Duration
    /// The whole time for an answer, from the request's last byte; default 1,500 ms: boards of the 0x8A family may
    /// answer an unlock only after a second.
    package let answerMax: Duration

    /// Checks the ranges: gap 0...1 s, answer 50 ms...5 s.
    package init(
        path: String,
        baud: BaudRate = .baud9600,
        gap: Duration = .milliseconds(20),
        answerMax: Duration = .milliseconds(1500)
    ) throws(DrawersError) {
        guard
            (Duration.zero ... .seconds(1)).contains(gap),
            (Duration.milliseconds(50) ... .seconds(5)).contains(answerMax)
        else {
            throw DrawersError(
                .misconfigured,
                "lock line: the gap is 0 to 1 s, an answer's time 50 ms to 5 s"
            )
        }
        self.path = path
        self.baud = baud
        self.gap = gap
        self.answerMax = answerMax
    }
}
