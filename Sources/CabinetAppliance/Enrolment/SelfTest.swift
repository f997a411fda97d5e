import Drawers
import Enrolment
import Host
import SealTags

/// What a cabinet tries of itself before it asks to be enrolled: its boards, its readers, its clock.
///
/// Nothing moves: no lock map says yet which lock belongs to which drawer.
struct SelfTest: Sendable {
    /// A clock that says less than this was never set: the first day of 2026, in milliseconds since 1970.
    private static let wallMillisecondsMin: Int64 = 1_767_225_600_000

    let configuration: CabinetConfiguration
    let clock: any HostClock

    /// Tries each part and lets go of it again.
    func run() async -> [SelfTestResult] {
        var results = [clockResult]
        for (name, line) in configuration.boards.sorted(by: { $0.key < $1.key }) {
            results.append(await result(ofBoard: name, line))
        }
        let readers =
            [("front", configuration.frontReader)] + configuration.slotReaders.sorted { $0.key < $1.key }
        for (name, path) in readers { results.append(await result(ofReader: name, path)) }
        return results
    }

    private var clockResult: SelfTestResult {
        let isSet = clock.wallMilliseconds >= Self.wallMillisecondsMin
        return Self.result("clock", isSet ? .passed : .failed, isSet ? "" : "the wall clock was never set")
    }

    private func result(ofBoard name: String, _ line: CabinetConfiguration.BoardLine) async -> SelfTestResult
    {
        do {
            let identity = try await DeviceSet.board(line).identify()
            return Self.result("board \(name)", .passed, "\(identity)")
        } catch let error as DrawersError {
            return Self.result("board \(name)", error.code == .noAnswer ? .absent : .failed, error.message)
        } catch {
            return Self.result("board \(name)", .failed, "\(error)")
        }
    }

    private func result(ofReader name: String, _ path: String) async -> SelfTestResult {
        let reader = TagReaderSupervisor(name: name, launch: DeviceSet.launch(path, configuration))
        var result = Self.result("reader \(name)", .passed)
        do throws(TagError) { try await reader.check() } catch {
            result = Self.result("reader \(name)", .failed, error.message)
        }
        await reader.stop()
        return result
    }

    /// A result whose texts fit: names come from a configuration, sentences from libraries.
    private static func result(_ name: String, _ outcome: SelfTestResult.Outcome, _ note: String = "")
        -> SelfTestResult
    {
        SelfTestResult(
            name: name.cut(to: SelfTestResult.nameByteCountMax),
            outcome: outcome,
            note: note.cut(to: SelfTestResult.noteByteCountMax)
        )
    }
}

extension String {
    /// The longest beginning that has no more bytes in UTF-8.
    fileprivate func cut(to byteCount: Int) -> String {
        var text = self
        while text.utf8.count > byteCount { text.removeLast() }
        return text
    }
}
