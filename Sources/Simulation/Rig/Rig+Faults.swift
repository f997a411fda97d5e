/// What is wrong with readers, boards and drawers.
extension Rig {
    func setFault(_ request: RigRequest) throws(RigError) {
        let name = try named(request.fault, "fault")
        let count = try count(request)
        if request.reader != nil {
            let reader = try reader(request.reader)
            let duration = request.milliseconds == nil ? nil : try duration(request)
            guard let fault = ReaderFault(name: name, duration: duration) else {
                throw unknown("fault of readers", name)
            }
            reader.set(fault, count: count)
        } else if request.drawer != nil {
            try change(name, of: try drawer(request.drawer), isThere: true)
        } else {
            try change(name, of: try board(request.board), isThere: true, count: count)
        }
    }

    func mendFault(_ request: RigRequest) throws(RigError) {
        let name = try named(request.fault, "fault")
        if request.reader != nil {
            try reader(request.reader).clear(name)
        } else if request.drawer != nil {
            try change(name, of: try drawer(request.drawer), isThere: false)
        } else {
            try change(name, of: try board(request.board), isThere: false, count: nil)
        }
    }

    private func change(
        _ fault: String,
        of drawer: (board: SimulatedLockBoard, number: Int),
        isThere: Bool
    ) throws(RigError) {
        let (board, number) = drawer
        switch fault {
        case "jammed": board.jam(number, isThere)
        case "wornHook": board.wearHook(number, isThere)
        case "doorStuckClosed": board.setFault(isThere ? .stuck(closed: true) : nil, of: .door, number)
        case "doorStuckOpen": board.setFault(isThere ? .stuck(closed: false) : nil, of: .door, number)
        case "doorChattering": board.setFault(isThere ? .chattering : nil, of: .door, number)
        case "boltStuckClosed": board.setFault(isThere ? .stuck(closed: true) : nil, of: .bolt, number)
        case "boltStuckOpen": board.setFault(isThere ? .stuck(closed: false) : nil, of: .bolt, number)
        case "boltChattering": board.setFault(isThere ? .chattering : nil, of: .bolt, number)
        default: throw unknown("fault of drawers", fault)
        }
    }

    private func change(
        _ fault: String,
        of board: SimulatedLockBoard,
        isThere: Bool,
        count: Int?
    ) throws(RigError) {
        switch fault {
        case "cut": board.cutLine(isThere)
        case "powerless": board.losePower(isThere)
        case "echoing": board.echo(isThere)
        case "garbled": board.garbleAnswers(isThere ? count ?? 1 : 0)
        case "losing": board.loseAnswers(isThere ? count ?? 1 : 0)
        default: throw unknown("fault of boards", fault)
        }
    }
}
