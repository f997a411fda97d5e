package import Records

/// Whose verifier it is: what a sealed verifier is bound to, beside the cabinet.
package struct CredentialBinding: Sendable, Hashable {
    /// The organisation's DNS name.
    package let organisation: String
    /// The person.
    package let person: Identifier<Person>
    /// The credential that will carry the verifier.
    package let credential: Identifier<CredentialSubject>

    /// A person's credential in an organisation.
    package init(
        organisation: String,
        person: Identifier<Person>,
        credential: Identifier<CredentialSubject>
    ) {
        self.organisation = organisation
        self.person = person
        self.credential = credential
    }

    /// CBOR [organisation, person, credential, cabinet], authenticated with the sealed bytes.
    func bytes(cabinet: String) -> [UInt8] {
        CBOR.array([organisation.canonical, person.canonical, credential.canonical, cabinet.canonical])
            .encoded
    }
}
