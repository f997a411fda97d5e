/// What a drawer is doing, as far as its sensors tell.
package enum DrawerState: String, Hashable, Sendable, CaseIterable {
    /// Not yet seen since start.
    case unknown
    /// Door shut, bolt thrown, nothing asked.
    case lockedAndClosed
    /// The lock was told to open and the door has not moved yet.
    case released
    /// Open after a release, or found open at start.
    case open
    /// Door and bolt disagree for longer than opening or shutting takes: not caught, or the hook thrown in the open.
    case ajar
    /// Open without a release.
    case forced
    /// Open after a release for longer than allowed.
    case heldOpen
    /// Released, and nothing moved.
    case jammed
    /// A sensor cannot be believed, and the other one shows nothing forced.
    case sensorIll

    /// The states that must be explained, each of which latches.
    package var isAlarm: Bool {
        switch self {
        case .ajar, .forced, .heldOpen, .jammed, .sensorIll: true
        case .unknown, .lockedAndClosed, .released, .open: false
        }
    }
}
