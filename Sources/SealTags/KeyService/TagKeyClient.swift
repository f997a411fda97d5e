package import Authority
package import Cryptography
import Glibc
import Host
package import Records

/// Headquarters' end of the socket to the tag-key service.
///
/// One question at a time; a connection that fails is opened anew at the next question. Runs on a thread of its own,
/// because the answer is waited for.
package actor TagKeyClient {
    private let path: String
    private let executor = BlockingExecutor(label: "tag keys")
    private var socket: StreamSocket?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A client of the service that listens at a path; nothing is opened before the first question.
    package init(path: String) { self.path = path }

    /// How far the service is.
    package func status() throws(KeyServiceError) -> KeyServiceStatus { try status(answering: .status) }

    /// Brings records of `authority` from index `first` on, with a cosigned note where there is one.
    ///
    /// - Throws: `.outOfOrder` when the service is not at `first`.
    package func bring(_ records: [Record], from first: UInt64, note: [UInt8]? = nil) throws(KeyServiceError)
        -> KeyServiceStatus
    {
        let stretches = AuthorityStretch.stretches(
            first: first,
            records: records,
            note: note.map { Bytes($0) }
        )
        var status: KeyServiceStatus?
        for stretch in stretches { status = try self.status(answering: .authority(stretch)) }
        guard let status else { return try self.status() }
        return status
    }

    /// Has a job done that two officers signed; one delivery for its cabinet and one for each other of `cabinets`.
    package func keys(for job: SignedStatement, cabinets: [String]) throws(KeyServiceError)
        -> [TagKeyDelivery]
    {
        try deliveries(answering: .job(TagJobOrder(job: job, cabinets: cabinets)))
    }

    /// The keys of a job that may have been done before its answer was lost: done now, or recalled.
    package func keysOrRecall(for job: SignedStatement, id: Bytes, cabinets: [String]) throws(KeyServiceError)
        -> [TagKeyDelivery]
    {
        do { return try keys(for: job, cabinets: cabinets) } catch {
            guard error.code == .spent else { throw error }
            return try recall(id)
        }
    }

    /// Asks for the presence key of a personalised tag for cabinets that came later, in the name of the notes key.
    package func presenceKeys(_ order: PresenceOrder, signedBy notesKey: Ed25519PrivateKey)
        throws(KeyServiceError) -> [TagKeyDelivery]
    {
        let signed: SignedPresenceOrder
        do { signed = try SignedPresenceOrder(order, by: notesKey) } catch {
            throw KeyServiceError(.cryptography, error.message)
        }
        return try deliveries(answering: .presence(signed))
    }

    /// What a job or an order gave when it was used, for an answer that was lost on its way.
    package func recall(_ id: Bytes) throws(KeyServiceError) -> [TagKeyDelivery] {
        try deliveries(answering: .recall(id))
    }
}

extension TagKeyClient {
    private func status(answering request: KeyServiceRequest) throws(KeyServiceError) -> KeyServiceStatus {
        guard case .status(let status) = try ask(request) else { throw Self.otherAnswer }
        return status
    }

    private func deliveries(answering request: KeyServiceRequest) throws(KeyServiceError) -> [TagKeyDelivery]
    {
        guard case .deliveries(let deliveries) = try ask(request) else { throw Self.otherAnswer }
        return deliveries
    }

    private static var otherAnswer: KeyServiceError {
        KeyServiceError(.malformed, "the tag-key service answered something else than was asked")
    }

    private func ask(_ request: KeyServiceRequest) throws(KeyServiceError) -> KeyServiceAnswer {
        let frame = try KeyServiceFrames.frame(request.encoded)
        // A service that was started anew has hung up; bytes that nobody asked for are an answer that came late.
        let kept = socket?.received() == [] ? socket : nil
        // Kept again only when the question was answered: a late answer must never be taken for one to something else.
        self.socket = nil
        let socket: StreamSocket
        if let kept { socket = kept } else { socket = try StreamSocket.connected(to: path) }
        try socket.send(frame, until: .now + KeyServiceLimits.frameTime)
        let bytes = try Self.frame(from: socket, until: .now + KeyServiceLimits.answerTime)
        let answer: KeyServiceAnswer
        do { answer = try KeyServiceAnswer(decoding: bytes) } catch {
            throw KeyServiceError(.malformed, error.message)
        }
        self.socket = socket
        if case .refused(let error) = answer { throw error }
        return answer
    }

    private static func frame(from socket: StreamSocket, until deadline: ContinuousClock.Instant)
        throws(KeyServiceError) -> [UInt8]
    {
        var frames = KeyServiceFrames()
        while true {
            if let frame = try frames.next() { return frame }
            try socket.wait(for: Int16(POLLIN), until: deadline)
            guard let bytes = socket.received() else {
                throw KeyServiceError(.unreachable, "the tag-key service closed the connection")
            }
            frames.append(bytes)
        }
    }
}
