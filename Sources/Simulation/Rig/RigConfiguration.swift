import FoundationEssentials

/// Which simulated hardware there is: the rig's one configuration file, JSON.
///
///     {
///       "seed": 1,
///       "radioMilliseconds": 5,
///       "isPaced": true,
///       "cabinets": [
///         { "name": "beijing", "slotCount": 2,
///           "board": { "kind": "eightA", "address": 1, "isInverted": false },
///           "line": { "listen": "127.0.0.1:7401", "target": "127.0.0.1:7400" } }
///       ]
///     }
///
/// | key | type | default | range |
/// |---|---|---|---|
/// | seed | number | 1 | what tags are drawn from; a saved state goes on with its own |
/// | radioMilliseconds | number | 5 | 0 to 1000, for each frame to a tag and back |
/// | isPaced | boolean | true | whether serial lines take a wire's time |
/// | cabinets[].name | text | | 1 to 40 letters, digits, hyphens; each once |
/// | cabinets[].slotCount | number | 2 | 1 to 8, each with a drawer, a light and a reader |
/// | cabinets[].board.kind | text | | eightA or modbus |
/// | cabinets[].board.address | number | 1 | 1 to 247 |
/// | cabinets[].board.isInverted | boolean | false | contacts open where others close |
/// | cabinets[].line | object | none | where connections come in and where they go, IPv4 |
package struct RigConfiguration: Codable, Equatable, Sendable {
    /// One cabinet: slots with readers and drawers, a reader in front, a board, a line.
    package struct Cabinet: Codable, Equatable, Sendable {
        /// Part of every name that has to do with it.
        package var name: String
        /// Slots, each with a reader, a drawer and a light.
        package var slotCount: Int
        /// The lock board.
        package var board: Board
        /// The line to headquarters, when the rig passes it on.
        package var line: Line?

        /// A cabinet; two slots unless more are asked for.
        package init(name: String, slotCount: Int = 2, board: Board = Board(), line: Line? = nil) {
            self.name = name
            self.slotCount = slotCount
            self.board = board
            self.line = line
        }

        /// Reads it, with its defaults for keys that are missing.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decode(String.self, forKey: .name)
            slotCount = try values.decodeIfPresent(Int.self, forKey: .slotCount) ?? 2
            board = try values.decodeIfPresent(Board.self, forKey: .board) ?? Board()
            line = try values.decodeIfPresent(Line.self, forKey: .line)
        }
    }

    /// A lock board.
    package struct Board: Codable, Equatable, Sendable {
        /// eightA or modbus.
        package var kind: String
        /// Its address on the line.
        package var address: UInt8
        /// Contacts open where others close.
        package var isInverted: Bool

        /// A board; the first of the 0x8A family unless another is asked for.
        package init(kind: String = "eightA", address: UInt8 = 1, isInverted: Bool = false) {
            self.kind = kind
            self.address = address
            self.isInverted = isInverted
        }

        /// Reads it, with its defaults for keys that are missing.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? "eightA"
            address = try values.decodeIfPresent(UInt8.self, forKey: .address) ?? 1
            isInverted = try values.decodeIfPresent(Bool.self, forKey: .isInverted) ?? false
        }
    }

    /// A line to headquarters.
    package struct Line: Codable, Equatable, Sendable {
        /// Where the cabinet connects to, such as 127.0.0.1:7401.
        package var listen: String
        /// Where headquarters listens.
        package var target: String

        /// A line between two addresses.
        package init(listen: String, target: String) {
            self.listen = listen
            self.target = target
        }
    }

    /// What new tags are drawn from.
    package var seed: UInt64
    /// The time of one frame to a tag and back.
    package var radioMilliseconds: Int
    /// Whether serial lines take a wire's time.
    package var isPaced: Bool
    /// The cabinets.
    package var cabinets: [Cabinet]

    /// A rig of these cabinets, at the pace of real hardware unless told otherwise.
    package init(cabinets: [Cabinet], seed: UInt64 = 1, radioMilliseconds: Int = 5, isPaced: Bool = true) {
        self.seed = seed
        self.radioMilliseconds = radioMilliseconds
        self.isPaced = isPaced
        self.cabinets = cabinets
    }

    /// Reads it, with its defaults for keys that are missing.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1
        radioMilliseconds = try values.decodeIfPresent(Int.self, forKey: .radioMilliseconds) ?? 5
        isPaced = try values.decodeIfPresent(Bool.self, forKey: .isPaced) ?? true
        cabinets = try values.decode([Cabinet].self, forKey: .cabinets)
    }

    /// Reads a configuration file and checks it.
    package init(path: String) throws(RigError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
        } catch {
            throw RigError(.unreadableConfiguration, "\(path) is no rig configuration: \(error)")
        }
        try check()
    }

    /// Throws `unreadableConfiguration` for what contradicts itself or is out of range.
    package func check() throws(RigError) {
        func require(_ condition: Bool, _ message: String) throws(RigError) {
            guard condition else { throw RigError(.unreadableConfiguration, message) }
        }
        try require((0...1000).contains(radioMilliseconds), "radioMilliseconds is not within 0 to 1000")
        try require(Set(cabinets.map(\.name)).count == cabinets.count, "two cabinets have one name")
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
        for cabinet in cabinets {
            let named = "cabinet “\(cabinet.name)”"
            try require(
                (1...40).contains(cabinet.name.count) && cabinet.name.allSatisfy(allowed.contains),
                "\(named): a name has 1 to 40 letters, digits and hyphens"
            )
            try require(
                (1...SimulatedBoardPlan.drawerCountMax).contains(cabinet.slotCount),
                "\(named): slotCount is not within 1 to \(SimulatedBoardPlan.drawerCountMax)"
            )
            try require(
                SimulatedBoardPlan.Kind(rawValue: cabinet.board.kind) != nil,
                "\(named): board.kind is neither eightA nor modbus"
            )
            try require(
                (1...247).contains(cabinet.board.address),
                "\(named): board.address is not within 1 to 247"
            )
            for address in [cabinet.line?.listen, cabinet.line?.target].compactMap({ $0 }) {
                try require(
                    LocalSocket.Address(address) != nil,
                    "\(named): \(address) is no address like 127.0.0.1:7401"
                )
            }
        }
    }
}
