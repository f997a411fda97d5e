import Authority
import Cryptography
import Custody
import Records
import Screens

// The files of applications: which cabinets hold them, and the pictures by which people know them again.
extension Visitor {
    /// The file that the address names, and where it lies.
    func applicationFile() throws -> (file: ApprovedFile, named: BlobNamed) {
        let application = try self.application()
        guard
            let file = application.statement.files.first(where: {
                $0.digest.description == context.path["file"]
            }), let named = view.desks.files[file.digest]
        else { throw Refusal.notFound }
        return (file, named)
    }

    /// Lays the picture that the form brings beside a file.
    func addPreview() async throws -> Application {
        let application = try self.application()
        let (file, _) = try applicationFile()
        let picture = try await layDownPicture()
        try await console.ledger.addPreview(picture, to: file.digest, of: application, by: try actor())
        return application
    }

    /// Seals the picture that the form brings.
    ///
    /// - Throws: ``HeadquartersError`` `.malformed` for what is neither PNG nor JPEG.
    func layDownPicture() async throws -> BlobReference {
        guard let file = context.form.file, let mediaType = Picture.mediaType(of: file.bytes) else {
            throw HeadquartersError(.malformed, "this is no picture; choose a PNG or JPEG file")
        }
        return try await console.shelf.put(
            file.bytes,
            mediaType: mediaType,
            byteCountMax: FileShelf.pictureByteCountMax
        )
    }

    /// Which cabinets of the application's seals hold a file whole.
    func filePills(_ file: ApprovedFile, of application: Application) -> [Pill] {
        guard case .granted = application.state, let named = view.desks.files[file.digest] else { return [] }
        let policy = view.policies[application.statement.site]
        let cabinets = Set(application.statement.seals.compactMap { policy?.seals[$0]?.cabinet }).sorted()
        return cabinets.map { cabinet in
            let isThere = view.cabinets[cabinet]?.custody.filesHeld.contains(named.original.digest) == true
            let name = cabinetName(cabinet)
            return isThere
                ? Pill(.inPlace, say("已完整送达\(name)", "whole at \(name)"))
                : Pill(.unknown, say("尚未送达\(name)", "not yet at \(name)"))
        }
    }

    /// The pictures of an application's files, and where the applicant adds one.
    func previewParts(of application: Application, at place: OrganisationPath) -> [any Component] {
        application.statement.files.flatMap { file -> [any Component] in
            guard let named = view.desks.files[file.digest] else { return [] }
            let path = "/applications/\(application.digest)/files/\(file.digest)/preview"
            if named.preview != nil {
                return [
                    Card(title: say("预览：\(file.name)", "Preview: \(file.name)")) {
                        Picture(path, words: file.name)
                        Prose(
                            say("预览由申请人提供，审批人签署的是文件本身。", "The applicant's; approvers sign the file itself."),
                            voice: .quiet
                        )
                    }
                ]
            }
            guard application.statement.applicant == (try? person()), principal.holds([.applicant], at: place)
            else { return [] }
            return [
                Fold(say("为「\(file.name)」添加预览图…", "Add a preview of “\(file.name)”…")) {
                    Form(
                        to: path,
                        .post(token),
                        submitTitle: say("添加预览图", "Add the preview"),
                        records: say("何人何时添加", "who added it and when"),
                        fields: [
                            Field(
                                "picture",
                                say("首页图片", "A picture of its first page"),
                                .file(byteCountMax: FileShelf.pictureByteCountMax, accept: ".png,.jpg,.jpeg"),
                                hint: say(
                                    "先于文件送达印章柜，便于当面辨认",
                                    "comes to the cabinet before the file does"
                                )
                            )
                        ]
                    )
                }
            ]
        }
    }
}
