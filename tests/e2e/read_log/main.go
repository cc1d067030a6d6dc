// Reads a ledger's public folder with the Go project's own transparency-log packages (x/mod's
// sumdb/note and sumdb/tlog), which know nothing of Assay: the signed head, every tile on the way
// to every leaf, every leaf, a proof of each, and growth from earlier sizes. What those packages
// leave out is read here by the specifications alone: C2SP tlog-tiles' paths and entry bundles,
// tlog-cosignature lines, and .tlog-proof files.
//
//	read_log FOLDER WITNESS-VKEY-FILE [PROOF…]
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// tlog-tiles leaves out the height that x/mod writes into its paths.
func tilePath(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
}

type folder string

func (f folder) Height() int { return tileHeight }
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), tilePath(t)))
		if err != nil {
			// A full tile serves wherever a part of it is wanted.
			whole := t
			whole.W = 1 << tileHeight
			data, err = os.ReadFile(filepath.Join(string(f), tilePath(whole)))
			if err != nil {
				return nil, err
			}
			data = data[:t.W*tlog.HashSize]
		}
		out = append(out, data)
	}
	return out, nil
}
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// tlog-checkpoint: origin, size, root; further lines are extensions.
func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return "", tree, errors.New("checkpoint: expected origin, size and root")
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

// One entry after another, each behind its size as a big-endian uint16.
func readBundle(path string) ([][]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, fmt.Errorf("%s: a cut size", path)
		}
		n := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+n {
			return nil, fmt.Errorf("%s: a cut entry", path)
		}
		out = append(out, data[2:2+n])
		data = data[2+n:]
	}
	return out, nil
}

func bundlePath(root string, tile, width int64) string {
	t := tlog.Tile{H: tileHeight, L: 0, N: tile, W: int(width)}
	return filepath.Join(root, strings.Replace(tilePath(t), "tile/0/", "tile/entries/", 1))
}

// tlog-cosignature: the witness signs a header with the time before the note's text.
func checkCosignature(head []byte, text string, vkey string) (int64, error) {
	fields := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	key, err := base64.StdEncoding.DecodeString(fields[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return 0, errors.New("the witness's key is not an Ed25519 cosignature key")
	}
	for _, line := range strings.Split(string(head), "\n") {
		if !strings.HasPrefix(line, "— "+fields[0]+" ") {
			continue
		}
		sig, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "— "+fields[0]+" "))
		if err != nil || len(sig) != 4+8+64 || fmt.Sprintf("%x", sig[:4]) != fields[1] {
			continue
		}
		at := int64(binary.BigEndian.Uint64(sig[4:]))
		message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
		if !ed25519.Verify(key[1:], []byte(message), sig[12:]) {
			return 0, errors.New("the witness's cosignature does not verify")
		}
		return at, nil
	}
	return 0, errors.New("the head has no line of this witness")
}

// tlog-proof: "c2sp.org/tlog-proof@v1", an optional extra line, index, hashes, an empty line, the
// checkpoint.
func checkProof(path string, verifier note.Verifier) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, head, found := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(before), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("%s: no tlog-proof", path)
	}
	lines = lines[1:]
	var extra []byte
	if rest := strings.TrimPrefix(lines[0], "extra "); rest != lines[0] {
		if extra, err = base64.StdEncoding.DecodeString(rest); err != nil {
			return err
		}
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, h)
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	_, tree, err := parseCheckpoint(n.Text)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(extra[:34]))
}

func run(args []string) error {
	root := args[0]
	vkey, err := os.ReadFile(filepath.Join(root, "log.vkey"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	head, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	if err != nil {
		return err
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	origin, tree, err := parseCheckpoint(n.Text)
	if err != nil {
		return err
	}
	if origin != verifier.Name() {
		return fmt.Errorf("checkpoint of %q, signed by %q", origin, verifier.Name())
	}
	witness, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	at, err := checkCosignature(head, n.Text, string(witness))
	if err != nil {
		return err
	}
	// This reader checks each tile against the head before it believes a hash of it.
	hashes := tlog.TileHashReader(tree, folder(root))
	leaves := int64(0)
	for leaves < tree.N {
		width := tree.N - leaves
		if width > 256 {
			width = 256
		}
		entries, err := readBundle(bundlePath(root, leaves/256, width))
		if err != nil {
			return err
		}
		if int64(len(entries)) != width {
			return fmt.Errorf("the bundle from leaf %d has %d entries, not %d", leaves, len(entries), width)
		}
		for _, entry := range entries {
			proof, err := tlog.ProveRecord(tree.N, leaves, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, leaves, tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("leaf %d: %w", leaves, err)
			}
			leaves++
		}
	}
	steps := 0
	for _, size := range []int64{1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537} {
		if size >= tree.N {
			continue
		}
		old, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, old); err != nil {
			return fmt.Errorf("from size %d: %w", size, err)
		}
		steps++
	}
	for _, path := range args[2:] {
		if err := checkProof(path, verifier); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	fmt.Printf("%s: %d leaves, growth from %d earlier sizes, %d proofs, cosigned at %d\n", origin, leaves,
		steps, len(args)-2, at)
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: read_log FOLDER WITNESS-VKEY-FILE [PROOF…]")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "read_log:", err)
		os.Exit(1)
	}
}
