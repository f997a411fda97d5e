package import Custody
package import Records

/// What a file shows of one count run.
package struct CountResult: Sendable, Equatable {
    /// What a file shows of one cabinet's answer.
    package enum Response: Sendable, Hashable {
        /// The cabinet's own log answers.
        case answered
        /// Headquarters took an answer, and the cabinet's record of it is not in the file.
        case leftOut
        /// Neither stands in the file, nor does headquarters' whole list: whether it answered is not shown.
        case notShown
        /// Headquarters signed a result in which it has no answer.
        case silent
    }

    /// One cabinet that was asked.
    package struct Line: Sendable, Equatable {
        /// The site.
        package let site: String
        /// The cabinet.
        package let cabinet: String
        /// What the file shows of its answer.
        package let response: Response
        /// Its answer; nil where ``response`` is another than answered.
        package let answer: CountAnswer?
        /// When it answered, in milliseconds since 1970 by its clock.
        package let time: Int64?
        /// Drawers whose proved tag is not the one that officers registered for the seal.
        package let strangeTags: [UInt64]
    }

    /// The run.
    package let run: Identifier<CountRun>
    /// Its number, for people.
    package let number: String
    /// When it was asked, in milliseconds since 1970.
    package let askedAt: Int64
    /// When it closed.
    package let deadline: Int64
    /// Every cabinet that was asked.
    package let lines: [Line]
    /// The newest result that headquarters signed; nil where none is in the file.
    package let closed: CountClosed?
    /// Cabinets of the sites asked that officers enrolled and nobody asked.
    package let unasked: [String]

    /// Cabinets that did not answer, by name.
    package var silent: [String] { cabinets(.silent) }

    /// Cabinets of whose answer the file shows as much.
    package func cabinets(_ response: Response) -> [String] {
        lines.filter { $0.response == response }.map(\.cabinet)
    }
}
