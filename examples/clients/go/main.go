// Does what its standard input says, a line of JSON each, and answers in a line each: how the tests run the package.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"

	"durable-payouts/examples/clients/go/payouts"

	"go.temporal.io/sdk/client"
)

type ask struct {
	Do, Flow, ID, Update, UpdateID, Query, Decision string
	Input, Said                                     payouts.Object
}

func do(ctx context.Context, c client.Client, ask ask) (any, error) {
	switch ask.Do {
	case "start":
		return payouts.Start(ctx, c, ask.Flow, ask.ID, ask.Input)
	case "result":
		return payouts.Result(ctx, c, ask.ID)
	case "tell":
		return payouts.Tell(ctx, c, ask.ID, ask.Update, ask.Said, ask.UpdateID)
	case "standing":
		return payouts.Standing(ctx, c, ask.ID)
	case "offer":
		shown, err := payouts.Standing(ctx, c, ask.ID)
		return payouts.Offer(shown, ask.Decision), err
	case "find":
		return payouts.Find(ctx, c, ask.Query)
	}
	return nil, fmt.Errorf("cannot %s", ask.Do)
}

func answer(ctx context.Context, c client.Client, ask ask) payouts.Object {
	done, err := do(ctx, c, ask)
	var failed *payouts.Failed
	var lost *payouts.Lost
	var mismatch *payouts.Mismatch
	var refused *payouts.Refused
	switch {
	case err == nil:
		return payouts.Object{"ok": done}
	case errors.As(err, &failed):
		return payouts.Object{"failed": payouts.Object{"type": failed.Type, "message": failed.Message, "known": failed.Known}}
	case errors.As(err, &lost):
		return payouts.Object{"lost": lost.How}
	case errors.As(err, &mismatch):
		return payouts.Object{"mismatch": mismatch.Message}
	case errors.As(err, &refused):
		return payouts.Object{"refused": payouts.Object{"type": refused.Type, "message": refused.Message}}
	}
	log.Fatal(err)
	return nil
}

func main() {
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	c, err := client.Dial(client.Options{HostPort: os.Getenv("TEMPORAL_ADDRESS"), Logger: logger})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var next ask
		if err := in.Decode(&next); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(answer(context.Background(), c, next)); err != nil {
			log.Fatal(err)
		}
	}
}
