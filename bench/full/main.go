//go:build bench

// Full lets the disk fill up under the program: a clear page for writers, pages for readers, and all well once there is room (root).
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"handrail/bench/house"
)

func main() { house.Run(run) }

func run(_ context.Context, p house.Place) error {
	if err := syscall.Mount("tmpfs", p.Folder, "tmpfs", 0, "size=24m"); err != nil {
		return fmt.Errorf("mount a small disk (this needs root): %w", err)
	}
	defer syscall.Unmount(p.Folder, syscall.MNT_DETACH)
	h, err := p.Serve()
	if err != nil {
		return err
	}
	defer h.Kill()
	return walk(h)
}

func walk(h *house.House) error {
	acked, refused, err := untilFull(h)
	if err != nil {
		return err
	}
	fmt.Printf("full      after %d acknowledged writes: %s\n", acked, refused)
	for _, path := range []string{"/", "/help", "/safety", "/month", "/exit"} {
		if status := get(h, path); status != http.StatusOK {
			return fmt.Errorf("%s answers %d while the disk is full", path, status)
		}
	}
	fmt.Println("full      pages, help lines and the way out still answer 200")
	if err := os.Remove(filepath.Join(h.Folder(), "ballast")); err != nil {
		return err
	}
	status, err := h.Write(context.Background(), house.Client(), "after")
	if err != nil || status != http.StatusSeeOther {
		return fmt.Errorf("with room again a write answers %d, %v", status, err)
	}
	found, err := look(h)
	if err != nil {
		return err
	}
	fmt.Printf("full      healed without a restart: %s\n", found)
	if !strings.Contains(found, `"integrity":"ok"`) || !strings.Contains(found, `"tags":`+strconv.Itoa(acked+1)) {
		return fmt.Errorf("an acknowledged write is missing, or the database is not sound")
	}
	return nil
}

// untilFull writes until the disk is full, and says what the writer is told.
func untilFull(h *house.House) (acked int, told string, err error) {
	client := house.Client()
	for n := range 50 {
		if status, err := h.Write(context.Background(), client, strconv.Itoa(n)); err != nil || status != http.StatusSeeOther {
			return acked, "", fmt.Errorf("write %d: %d, %v", n, status, err)
		}
		acked++
	}
	if err := fill(h); err != nil {
		return acked, "", err
	}
	for n := 50; n < 5000; n++ {
		answer, err := client.PostForm(h.URL+"/bench/writes", url.Values{"tag": {strconv.Itoa(n)}, "once": {"key-" + strconv.Itoa(n)}})
		if err != nil {
			return acked, "", err
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode == http.StatusInsufficientStorage {
			if !strings.Contains(string(page), "no room left") {
				err = fmt.Errorf("the page does not say what happened: %s", page)
			}
			return acked, "507, and a page that says that there is no room left", err
		}
		if err != nil || answer.StatusCode != http.StatusSeeOther {
			return acked, "", fmt.Errorf("write %d: %d, %v", n, answer.StatusCode, err)
		}
		acked++
	}
	return acked, "", fmt.Errorf("the disk never filled up")
}

// fill leaves no byte on the disk.
func fill(h *house.House) error {
	ballast, err := os.Create(filepath.Join(h.Folder(), "ballast"))
	if err != nil {
		return err
	}
	defer ballast.Close()
	for block := make([]byte, 64<<10); len(block) > 0; block = block[:len(block)/2] {
		for {
			if _, err := ballast.Write(block); err != nil {
				break
			}
		}
	}
	return nil
}

func get(h *house.House, path string) int {
	answer, err := house.Client().Get(h.URL + path)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

func look(h *house.House) (string, error) {
	answer, err := house.Client().Get(h.URL + "/bench/writes")
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return strings.TrimSpace(string(body)), err
}
