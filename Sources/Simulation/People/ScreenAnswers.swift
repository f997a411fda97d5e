/// `GET /api/state` of a cabinet's screen, as far as people of the story look at it.
struct ScreenState: Decodable, Sendable {
    struct Offer: Decodable, Sendable {
        let seal: String
        let grant: String?
        let reasons: [Int64]
    }

    struct Seal: Decodable, Sendable {
        let id: String
        let place: String
        let drawer: UInt64?
        let holder: String?
    }

    let formToken: String
    let step: String
    let reasons: [Int64]
    let identityRefusal: String?
    let outcome: String?
    let trouble: String?
    let drawer: UInt64?
    let checkCode: String?
    let uid: String?
    let offers: [Offer]
    let returnable: [String]
    let jobs: [String]
    let credentials: [String]
    let seals: [Seal]
    let size: UInt64
    let pending: UInt64
    let unwitnessed: UInt64
    let online: Bool
    let contactAgeSeconds: UInt64?
    let findings: Int
}
