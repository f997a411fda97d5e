/// A PN532 on a serial line, with its pace, its sleep, its radio's time and its faults.
final class SimulatedReader: RigPart {
    /// The rate after power-up and the rates that SetSerialBaudRate speaks of (UM0701-02, 7.2.8).
    private static let firstBaudRate = 115_200
    private static let baudRates = [
        9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_288_000,
    ]
    /// A sleeping chip is woken by this many edges on its line, and hears nothing of what wakes it (7.2.11).
    private static let wakingByteCount = 5
    /// From the end of a command to its acknowledgement.
    private static let acknowledgeDelay = Duration.microseconds(200)

    let name: String
    private let line: PacedLine
    /// One frame to a tag and back.
    private let radioDuration: Duration
    private var chip = PN532()
    private var parser = HostFrameParser()
    private(set) var faults = ReaderFaults()

    /// Commands so far that may have changed a tag.
    private(set) var radioCount = 0

    private var isAsleep = true
    /// It took a command that killed it.
    private var isDead = false
    private var lastAnswer: [UInt8] = []
    /// Answers that nothing stops any more, and those behind them.
    private var backlog: [(due: ContinuousClock.Instant, frame: [UInt8])] = []
    /// What the chip polls for.
    private var search: InListRequest?
    private var nextSearch: ContinuousClock.Instant?

    /// Makes the reader; the host finds its line by the symbolic link `link`.
    init(name: String, link: String, radioDuration: Duration, isPaced: Bool) throws(RigError) {
        self.name = name
        self.radioDuration = radioDuration
        line = try PacedLine(link: link, baudRate: Self.firstBaudRate, isPaced: isPaced)
    }

    var tagNames: [String] { chip.antenna.residents.map(\.name) }
    var tags: [(name: String, tag: SimulatedTag)] { chip.antenna.residents.map { ($0.name, $0.tag) } }
    var isPlugged: Bool { line.isPlugged }

    func put(_ tag: SimulatedTag, name: String) throws(RigError) {
        guard chip.antenna.put(tag, name: name) else {
            throw RigError(.noRoom, "\(Antenna.tagCountMax) tags lie on \(self.name); take one first")
        }
        // A chip that polls finds it at its next look.
        if search != nil { nextSearch = ContinuousClock.now }
    }

    func take(_ name: String) -> SimulatedTag? {
        chip.antenna.take(name)
    }

    func set(_ fault: ReaderFault, count: Int?) {
        faults.set(fault, count: count)
        if fault == .unplugged {
            line.unplug()
            losePower()
        }
    }

    /// Takes a fault away; a chip that it killed is powered up anew.
    func clear(_ name: String) throws(RigError) {
        faults.clear(name)
        if name == ReaderFault.unplugged.name { try line.plugIn() }
        if name == ReaderFault.dying.name, isDead { losePower() }
    }

    var watched: [WatchedDescriptor] { line.watched }

    var deadline: ContinuousClock.Instant? {
        [line.deadline, nextSearch, backlog.first?.due].compactMap { $0 }.min()
    }

    func turn(at now: ContinuousClock.Instant) {
        for (arrival, bytes) in line.turn(at: now) {
            for found in parser.take(bytes) { receive(found, at: arrival) }
        }
        while let first = backlog.first, first.due <= now {
            backlog.removeFirst()
            transmit(first.frame, at: now)
        }
        if let search, let due = nextSearch, due <= now {
            nextSearch = nil
            finish(0x4A, chip.search(search), at: now)
        }
    }
}

extension SimulatedReader {
    private func losePower() {
        chip.antenna.switchField(on: false)
        var fresh = PN532()
        fresh.antenna = chip.antenna
        chip = fresh
        parser.reset()
        line.baudRate = Self.firstBaudRate
        isAsleep = true
        isDead = false
        search = nil
        nextSearch = nil
        backlog = []
        line.nextBaudRate = nil
    }

