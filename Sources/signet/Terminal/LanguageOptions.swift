import ArgumentParser
import Enrolment
import Glibc

extension Language: ExpressibleByArgument {
    /// One of two texts.
    func choose(_ chinese: String, _ english: String) -> String { self == .chinese ? chinese : english }
}

/// In which language the tool shows what is to be signed.
struct LanguageOptions: ParsableArguments {
    @Option(help: "zh or en; otherwise as the environment's LC_ALL, LC_MESSAGES or LANG says.")
    var language: Language?

    /// The language asked for, or that of the environment.
    var chosen: Language {
        if let language { return language }
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { (name: String) in
            unsafe getenv(name).map { unsafe String(cString: $0) }
        }
        return names.first { !$0.isEmpty }?.hasPrefix("zh") == true ? .chinese : .english
    }

    /// A renderer in that language, with times as the machine's clock shows them.
    var renderer: StatementRenderer { StatementRenderer(language: chosen, clock: clock) }

    /// Times as the machine's clock shows them.
    var clock: TimeDisplay { Self.localTime }

    private static let localTime = TimeDisplay { seconds in
        var moment = time_t(seconds)
        var parts = unsafe tm()
        guard unsafe localtime_r(&moment, &parts) != nil else { return 0 }
        return unsafe parts.tm_gmtoff
    }
}
