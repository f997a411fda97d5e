import Authority
import Custody
import Records

@testable import Headquarters

extension Office {
    /// An application with a file, approved by everybody whom the rule asks for.
    func grant(
        _ reference: BlobReference,
        named name: String = "合同.pdf",
        pages: UInt64 = 3,
        _ seal: Identifier<Seal>,
        _ person: Identifier<Person>
    ) async throws -> Application {
        var form = form(seal, person)
        form.files = [ApprovedFile(digest: reference.content, name: name, pages: pages)]
        let application = try await ledger.file(form, applicant: person, laidDown: [reference])
        for index in [0, 1] {
            _ = try await ledger.approve(
                application.digest,
                try approval(of: application, by: index),
                by: Actor(component: "test")
            )
        }
        return application
    }
}
