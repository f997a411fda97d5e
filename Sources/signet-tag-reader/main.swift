import Glibc
import TagReader

exit(TagReader.main(arguments: Array(CommandLine.arguments.dropFirst())))
