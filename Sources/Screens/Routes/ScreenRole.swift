/// What somebody may be to an application.
///
/// Each application has its own roles; the guard only compares them.
package protocol ScreenRole: Hashable, Sendable, CaseIterable, RawRepresentable where RawValue == String {}
