package import Records

/// A camera with a matcher that compares a face with the template of one named person.
///
/// It never searches among people: a face adds to another method and stands for none alone.
package protocol FaceMatcher: Sendable {
    /// Looks for a face and compares it with that of `person`.
    ///
    /// - Returns: whether it matches; nil when no face came within `limit`.
    /// - Throws: what the driver throws when the camera is ill, which is never read as "does not match".
    func compare(with person: Identifier<Person>, within limit: Duration) async throws -> Bool?
}
