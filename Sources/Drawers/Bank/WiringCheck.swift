/// Holds a cabinet's wiring against its boards, before anything moves.
struct WiringCheck {
    let boards: [String: any LockBoard]

    /// Errors: `misconfigured`, with the first fault found.
    func check(_ wirings: [DrawerWiring]) throws(DrawersError) {
        var drawers: Set<Int> = []
        var locks: Set<DrawerWiring.Place> = []
        var inputs: Set<DrawerWiring.Place> = []
        var lights: Set<DrawerWiring.Place> = []
        for wiring in wirings {
            guard wiring.drawer >= 1, drawers.insert(wiring.drawer).inserted else {
                throw DrawersError(
                    .misconfigured,
                    "drawer \(wiring.drawer) is wired twice or has no number from 1"
                )
            }
            try take(wiring.lock, "lock", &locks) { $0.lockCount }
            try take(wiring.bolt.place, "input", &inputs) { $0.inputCount }
            if let door = wiring.door { try take(door.place, "input", &inputs) { $0.inputCount } }
            if let light = wiring.light { try take(light, "light", &lights) { $0.lightCount } }
        }
    }

    private func take(
        _ place: DrawerWiring.Place,
        _ part: String,
        _ taken: inout Set<DrawerWiring.Place>,
        _ count: (LockBoardCapabilities) -> Int
    ) throws(DrawersError) {
        guard let board = boards[place.board] else {
            throw DrawersError(
                .misconfigured,
                "there is no board \(place.board); name it or correct the wiring"
            )
        }
        guard place.number >= 1, place.number <= count(board.capabilities) else {
            throw DrawersError(.misconfigured, "board \(place.board) has no \(part) \(place.number)")
        }
        guard taken.insert(place).inserted else {
            throw DrawersError(
                .misconfigured,
                "\(part) \(place.number) of board \(place.board) serves two drawers"
            )
        }
    }
}
