import SerialLines

/// The hardware of one cabinet: a reader and a drawer for each slot, a reader in front, a board, a line.
struct SimulatedCabinet {
    let name: String
    /// The readers of the slots, in their order.
    let slotReaders: [SimulatedReader]
    let frontReader: SimulatedReader
    let board: SimulatedLockBoard
    let line: NetworkLine?

    init(_ configuration: RigConfiguration.Cabinet, of rig: RigConfiguration, in folder: RigFolder)
        throws(RigError)
    {
        let name = configuration.name
        self.name = name
        let radio = Duration.milliseconds(rig.radioMilliseconds)
        var readers: [SimulatedReader] = []
        for number in 1...configuration.slotCount {
            readers.append(
                try SimulatedReader(
                    name: "\(name)/slot\(number)",
                    link: folder.slotReader(name, number),
                    radioDuration: radio,
                    isPaced: rig.isPaced
                )
            )
        }
        slotReaders = readers
        frontReader = try SimulatedReader(
            name: "\(name)/front",
            link: folder.frontReader(name),
            radioDuration: radio,
            isPaced: rig.isPaced
        )
        guard let kind = SimulatedBoardPlan.Kind(rawValue: configuration.board.kind) else {
            throw RigError(
                .unreadableConfiguration,
                "\(name): no such kind of board: \(configuration.board.kind)"
            )
        }
        let plan = SimulatedBoardPlan(
            kind: kind,
            address: configuration.board.address,
            drawerCount: configuration.slotCount,
            isInverted: configuration.board.isInverted
        )
        do {
            board = SimulatedLockBoard(plan, terminal: try PseudoTerminal(link: folder.board(name)))
        } catch {
            throw RigError(.system, "the line of \(name)'s board cannot be made: \(error.message)")
        }
        guard let wanted = configuration.line else {
            line = nil
            return
        }
        guard let listen = LocalSocket.Address(wanted.listen), let target = LocalSocket.Address(wanted.target)
        else {
            throw RigError(.unreadableConfiguration, "\(name): a line's address is not like 127.0.0.1:7401")
        }
        line = try NetworkLine(name: name, listen: listen, target: target)
    }

    var readers: [SimulatedReader] { slotReaders + [frontReader] }

    /// The drawer that a reader is in, counted from one; nil for the one in front.
    func drawer(of reader: SimulatedReader) -> Int? {
        slotReaders.firstIndex { $0 === reader }.map { $0 + 1 }
    }

    /// The number of the drawer that is called `name`.
    func drawer(named name: String) -> Int? {
        slotReaders.firstIndex { $0.name == name }.map { $0 + 1 }
    }
}
