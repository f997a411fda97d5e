/// One board on a line: checks what is asked against what is fitted, and hands it on.
struct LineBoard<Wire: BoardWire & ~Copyable>: LockBoard {
    let line: LockLine<Wire>
    let address: UInt8
    let parts: BoardParts
    let capabilities: LockBoardCapabilities

    func identify() async throws(DrawersError) -> LockBoardIdentity {
        let version = try await line.use { wire throws(DrawersError) in try wire.identify(address) }
        return LockBoardIdentity(family: Wire.family, address: address, version: version)
    }

    func switchAllOff() async throws(DrawersError) {
        try await line.use { wire throws(DrawersError) in try wire.switchAllOff(address, parts) }
    }

    func pulse(lock: Int, for duration: Duration) async throws(DrawersError) {
        try check(lock, "lock", count: parts.lockCount)
        guard LockTiming.pulseRange.contains(duration) else {
            throw DrawersError(.misconfigured, "a pulse lasts 100 to 500 ms, not \(duration)")
        }
        try await line.pulse(
            PulseGate.Lock(board: address, number: lock),
            for: duration,
            energised: capabilities.pulse(for: duration)
        )
    }

    func readInputs() async throws(DrawersError) -> [Bool] {
        try await line.use { wire throws(DrawersError) in try wire.readInputs(address, parts) }
    }

    func setLight(_ light: Int, on: Bool) async throws(DrawersError) {
        guard parts.lightCount > 0 else {
            throw DrawersError(
                .unsupported,
                "\(Wire.family) boards switch no lights; wire them to another board"
            )
        }
        try check(light, "light", count: parts.lightCount)
        try await line.use { wire throws(DrawersError) in try wire.setLight(address, light, on: on, parts) }
    }

    func readLights() async throws(DrawersError) -> [Bool] {
        guard parts.lightCount > 0 else { return [] }
        return try await line.use { wire throws(DrawersError) in try wire.readLights(address, parts) }
    }

    private func check(_ number: Int, _ part: String, count: Int) throws(DrawersError) {
        guard number >= 1, number <= count else {
            throw DrawersError(.noSuchPart, "board \(address) has no \(part) \(number), only 1 to \(count)")
        }
    }
}
