import ArgumentParser
import TagKeys

/// Makes the masters, once.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the masters and print the public key for the owners' statement (tagServiceKey).",
        discussion: "Masters are never made a second time. The credential is made too where none is there."
    )

    @OptionGroup var options: Options

    func run() async throws {
        let state = try await options.loadState()
        print(try state.folder.initialise(state.lock))
    }
}
