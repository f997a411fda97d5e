import Glibc

/// Lines for people who watch, also through a pipe: each at once.
func tell(_ line: String) {
    print(line)
    fflush(nil)
}
