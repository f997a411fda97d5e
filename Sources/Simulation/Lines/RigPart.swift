/// Something that the rig's one thread looks after: a line, a reader, a relay, the control socket.
protocol RigPart: AnyObject {
    /// What it waits for on descriptors.
    var watched: [WatchedDescriptor] { get }
    /// When it wants its turn whatever the descriptors say; nil for never.
    var deadline: ContinuousClock.Instant? { get }
    /// Does what can be done at `now` without waiting.
    func turn(at now: ContinuousClock.Instant)
}

/// A descriptor and what a part waits for on it.
struct WatchedDescriptor {
    let descriptor: Int32
    var wantsRead = true
    var wantsWrite = false
}
