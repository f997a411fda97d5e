/// What one tag is to become: its keys and the protection of its files.
///
/// Holds secrets. Whoever runs it erases key 0 afterwards.
package struct PersonalisationJob: Sendable {
    /// The tag; no other one is touched.
    package let uid: TagUID
    /// Key 0, which does all the rest.
    package let administration: KeyChange
    /// The other keys that change, by number.
    package let others: [KeyChange]
    /// Files whose protection is to be as given, by number.
    package let files: [(number: FileNumber, settings: FileSettings)]

    /// Takes changes in any order.
    ///
    /// Throws `invalidArgument` unless there is exactly one entry for key 0, at most one for every other key and file,
    /// and every file keeps its settings changeable with key 0, without which a tag could never be mended.
    package init(
        uid: TagUID,
        keys: [KeyChange],
        files: [FileNumber: FileSettings] = Self.sealFiles
    ) throws(TagError) {
        let sorted = keys.sorted { $0.number < $1.number }
        guard Set(sorted.map(\.number)).count == sorted.count else {
            throw TagError(.invalidArgument, "a job names a key twice")
        }
        guard let first = sorted.first, first.number == .administration else {
            throw TagError(.invalidArgument, "a job without key 0 can change nothing")
        }
        guard files.values.allSatisfy({ $0.change == .key(.administration) }) else {
            throw TagError(.invalidArgument, "a file whose settings key 0 could not change any more")
        }
        self.uid = uid
        administration = first
        others = Array(sorted.dropFirst())
        self.files = files.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    /// How the files of a seal's tag are protected: the NDEF file is read by anyone and written with key 0, the
    /// proprietary file is read with key 1 and written with key 0, encrypted.
    ///
    /// The factory lets anyone write the one and gives the other to keys that seals use otherwise.
    package static let sealFiles: [FileNumber: FileSettings] = [
        .message: FileSettings(
            mode: .plain,
            read: .free,
            write: .key(.administration),
            readWrite: .key(.administration),
            change: .key(.administration)
        ),
        .proprietary: FileSettings(
            mode: .full,
            read: .key(.presence),
            write: .key(.administration),
            readWrite: .key(.administration),
            change: .key(.administration)
        ),
    ]
}
