/// Something that happened to a drawer.
package struct DrawerEvent: Hashable, Sendable {
    /// What happened.
    package enum Kind: Hashable, Sendable {
        /// Seen locked and closed for the first time since start.
        case foundClosed
        /// Seen open for the first time since start: an opening that a restart cut in two, or something to explain.
        case foundOpen
        /// It opened after a release.
        case opened
        /// It is seen locked and closed again, after an opening, an alarm or an illness.
        case closed
        /// It opened without a release.
        case forced
        /// Door and bolt disagree for too long.
        case ajar
        /// It stands open for too long.
        case heldOpen
        /// It was released and did not open; whether at least the bolt was seen to move.
        case jammed(boltMoved: Bool)
        /// A sensor cannot be believed.
        case sensorIll(door: Bool, bolt: Bool)
        /// Both sensors can be believed again.
        case sensorsWell
    }

    /// What happened.
    package let kind: Kind
    /// When it was known.
    package let at: ContinuousClock.Instant
}
