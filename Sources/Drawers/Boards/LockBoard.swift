/// One lock board: it energises locks for a moment, reads inputs, and on some boards switches lights.
///
/// Locks, inputs and lights are numbered from 1. An input is reported as the board sees it, active or not; what that
/// says of a drawer is `DrawerWiring`'s to know, since polarity differs between installations.
package protocol LockBoard: Sendable {
    /// What this board has and can.
    var capabilities: LockBoardCapabilities { get }

    /// Asks the board whether it is there and what it says of itself; moves nothing.
    ///
    /// Errors: `noAnswer`, `garbledAnswer`, `lineFailed`, `lineEchoes`.
    func identify() async throws(DrawersError) -> LockBoardIdentity

    /// Switches off every output that can stay on: at start, since the board kept its state while we were away.
    func switchAllOff() async throws(DrawersError)

    /// Energises one lock, for `duration` where the board lets it be chosen; returns when the board has answered.
    ///
    /// Waits while another lock is energised or this one rests, no longer than `LockTiming.waitMax`.
    /// Errors: `outcomeUnknown`, and those after which nothing moved: `refused`, `notRested`, `noSuchPart`,
    /// `lineFailed`, `cancelled`.
    func pulse(lock: Int, for duration: Duration) async throws(DrawersError)

    /// Every input of the board, true where active; input n at index n - 1.
    func readInputs() async throws(DrawersError) -> [Bool]

    /// Switches a light. `unsupported` where the board has none.
    func setLight(_ light: Int, on: Bool) async throws(DrawersError)

    /// Every light, true where on; light n at index n - 1; empty where the board has none.
    func readLights() async throws(DrawersError) -> [Bool]
}
