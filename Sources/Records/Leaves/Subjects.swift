// What an ``Identifier`` can name. The types have no values: they keep a person's id from being taken for a seal's.

/// A natural person, known in records by a random id only.
package enum Person {}
/// A physical seal.
package enum Seal {}
/// A grant: what approvers signed.
package enum GrantSubject {}
/// An application: what a person asks for.
package enum ApplicationSubject {}
/// One binding of a person to a card, a PIN or a sensor slot.
package enum CredentialSubject {}
/// One inventory over chosen sites.
package enum CountRun {}
/// One opening of one drawer, from its intent to its outcome.
package enum Visit {}
/// One finding, from the alarm to its closing.
package enum FindingSubject {}
