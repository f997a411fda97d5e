// Filled by the next commits.
enum Placeholder {}
