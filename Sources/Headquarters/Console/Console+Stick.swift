import Hummingbird
import Records
import Replication
import Screens

// Sites without a line: what a cabinet wrote on a stick comes in here, and what it is answered goes back the same way.
extension Console {
    var stickEntries: [Entry] {
        let carriers = Route<HeadquartersRole>.Access.roles(Self.stickCarriers)
        let file = FormLimits.file(byteCountMax: StickFile.byteCountMax)
        return [
            Entry(.get, "/stick", carriers, handler: page { visitor, _ in visitor.stickPage().response() }),
            Entry(
                .post,
                "/stick",
                carriers,
                form: file,
                handler: page { visitor, _ in
                    let answer = try await visitor.takeStick()
                    guard answer.refusal == nil else { return visitor.stickPage(answer).response() }
                    return Paper.response(bytes: answer.file.bytes, name: "to-\(answer.cabinet).stick")
                }
            ),
        ]
    }

    static let stickCarriers: Set<HeadquartersRole> = [.systemAdministrator, .custodian]
}

extension Visitor {
    /// Takes in the stick that the form brings.
    fileprivate func takeStick() async throws -> StickAnswer {
        let bytes = context.form.file?.bytes ?? []
        let file: StickFile
        do { file = try StickFile(reading: bytes) } catch {
            throw HeadquartersError(.malformed, error.message)
        }
        do { return try await console.replication.take(stick: file) } catch let error as RecordsError {
            throw HeadquartersError(error)
        }
    }

    fileprivate func stickPage(_ answer: StickAnswer? = nil) -> ConsolePage {
        page(
            "/stick",
            title: say("U 盘传送", "Carried on a stick"),
            notice: answer.flatMap { answer in
                answer.refusal.map {
                    .problem(
                        say("U 盘内容未全部接收（\($0)）", "Not all of the stick was taken: \($0)"),
                        meaning: say(
                            "已接收 \(answer.recordCount) 条记录，其余未接收。",
                            "\(answer.recordCount) records were taken, the rest was not."
                        ),
                        next: say("在印章柜上重新写入 U 盘。", "Write the stick anew at the cabinet."),
                        call: console.contact.text(in: language)
                    )
                }
            }
        ) {
            Prose(
                say(
                    "没有网络的印章柜把记录写入 U 盘；在此上传后，把下载的答复带回印章柜。",
                    "A cabinet without a line writes its records on a stick. Upload the file here and carry the answer back."
                )
            )
            Form(
                to: "/stick",
                .post(token),
                submitTitle: say("接收并下载答复", "Take it in and download the answer"),
                records: say("柜内记录，如同经网络送达", "the cabinet's records, as though they had come over the line"),
                fields: [
                    Field(
                        "stick",
                        say("印章柜写出的文件", "The file that the cabinet wrote"),
                        .file(byteCountMax: StickFile.byteCountMax, accept: ".stick")
                    )
                ]
            )
        }
    }
}