    private func receive(_ found: HostFrameParser.Found, at now: ContinuousClock.Instant) {
        guard !isDead, !faults.has(ReaderFault.silent.name) else { return }
        if isAsleep {
            isAsleep = false
            guard found.leadingByteCount >= Self.wakingByteCount else { return }
        }
        switch found.frame {
        case .acknowledge:
            stop(at: now)
            // A change of rate comes into force when the host has acknowledged its answer (UM0701-02, 7.2.8).
            if let rate = line.nextBaudRate {
                line.baudRate = rate
                line.nextBaudRate = nil
            }
        case .notAcknowledge:
            transmit(lastAnswer, at: now)
        case .unknown:
            stop(at: now)
            line.send(HostFrame.errorBytes, notBefore: now + Self.acknowledgeDelay)
        case .command(let command):
            stop(at: now)
            let acknowledged = line.send(HostFrame.acknowledgeBytes, notBefore: now + Self.acknowledgeDelay)
            run(command, at: acknowledged)
        }
    }

    /// Ends what runs: a new command or an acknowledgement from the host takes its place.
    private func stop(at now: ContinuousClock.Instant) {
        search = nil
        nextSearch = nil
        line.withdraw(at: now)
    }

    private func run(_ command: [UInt8], at now: ContinuousClock.Instant) {
        let code = command[0]
        if Self.needsRadio(code), faults.use(ReaderFault.dying.name) != nil {
            isDead = true
            return
        }
        if Self.needsRadio(code) { radioCount += 1 }
        let isDeaf = Self.needsRadio(code) && faults.use(ReaderFault.deaf.name) != nil
        if isDeaf { chip.antenna.switchField(on: false) }
        if code == 0x10, command.count == 2, Int(command[1]) < Self.baudRates.count {
            line.nextBaudRate = Self.baudRates[Int(command[1])]
        }
        finish(code, isDeaf ? deafOutcome(code) : chip.execute(command), at: now)
        if code == 0x16 { isAsleep = true }
    }

    /// What the chip says when its antenna hears nothing.
    private func deafOutcome(_ code: UInt8) -> PN532.Outcome {
        let nothing: UInt8 = code == 0x4A ? 0 : PN532.Status.timeout
        return .answer([code + 1, nothing], PN532.Radio(exchangeCount: 1))
    }

    private func finish(_ code: UInt8, _ outcome: PN532.Outcome, at now: ContinuousClock.Instant) {
        switch outcome {
        case .answer(let answer, let radio):
            search = nil
            let spoiled = spoil(answer)
            var ready = now + radioDuration * radio.exchangeCount + radio.silence
            if Self.needsRadio(code), case .late(let duration) = faults.use("late") { ready += duration }
            lastAnswer = HostFrame.encode(answer: spoiled)
            if Self.needsRadio(code), case .belated(let duration) = faults.use("belated") {
                backlog.append((ready + duration, lastAnswer))
            } else if let last = backlog.last {
                backlog.append((max(ready, last.due), lastAnswer))
            } else {
                transmit(lastAnswer, at: ready)
            }
        case .syntaxError:
            line.send(HostFrame.errorBytes, notBefore: now)
        case .searching(let request):
            // Nothing more happens until a tag is put down or the host gives up.
            search = request
        }
    }

    private func transmit(_ frame: [UInt8], at ready: ContinuousClock.Instant) {
        guard !frame.isEmpty else { return }
        var frame = frame
        if faults.use(ReaderFault.garbled.name) != nil { frame[frame.count / 2] ^= 0x20 }
        if case .dripping(let interval) = faults.use("dripping") {
            line.send(frame, notBefore: ready, interval: interval)
        } else {
            line.send(frame, notBefore: ready)
        }
    }

    /// Answers of exchanges and selections, as a reader with a fault gives them.
    private func spoil(_ answer: [UInt8]) -> [UInt8] {
        var answer = answer
        if answer[0] == 0x41 || answer[0] == 0x43, answer.count > 1, faults.use("statusBit7") != nil {
            answer[1] |= 0x80
        }
        // Code, count, number, ATQA (two), SAK, length and bytes of the serial number; then the answer to select.
        if answer[0] == 0x4B, answer.count > 7, answer[1] > 0 {
            let place = 7 + Int(answer[6])
            if answer.indices.contains(place), faults.use("emptyAnswerToSelect") != nil { answer[place] = 0 }
        }
        return answer
    }

    private static func needsRadio(_ code: UInt8) -> Bool {
        [0x40, 0x42, 0x44, 0x46, 0x4A, 0x4E, 0x50, 0x52, 0x54, 0x56].contains(code)
    }
}
