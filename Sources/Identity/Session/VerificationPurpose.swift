/// What the people in front of the cabinet came for, as far as it decides how much they must show.
package enum VerificationPurpose: Sendable, Hashable {
    /// Anything that needs a right: two methods of each person, and locks hold.
    case act
    /// Bringing a seal back: one method of any enrolled person, and no lock holds.
    ///
    /// A stranger comes with a custodian, who identifies here.
    case giveBack

    /// How many methods of each person must agree.
    package var methodCountMin: Int { self == .act ? 2 : 1 }
}
