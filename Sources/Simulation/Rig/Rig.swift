import FoundationEssentials
import Glibc

/// The whole simulated world: cabinets, tags, hands and accidents, all on the thread that calls `run`.
///
/// It plays by a few rules of the physical world. A tag is in one place: on one reader or in somebody's hand. What is
/// in a slot can be reached only while its drawer stands open. A reader sees what lies on its own antenna only.
package final class Rig {
    /// A change waits so long for others before it is written down.
    private static let saveDelay = Duration.seconds(1)

    let configuration: RigConfiguration
    let folder: RigFolder
    let cabinets: [SimulatedCabinet]
    /// Tags that lie on no reader.
    var tagsInHand: [String: SimulatedTag] = [:]
    var generator: SeededGenerator

    /// Ends `run` from another thread.
    package let waker: LoopWaker
    private let loop = RigLoop()
    private var savedText: Data?
    private var savedRadioCount = 0
    private var saveDue: ContinuousClock.Instant?

    /// Builds the world and opens its lines and its control socket; takes up the state that is in the folder.
    package init(_ configuration: RigConfiguration, folder: RigFolder) throws(RigError) {
        try configuration.check()
        self.configuration = configuration
        self.folder = folder
        waker = try LoopWaker()
        generator = SeededGenerator(seed: configuration.seed)
        for path in [folder.path, folder.lines] { try Self.makeFolder(path) }
        var cabinets: [SimulatedCabinet] = []
        for cabinet in configuration.cabinets {
            cabinets.append(try SimulatedCabinet(cabinet, of: configuration, in: folder))
        }
        self.cabinets = cabinets
        try restore()
        loop.add(WakerPart(waker))
        for reader in readers { loop.add(reader) }
        for cabinet in cabinets { if let line = cabinet.line { loop.add(line) } }
        // The server lives no longer than the loop, which lives no longer than this.
        loop.add(try ControlServer(path: folder.controlSocket) { [unowned self] in answer($0) })
        loop.add(
            Keeper(deadline: { [unowned self] in whenToSave }, turn: { [unowned self] in saveIfDue(at: $0) })
        )
    }

    deinit {
        for cabinet in cabinets { cabinet.board.stop() }
    }

    /// Plays until the waker stops it, then writes the state down.
    package func run() throws(RigError) {
        while !waker.isStopped { loop.step() }
        for cabinet in cabinets { cabinet.board.stop() }
        try save()
        _ = unsafe unlink(folder.controlSocket)
    }

    var readers: [SimulatedReader] { cabinets.flatMap(\.readers) }

    private static func makeFolder(_ path: String) throws(RigError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw RigError(.system, "the folder \(path) cannot be made: \(error)")
        }
    }
}

/// Keeping and taking up the state.
extension Rig {
    private var radioCount: Int { readers.reduce(0) { $0 + $1.radioCount } }

    /// Notes that something changed which must outlive this process.
    func touch() {
        if saveDue == nil { saveDue = ContinuousClock.now + Self.saveDelay }
    }

    private var whenToSave: ContinuousClock.Instant? {
        // A command on the radio may have written a key.
        if radioCount != savedRadioCount { touch() }
        return saveDue
    }

    private func saveIfDue(at now: ContinuousClock.Instant) {
        guard let due = saveDue, due <= now else { return }
        // A full disk is no reason to stop; the next change tries again, and the last try at the end tells.
        try? save()
    }

    private func save() throws(RigError) {
        saveDue = nil
        savedRadioCount = radioCount
        var entries = tagsInHand.map { SavedRig.Entry(name: $0.key, reader: nil, tag: SavedTag($0.value)) }
        for reader in readers {
            entries += reader.tags.map {
                SavedRig.Entry(name: $0.name, reader: reader.name, tag: SavedTag($0.tag))
            }
        }
        entries.sort { $0.name < $1.name }
        do {
            let text = try SavedRig(generator: generator.state, tags: entries).encoded()
            guard text != savedText else { return }
            try text.write(to: URL(filePath: folder.state), options: .atomic)
            savedText = text
        } catch {
            throw RigError(.system, "the state cannot be written to \(folder.state): \(error)")
        }
    }

    private func restore() throws(RigError) {
        guard FileManager.default.fileExists(atPath: folder.state) else { return }
        let saved: SavedRig
        do {
            saved = try SavedRig(decoding: Data(contentsOf: URL(filePath: folder.state)))
        } catch {
            throw RigError(
                .unreadableState,
                "\(folder.state) cannot be read; move it away to start anew: \(error)"
            )
        }
        generator = SeededGenerator(seed: saved.generator)
        for entry in saved.tags {
            guard let tag = entry.tag.tag else {
                throw RigError(
                    .unreadableState,
                    "\(folder.state): “\(entry.name)” is no tag; move the file away"
                )
            }
            if let reader = readers.first(where: { $0.name == entry.reader }) {
                try reader.put(tag, name: entry.name)
            } else {
                tagsInHand[entry.name] = tag
            }
        }
    }
}

/// Gives the rig itself a turn in its loop.
private final class Keeper: RigPart {
    private let whenDue: () -> ContinuousClock.Instant?
    private let act: (ContinuousClock.Instant) -> Void

    init(
        deadline: @escaping () -> ContinuousClock.Instant?,
        turn: @escaping (ContinuousClock.Instant) -> Void
    ) {
        whenDue = deadline
        act = turn
    }

    var watched: [WatchedDescriptor] { [] }
    var deadline: ContinuousClock.Instant? { whenDue() }
    func turn(at now: ContinuousClock.Instant) { act(now) }
}
