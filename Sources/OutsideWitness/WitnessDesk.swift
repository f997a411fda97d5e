import Host
package import Records

/// What a witness answers to one submission: an HTTP status, a media type, a body (C2SP tlog-witness, add-checkpoint).
package struct WitnessReply: Sendable, Equatable {
    /// The status.
    package let status: Int
    /// The media type of the body.
    package let mediaType: String
    /// The body.
    package let body: [UInt8]

    static func cosigned(_ signature: NoteSignature) -> WitnessReply {
        WitnessReply(status: 200, mediaType: "text/plain; charset=utf-8", body: Array(signature.line.utf8))
    }

    static func latest(_ size: UInt64) -> WitnessReply {
        WitnessReply(status: 409, mediaType: WitnessSubmission.sizeMediaType, body: Array("\(size)\n".utf8))
    }

    static func refused(_ status: Int, _ reason: String) -> WitnessReply {
        WitnessReply(status: status, mediaType: "text/plain; charset=utf-8", body: Array("\(reason)\n".utf8))
    }
}

/// Decides on checkpoints one after the other, and has each decision on disk before its cosignature leaves.
package actor WitnessDesk {
    private let folder: WitnessFolder
    private let lock: WitnessFolderLock
    private var states: [Origin: WitnessState] = [:]
    private let executor = BlockingExecutor(label: "signet.witness")

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A desk for the logs of these keys; claims the folder for this process.
    ///
    /// - Throws: ``WitnessError`` `.inUse`; `.malformed` for a key of a log that is none, and for two of one log.
    package init(folder: WitnessFolder, logs: [NoteVerifierKey]) throws(WitnessError) {
        self.folder = folder
        lock = try WitnessFolderLock(folder)
        for log in logs {
            guard log.algorithm == .ed25519 else {
                throw WitnessError(.malformed, "\(log.name) is the key of a cosigner and not of a log")
            }
            let state = try folder.state(of: log)
            guard states.updateValue(state, forKey: state.origin) == nil else {
                throw WitnessError(.malformed, "two keys are given for the log \(log.name)")
            }
        }
    }

    /// Answers a submission; `seconds` since 1970 is the time of the cosignature.
    ///
    /// - Throws: ``WitnessError`` `.storage` where the decision could not be kept: nothing was decided then.
    package func answer(_ body: [UInt8], atSeconds seconds: UInt64) throws -> WitnessReply {
        let submission: WitnessSubmission
        let checkpoint: Checkpoint
        do {
            submission = try WitnessSubmission(parsing: body)
            checkpoint = try Checkpoint(submission.note)
        } catch {
            return .refused(400, error.message)
        }
        guard var state = states[checkpoint.origin] else {
            return .refused(404, "this witness does not know \(checkpoint.origin)")
        }
        let size = state.head.size
        let verdict = state.consider(submission.note, from: submission.oldSize, path: submission.path)
        if state != states[checkpoint.origin] {
            try folder.keep(state)
            states[checkpoint.origin] = state
        }
        switch verdict {
        case .cosign(let verified):
            return .cosigned(try folder.cosigner.cosign(verified.checkpoint, atSeconds: seconds))
        case .refuse(.untrusted(let reason)): return .refused(403, reason)
        case .refuse where submission.oldSize > checkpoint.head.size:
            return .refused(400, "the old size is larger than the checkpoint")
        case .refuse where submission.oldSize != size: return .latest(size)
        case .refuse(.malformed(let reason)): return .refused(422, reason)
        case .refuse(.fork(let evidence)) where evidence.kind == .proofFails:
            return .refused(422, "the proof does not lead from the \(size) leaves cosigned last")
        case .refuse:
            return .refused(409, "this log has two heads of one size; nothing more of it is cosigned")
        }
    }
}
