/// Which board is simulated and how its drawers are wired: in two rows of eight, drawer n with its lock and light n.
///
/// The bolt switch of drawer n is input n, its door switch input n + 8; a Modbus board's coil n - 1 is its lock and coil
/// n + 7 its light. An input is active when its contact is closed: door shut, bolt thrown, unless `isInverted`.
package struct SimulatedBoardPlan: Hashable, Sendable {
    /// The families.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// RS-485, `8A bb ll 11`.
        case eightA
        /// Modbus RTU relays with timed pulses.
        case modbus
    }

    /// The most drawers, the length of a row.
    package static let drawerCountMax = 8

    /// The family.
    package let kind: Kind
    /// The address on the line.
    package let address: UInt8
    /// Drawers 1...drawerCount.
    package let drawerCount: Int
    /// Contacts open where others close.
    package let isInverted: Bool

    /// `drawerCount` is kept within 1...8.
    package init(
        kind: Kind,
        address: UInt8 = 1,
        drawerCount: Int,
        isInverted: Bool = false
    ) {
        self.kind = kind
        self.address = address
        self.drawerCount = min(max(1, drawerCount), Self.drawerCountMax)
        self.isInverted = isInverted
    }

    /// The input of a drawer's bolt switch.
    package static func boltInput(_ drawer: Int) -> Int { drawer }
    /// The input of a drawer's door switch.
    package static func doorInput(_ drawer: Int) -> Int { drawer + drawerCountMax }
}
