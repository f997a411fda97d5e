import Authority
import Records

extension Frame {
    /// The bytes of the frame.
    package var encoded: [UInt8] {
        let (type, content): (UInt64, CBOR) =
            switch self {
            case .hello(let hello): (1, hello.canonical)
            case .witness(let lines): (2, .array(lines.map(\.canonical)))
            case .welcome(let welcome): (3, welcome.canonical)
            case .data(let stretch): (4, stretch.canonical)
            case .checkpoint(let offer): (5, offer.canonical)
            case .cosignature(let head): (6, head.canonical)
            case .pull(let pull): (7, pull.canonical)
            case .freshRequest(let nonce): (8, nonce.canonical)
            case .freshNote(let note): (9, note.canonical)
            case .alarm(let alarm): (10, alarm.canonical)
            case .credit(let credit): (11, credit.canonical)
            case .bye(let bye): (12, bye.canonical)
            case .body(let body): (13, body.canonical)
            case .want(let want): (14, want.canonical)
            case .piece(let piece): (15, piece.canonical)
            case .blobEnd(let end): (16, end.canonical)
            }
        return CBOR.map(CBORMap([0: type.canonical, 1: Self.version.canonical, 2: content])).encoded
    }

    /// Reads a frame.
    ///
    /// - Throws: `.unknownVersion` and `.unknownFrame` so that a newer peer gets a clear answer, else `.malformed`.
    package init(decoding bytes: [UInt8]) throws(ReplicationError) {
        do {
            var fields = try Fields(try CBOR(decoding: bytes), of: "a frame")
            let type: UInt64 = try fields.value(0)
            let version: UInt64 = try fields.value(1)
            guard version == Self.version else {
                throw ReplicationError(
                    .unknownVersion,
                    "this program speaks version \(Self.version), not \(version)"
                )
            }
            guard Self.types.contains(type) else {
                throw ReplicationError(.unknownFrame, "frames of type \(type) are not known here")
            }
            let content = try fields.value(2)
            try fields.finish()
            self = try Self.decode(type, content)
        } catch let error as ReplicationError {
            throw error
        } catch let error as RecordsError {
            throw ReplicationError(.malformed, error.message)
        } catch {
            throw ReplicationError(.malformed, "\(error)")
        }
    }

    /// The types of this version.
    private static let types: ClosedRange<UInt64> = 1...16

    private static func decode(_ type: UInt64, _ content: CBOR) throws -> Frame {
        switch type {
        case 1: return .hello(try Hello(canonical: content))
        case 2: return .witness(try lines(content))
        case 3: return .welcome(try Welcome(canonical: content))
        case 4: return .data(try LogStretch(canonical: content))
        case 5: return .checkpoint(try HeadOffer(canonical: content))
        case 6: return .cosignature(try CosignedHead(canonical: content))
        case 7: return .pull(try Pull(canonical: content))
        case 8:
            let nonce = try Bytes(canonical: content)
            guard nonce.bytes.count == FreshNote.nonceByteCount else {
                throw RecordsError(.malformed, "a nonce has 32 bytes")
            }
            return .freshRequest(nonce: nonce)
        case 9: return .freshNote(try SignedFreshNote(canonical: content))
        case 10: return .alarm(try AlarmFrame(canonical: content))
        case 11: return .credit(try Credit(canonical: content))
        case 12: return .bye(try Bye(canonical: content))
        case 13: return .body(try BodyFrame(canonical: content))
        case 14: return .want(try Want(canonical: content))
        case 15: return .piece(try Piece(canonical: content))
        case 16: return .blobEnd(try BlobEnd(canonical: content))
        default: throw ReplicationError(.unknownFrame, "frames of type \(type) are not known here")
        }
    }

    private static func lines(_ content: CBOR) throws -> [WitnessLine] {
        guard case .array(let elements) = content, elements.count <= Hello.logCountMax else {
            throw RecordsError(.malformed, "WITNESS is a list of at most \(Hello.logCountMax) lines")
        }
        return try elements.map { try WitnessLine(canonical: $0) }
    }
}
