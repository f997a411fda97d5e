/// Where one drawer's lock, switches and light hang: a setting of the cabinet, proved by a commissioning step.
package struct DrawerWiring: Hashable, Sendable {
    /// A lock, an input or a light of a board.
    package struct Place: Hashable, Sendable {
        /// The board's name in the cabinet's settings.
        package let board: String
        /// The number on the board, from 1.
        package let number: Int

        /// A place on a board.
        package init(board: String, number: Int) {
            self.board = board
            self.number = number
        }
    }

    /// A switch, and what it means that its input is active.
    package struct Switch: Hashable, Sendable {
        /// The input.
        package let place: Place
        /// True where an active input says "door shut" or "bolt thrown"; boards and switches of both kinds are about.
        package let isActiveWhenSecure: Bool

        /// A switch on an input.
        package init(_ place: Place, isActiveWhenSecure: Bool) {
            self.place = place
            self.isActiveWhenSecure = isActiveWhenSecure
        }
    }

    /// The drawer's number on its label, from 1.
    package let drawer: Int
    /// The lock.
    package let lock: Place
    /// The lock's own switch.
    package let bolt: Switch
    /// The door's switch; nil where the lock's switch stands for both, as on many boards of the 0x8A family.
    ///
    /// Then the door counts as open whenever the bolt is drawn, and a drawer that is ajar cannot be told from an open one.
    package let door: Switch?
    /// The light; nil where there is none.
    ///
    /// It may hang on another board than the lock, since some have no lights.
    package let light: Place?

    /// One drawer's wiring.
    package init(
        drawer: Int,
        lock: Place,
        bolt: Switch,
        door: Switch?,
        light: Place?
    ) {
        self.drawer = drawer
        self.lock = lock
        self.bolt = bolt
        self.door = door
        self.light = light
    }

    /// What the inputs of the boards say of this drawer; `inputs` has no entry for a board that was silent.
    func sample(_ inputs: [String: [Bool]]) -> DrawerSample {
        let bolt: BoltPosition? = isSecure(self.bolt, inputs).map { $0 ? .thrown : .drawn }
        guard let door else {
            let standsForDoor: DoorPosition? = bolt.map { $0 == .thrown ? .shut : .open }
            return DrawerSample(door: standsForDoor, bolt: bolt)
        }
        return DrawerSample(door: isSecure(door, inputs).map { $0 ? .shut : .open }, bolt: bolt)
    }

    private func isSecure(_ sensor: Switch, _ inputs: [String: [Bool]]) -> Bool? {
        guard let board = inputs[sensor.place.board], board.indices.contains(sensor.place.number - 1) else {
            return nil
        }
        return board[sensor.place.number - 1] == sensor.isActiveWhenSecure
    }
}
