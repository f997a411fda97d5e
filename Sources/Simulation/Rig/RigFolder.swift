/// Where the rig keeps what it keeps, and under which names its lines are found.
package struct RigFolder: Sendable {
    /// The folder itself.
    package let path: String

    /// Names a folder; nothing is made.
    package init(path: String) {
        self.path = path
    }

    /// The control socket.
    package var controlSocket: String { "\(path)/control.sock" }
    /// Tags and where they lie, JSON.
    package var state: String { "\(path)/state.json" }
    /// The folder of the serial lines' symbolic links; no colon may stand in it, or libnfc misreads the path.
    package var lines: String { "\(path)/lines" }

    /// The serial line of the reader in slot `number`, counted from one.
    package func slotReader(_ cabinet: String, _ number: Int) -> String {
        "\(lines)/\(cabinet)-slot\(number)"
    }
    /// The serial line of the reader for cards in front.
    package func frontReader(_ cabinet: String) -> String { "\(lines)/\(cabinet)-front" }
    /// The serial line of the lock board.
    package func board(_ cabinet: String) -> String { "\(lines)/\(cabinet)-board" }
}
