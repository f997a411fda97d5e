"""Says what pymerkle makes of the trees over the first 1...COUNT leaves, each leaf its index in four bytes.

Lines: "root SIZE HASH", "inclusion INDEX SIZE HASH...", with INDEX from 0 and the sibling of the leaf first.
"""

import sys

from pymerkle import InmemoryTree

count = int(sys.argv[1])
tree = InmemoryTree(algorithm="sha256")
for number in range(count):
    tree.append_entry(number.to_bytes(4, "big"))

for size in range(1, count + 1):
    print("root", size, tree.get_state(size).hex())
    for index in range(size):
        # pymerkle counts leaves from 1 and puts the leaf itself before its siblings.
        path = tree.prove_inclusion(index + 1, size).path[1:]
        print("inclusion", index, size, *(bytes(sibling).hex() for sibling in path))
