/// Whom a hub lets in.
package enum AdmissionPolicy: Sendable {
    /// Keys of the list, which may change while the hub runs.
    case listedKeys
    /// Any key, for enrolment: it is proved to be held, and nothing more is known.
    case anyKey
}
