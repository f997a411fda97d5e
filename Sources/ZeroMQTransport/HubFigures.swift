/// What a hub has counted since it started.
package struct HubFigures: Equatable, Sendable {
    /// TCP connections that were accepted.
    package var accepted = 0
    /// Handshakes that ended well.
    package var admitted = 0
    /// Handshakes with a key that is not on the list.
    package var refusedUnknown = 0
    /// Handshakes that came too often.
    package var refusedTooOften = 0
    /// Handshakes that failed by themselves: another protocol, another server key, silence.
    package var handshakesFailed = 0
    /// Connections that were ended because there were too many, or because they brought no whole message.
    package var endedForLimits = 0
    /// Connections that could not be accepted: descriptors ran out.
    package var acceptFailures = 0
    /// Frames that were handed on.
    package var frames = 0
    /// Frames of keys or connections that are not, or no longer, served.
    package var framesRefused = 0
    /// Messages that were no frame.
    package var violations = 0
}
