package import Records

/// What headquarters asks of the tag-key service.
///
/// A map: 0 version of the protocol, 1 number of the request, 2 its content.
package enum KeyServiceRequest: Canonical {
    /// How far the service knows `authority`, and its public key.
    case status
    /// Records of `authority`; answered with the status.
    case authority(AuthorityStretch)
    /// A job for a blank tag; answered with deliveries.
    case job(TagJobOrder)
    /// A presence key for cabinets that came later; answered with deliveries.
    case presence(SignedPresenceOrder)
    /// What a job or an order that was used before gave, where the answer was lost on its way.
    case recall(Bytes)

    /// The version of the protocol.
    package static let version: UInt64 = 1

    package var canonical: CBOR {
        let (number, content): (UInt64, CBOR?) =
            switch self {
            case .status: (0, nil)
            case .authority(let stretch): (1, stretch.canonical)
            case .job(let order): (2, order.canonical)
            case .presence(let order): (3, order.canonical)
            case .recall(let id): (4, id.canonical)
            }
        return .map(CBORMap([0: Self.version.canonical, 1: number.canonical, 2: content]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a request to the tag-key service")
        let version: UInt64 = try fields.value(0)
        guard version == Self.version else {
            throw RecordsError(.unknownVersion, "version \(version) of the tag-key service is not known here")
        }
        let number: UInt64 = try fields.value(1)
        switch number {
        case 0: self = .status
        case 1: self = .authority(try fields.value(2))
        case 2: self = .job(try fields.value(2))
        case 3: self = .presence(try fields.value(2))
        case 4: self = .recall(try fields.value(2))
        default: throw RecordsError(.malformed, "request \(number) of the tag-key service is not known here")
        }
        try fields.finish()
    }
}
