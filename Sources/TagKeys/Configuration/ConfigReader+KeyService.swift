import Configuration
import SealTags

extension ConfigReader {
    /// A YAML file under the variables of an environment.
    static func file(_ path: String, environment: [String: String]) async throws(KeyServiceError)
        -> ConfigReader
    {
        let place = ConfigReader(provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)]))
        do {
            return ConfigReader(providers: [
                EnvironmentVariablesProvider(environmentVariables: environment),
                try await FileProvider<YAMLSnapshot>(config: place),
            ])
        } catch {
            throw KeyServiceError(.invalidArgument, "the configuration \(path) cannot be read: \(error)")
        }
    }

    /// A path, nil where none is given.
    ///
    /// A service manager starts programs in the root folder, so a path that depends on the folder is a mistake.
    func path(_ key: String) throws(KeyServiceError) -> String? {
        guard let path = string(forKey: ConfigKey(key)) else { return nil }
        guard path.hasPrefix("/") else { throw Self.wrong(key, "must be a path that begins with /") }
        return path
    }

    static func wrong(_ key: String, _ what: String) -> KeyServiceError {
        KeyServiceError(.invalidArgument, "the key \(key) of the configuration \(what)")
    }
}
