import Simulation
import Synchronization

@testable import SealTags

/// A simulated tag on an antenna that can be pulled away in the middle of a conversation.
final class SimulatedChannel: TagChannel {
    /// When the tag leaves.
    enum Interruption {
        /// Before it hears the command of that number.
        case before(Int)
        /// After it did what that command says, and before its answer arrives.
        case after(Int)
    }

    private struct State {
        var tag: NTAG424
        var generator = SeededGenerator(seed: 7)
        var interruption: Interruption?
        var commandCount = 0
        var isAway = false
    }

    let target: TagTarget
    private let state: Mutex<State>

    init?(_ tag: NTAG424) {
        guard let uid = TagUID(tag.uid),
            let target = TagTarget(
                uid: uid,
                answerToRequest: [3, 0x44],
                selectAcknowledge: 0x20,
                answerToSelect: []
            )
        else { return nil }
        self.target = target
        state = Mutex(State(tag: tag))
    }

    func transceive(_ command: [UInt8]) async throws(TagError) -> [UInt8] {
        let answer: [UInt8]? = state.withLock { state in
            guard !state.isAway else { return nil }
            defer { state.commandCount += 1 }
            switch state.interruption {
            case .before(state.commandCount):
                state.isAway = true
                return nil
            case .after(state.commandCount):
                state.isAway = true
                _ = state.tag.answer(command, using: &state.generator)
                return nil
            default:
                return state.tag.answer(command, using: &state.generator)
            }
        }
        guard let answer else { throw TagError(.tagGone, "the test pulled the tag away") }
        return answer
    }

    /// Lays the tag down anew, without power until then.
    func layBack(_ interruption: Interruption? = nil) {
        state.withLock { state in
            state.tag.loseField()
            state.isAway = false
            state.commandCount = 0
            state.interruption = interruption
        }
    }

    var tag: NTAG424 { state.withLock { $0.tag } }
    var commandCount: Int { state.withLock { $0.commandCount } }
}
