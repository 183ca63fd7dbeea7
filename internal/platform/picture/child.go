package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"time"
)

// ask has a child do it. However the child ends, there is an answer: when it
// was stopped, by us, by its limits or by the machine, the picture was too much.
func (m *Maker) ask(ctx context.Context, r request) (Picture, error) {
	out, err := m.run(ctx, r)
	if ctx.Err() != nil {
		return Picture{}, ctx.Err()
	}
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended) && ended.ExitCode() == unlimited:
		return Picture{}, errors.New("picture: the child could not limit itself")
	case errors.As(err, &ended), errors.Is(err, context.DeadlineExceeded):
		m.log.WarnContext(ctx, "a picture was too much for the child that decodes", "bytes", len(r.upload), "ended", err.Error())
		return Picture{}, heavy.fault()
	case err != nil:
		return Picture{}, fmt.Errorf("run the child that decodes pictures: %w", err)
	}
	return readAnswer(r, out)
}

// run gives the request to a new child and gathers what it says, for as long as
// the deadline. Nothing that the child may print beside its answer is read: it
// could quote the picture.
func (m *Maker) run(ctx context.Context, r request) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, m.deadline)
	defer stop()
	c := m.command()
	c.Env, c.Stderr = []string{}, nil
	orphanless(c)
	c.Stdin = r.reader()
	out := &bounded{most: int(r.longest)*int(r.longest)*5 + 1<<16}
	c.Stdout = out
	c.WaitDelay = time.Second

	// The system ends the child when the thread that started it ends.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := c.Start(); err != nil {
		return nil, err
	}
	end := context.AfterFunc(ctx, func() { c.Process.Kill() })
	defer end()
	err := c.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out.Bytes(), err
}

// bounded keeps up to so many bytes, and then breaks the pipe.
type bounded struct {
	bytes.Buffer
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.most {
		return 0, io.ErrShortBuffer
	}
	return b.Buffer.Write(p)
}
