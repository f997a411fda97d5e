/// An event, and the drawer it happened to.
package struct DrawerReport: Hashable, Sendable {
    /// The drawer's number.
    package let drawer: Int
    /// What happened to it.
    package let event: DrawerEvent
}

/// A board that did not do its part, where the others go on.
package struct BoardFault: Sendable {
    /// The board's name in the cabinet's settings.
    package let board: String
    /// What was wrong with it.
    package let error: DrawersError
}
