package import Records

extension CabinetSession {
    /// A session without a line, whose frames are carried away on a stick.
    ///
    /// It goes on from what headquarters is known to hold, as though that had welcomed it, and leaves the answers for the day
    /// on which they are carried back. A PULL stands for all that there is from its index on: whoever reads the stick repeats
    /// it. Alarms go with their log, and telemetry behind all acts.
    ///
    /// - Parameters:
    ///   - hello: the greeting, with the newest head of each own log: it is cosigned before the records are taken.
    ///   - own: the own logs with class, size of the signed head, and the size that lies at headquarters.
    ///   - obeyed: headquarters' logs with what is stored here.
    ///   - byteCountMax: how many bytes of records the stick may take of each class.
    /// - Returns: the session, and what it does first.
    package static func carry(
        _ hello: Hello,
        own: [(origin: Origin, trafficClass: TrafficClass, size: UInt64, mirrored: UInt64)],
        obeyed: [(origin: Origin, held: UInt64)],
        byteCountMax: UInt64
    ) -> (CabinetSession, [Action]) {
        var session = CabinetSession(
            own: inOrder(own, by: \.trafficClass).map { log in
                var own = OwnLog(
                    origin: log.origin,
                    trafficClass: log.trafficClass,
                    size: log.size,
                    witnessed: log.size,
                    mirrored: log.mirrored,
                    sent: log.mirrored
                )
                // The head is in HELLO: it is not offered a second time behind its records.
                own.covered = log.size
                return own
            },
            obeyed: [],
            nonce: hello.nonce.bytes,
            asked: 0
        )
        session.state = .open
        for log in own { session.credit[log.trafficClass] = byteCountMax }
        let pulls = obeyed.map { log in
            Frame.pull(Pull(origin: log.origin.text, from: log.held, byteCountMax: pullByteCount))
        }
        let first = ([.hello(hello)] + pulls).map { Action.send($0.encoded) } + session.pump()
        return (session, first)
    }
}
