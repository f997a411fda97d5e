import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// What tools are told: the same as the pages say, in JSON.
///
/// Moments are milliseconds since 1970, digests and ids hexadecimal.
enum ToolAnswer {
    struct Session: Encodable {
        let account: String
        let name: String
        let person: String
        let posts: [Post]
        /// To be sent with every form of this session, in the field `form-token`.
        let formToken: String
    }

    struct Post: Encodable {
        let role: String
        let place: String
    }

    struct Overview: Encodable {
        let organisation: String
        let root: String
        let now: Int64
        let authoritySize: UInt64
        let witnessedSize: UInt64
        let waitingCount: Int
        let sites: [Site]
        let seals: [SealLine]
    }

    struct Site: Encodable {
        let site: String
        let name: String
        let unit: String
        let policySize: UInt64
        let isSilent: Bool
    }

    struct SealLine: Encodable {
        let seal: String
        let name: String
        let site: String
        let cabinet: String
        let drawer: UInt64
        /// `in`, `out`, `overdue`, `unproved` or `unknown`.
        let state: String
        let holder: String?
        let holderName: String?
        let since: Int64?
        let expectedReturn: Int64?
        let isSuspended: Bool
    }

    struct Cabinet: Encodable {
        let cabinet: String
        let name: String
        let site: String
        let isConnected: Bool
        let lastContact: Int64?
        let witnessedSize: UInt64
        let mirroredSize: UInt64
        let missingCount: UInt64
        let actsSize: UInt64
        let openVisitCount: Int
        let quarantinedDrawers: [UInt64]
        /// UIDs that the front reader saw, oldest first.
        let tagsSeen: [String]
        /// Tag jobs that were done here.
        let jobsDone: [String]
        let problem: String?
        /// The epoch of its acts, from 1.
        let epoch: UInt64
        /// Whether that epoch waits for officers.
        let isEpochProvisional: Bool
        /// Hexadecimal; what owners name as a witness.
        let witnessKey: String
        /// What a tag's keys are sealed to.
        let sealingKey: String
    }

    struct ApplicationLine: Encodable {
        let number: String
        /// The digest of the grant's bytes: names the application here.
        let grant: String
        let grantID: String
        let site: String
        /// `open`, `granted` or `ended`.
        let state: String
        let checkCode: String
        let approvers: [String]
        let missing: String?
        let filedAt: Int64
    }

    struct ProposalLine: Encodable {
        let statement: String
        let kind: String
        let site: String?
        /// `open`, `given` or `withdrawn`.
        let state: String
        let signers: [String]
        let note: String
        let origin: String?
        let index: UInt64?
        let madeAt: Int64
    }

    struct Run: Encodable {
        let run: String
        let number: String
        let askedAt: Int64
        let deadline: Int64
        let isClosed: Bool
        let revision: UInt64
        let total: Int
        let queued: Int
        let sent: Int
        let scanning: Int
        let equal: Int
        let differing: Int
        let unreachable: Int
        let late: Int
        let lines: [RunLine]
    }

    struct RunLine: Encodable {
        let site: String
        let cabinet: String
        let stage: String
        let isLate: Bool
        let drawers: UInt64?
        let proved: UInt64?
        let differences: UInt64?
        let answeredAt: Int64?
        let lastContact: Int64?
    }

    struct Finding: Encodable {
        let finding: String
        let kind: Int64
        let note: String
        let site: String?
        let cabinet: String?
        let seal: String?
        let time: Int64
        let position: String
        /// `recorded`, `placed`, `unplaced` or `headquarters`.
        let grade: String
    }

    struct Enrolment: Encodable {
        let waiting: [SlipWaiting]
        let slips: [Slip]
    }

    struct SlipWaiting: Encodable {
        let request: String
        let cabinet: String
        let site: String
        let name: String
    }

    struct Slip: Encodable {
        let slip: String
        let cabinet: String
        let site: String
        let state: String
        let words: [String]
        let code: String
    }

    struct Person: Encodable {
        let person: String
        let name: String
        let site: String
        let generation: UInt64
        let version: UInt64
        let rights: [String]
        let credentials: Int
        let isRemoved: Bool
    }

    struct Credential: Encodable {
        let credential: String
        let site: String
        let cabinet: String
        let person: String
        let kind: Int64
        let card: String?
        let time: Int64
    }

    struct Act: Encodable {
        let index: UInt64
        let kind: UInt64?
        let recordClass: UInt64
        let time: Int64
        let person: String?
        let component: String?
        let seal: String?
        let drawer: UInt64?
        let grant: String?
        /// The detail's canonical bytes in hexadecimal.
        let detail: String?
    }

    struct Problem: Encodable {
        let error: String
    }

    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value)))
        )
    }
}
