import Cryptography
package import Records

// Persons' keys: what is sealed under them can be read as long as they are here.
extension SitePolicy {
    /// A record with what is sealed in it opened, as far as the persons' keys are here.
    package func unsealed(_ record: OpenedRecord) -> OpenedRecord {
        record.unsealed { subjects.key(of: $0) }
    }

    /// Folds a leaf of the class of keys: the first key of a person counts, an erased one is passed over.
    mutating func foldKey(_ record: OpenedRecord) throws(RecordsError) -> FoldOutcome {
        guard let kind = try record.kind()?.kind else {
            // Erased in every copy, or withheld: a leaf behind it says which.
            subjects.unreadableLeaves.insert(size)
            return .passed
        }
        guard kind == .subjectKeyGiven, let person = try record.subject()?.person,
            let given: SubjectKeyGiven = try record.detail()
        else { return .passed }
        subjects.keyLeaves[size] = person
        guard subjects.erasures[person] == nil, subjects.keys[person] == nil else { return .passed }
        subjects.keys[person] = given.key
        return .counted
    }

    /// Passes over a record that is sealed for somebody whose key is not here.
    ///
    /// That is in order once a leaf says that the person was erased. Until then something may have been withheld: takes wait.
    mutating func foldSealed(_ record: OpenedRecord, _ kind: KindContent) -> FoldOutcome {
        guard PolicySubjects.personalKinds.contains(kind.kind) else { return .notUnderstood(kind.kind) }
        if record.leaf.header.recordClass == .giving { lastSigned = size }
        subjects.unreadable.formUnion(record.body.sealedFor.filter { subjects.erasures[$0] == nil })
        return .passed
    }

    /// Erases a person: his key, his name, his credentials and the files that are sealed for him.
    mutating func erase(_ record: OpenedRecord) throws(RecordsError) -> FoldOutcome {
        guard let person = try record.subject()?.person, let erased: SubjectErased = try record.detail()
        else {
            return .notUnderstood(.subjectErased)
        }
        guard subjects.erasures[person] == nil else { return .passed }
        let gone = subjects.files.values.filter { $0.owner == person }.map(\.named)
        subjects.erase(person, leaves: erased.keyLeaves, index: size)
        for credential in credentials.values where credential.person == person {
            credentials[credential.credential] = nil
            sources[GivenName(.credential, credential.credential)] = nil
        }
        persons[person] = nil
        sources[GivenName(.person, person)] = nil
        forget(gone)
        return .counted
    }

    /// Forgets files; of a content that is named for somebody else too, that one's stays.
    private mutating func forget(_ gone: [BlobNamed]) {
        let left = subjects.files.sorted { $0.key < $1.key }.map(\.value.named)
        let kept = Set(left.flatMap(\.blobs))
        for named in gone {
            let content = named.original.content
            if files[content] == named {
                files[content] = left.last { $0.original.content == content }
            }
            blobs.subtract(Set(named.blobs).subtracting(kept))
        }
    }
}

extension BlobNamed {
    fileprivate var blobs: [Digest] { [original.digest, preview?.digest].compactMap(\.self) }
}
