import Cryptography

/// Looks for the newest kept state that a leaf of its own log names.
///
/// The leaf must lie under the log's signed head, and each piece must have the digest that the leaf's digest covers: whoever
/// can write the projection but not sign for the log gains nothing by it.
package struct StateRecovery<Store: LogStore> {
    /// What was found.
    package enum Result: Sendable {
        /// The pieces of a state by name; everything below `index` of the log is in it.
        case found(index: UInt64, pieces: [String: [UInt8]])
        /// Nothing that this program could use, and nothing wrong.
        case none
        /// What is stored is not what was signed; the sentence says what.
        case differs(String)
    }

    private let store: Store
    private let shelf: any StateShelf
    private let origin: Origin
    private let head: TreeHead
    private let versions: ClosedRange<UInt64>

    /// A search in the log `origin`, whose signed head is `head`; `version` is this program's own.
    package init(store: Store, shelf: any StateShelf, origin: Origin, head: TreeHead, version: UInt64) {
        self.init(store: store, shelf: shelf, origin: origin, head: head, versions: version...version)
    }

    /// A search among states that earlier programs wrote too: where there are no leaves any more to fold anew.
    package init(
        store: Store,
        shelf: any StateShelf,
        origin: Origin,
        head: TreeHead,
        versions: ClosedRange<UInt64>
    ) {
        self.store = store
        self.shelf = shelf
        self.origin = origin
        self.head = head
        self.versions = versions
    }

    /// Finds the state.
    ///
    /// A state without a leaf is one that a crash cut off between keeping and naming; one of another version was left by
    /// another program. Both are passed over.
    /// - Throws: what the log's own store throws; what is wrong with the projection is a result.
    package func find() throws(RecordsError) -> Result {
        let states: [KeptState]
        do { states = try shelf.states(of: origin) } catch {
            return .differs("the stored state cannot be read: \(error.message)")
        }
        for state in states where versions.contains(state.manifest.version) && state.index < head.size {
            let named: StateNamed?
            do { named = try self.named(at: state.index) } catch  where error.code == .mismatch {
                return .differs(error.message)
            }
            guard let named else { continue }
            guard named.digest == state.manifest.digest else {
                return .differs("the stored state is not the one that leaf \(state.index) of \(origin) names")
            }
            return pieces(of: state)
        }
        return .none
    }

    /// What the leaf at an index names, nil for a leaf that names no state; `.mismatch` where the signed tree has another leaf.
    private func named(at index: UInt64) throws(RecordsError) -> StateNamed? {
        let opened = try store.record(index, of: origin, under: head)
        guard try opened.kind()?.kind == .stateNamed else { return nil }
        return try opened.detail()
    }

    private func pieces(of state: KeptState) -> Result {
        var pieces: [String: [UInt8]] = [:]
        for piece in state.manifest.pieces {
            let stored: [UInt8]?
            do { stored = try shelf.part(piece.digest) } catch {
                return .differs("the stored state cannot be read: \(error.message)")
            }
            guard let stored, SHA256.hash(stored) == piece.digest else {
                return .differs("the stored state's piece «\(piece.name)» is not the one that was signed")
            }
            pieces[piece.name] = stored
        }
        return .found(index: state.index, pieces: pieces)
    }
}
