package ui

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/api"
	"trithuc/ui/web"
)

// Store is what the pages read of the registry and commit to through its gates.
type Store interface {
	registry.Committer
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.ImportReader
	registry.ShortlistReader
	registry.PanelReader
	registry.PaperReader
	registry.SavedSearchReader
	registry.MergeReader
	registry.IdentityReader
	registry.CareerReader
	registry.RequestReader
	registry.SecretStore
	registry.AccountReader
	registry.SessionStore
	registry.TokenStore
	registry.TryStore
	registry.ForecastRunStore
	registry.NeedReader
	registry.OpinionReader
	registry.DisclosureReader
	registry.ProposalReader
	registry.SecondStore
	registry.LinkStore
}

// Index is what the server asks of the search index besides searching.
type Index interface {
	Position(ctx context.Context) (registry.Head, error)
}

// Disk tells how the place where the store lies does.
type Disk interface {
	// Writable says why nothing could be written now, nil where it could.
	Writable() error
	// LogSize gives the bytes that wait in the write-ahead log.
	LogSize() (int64, error)
}

// Importer brings workbooks in and shows what it would do.
type Importer interface {
	web.Importer
	web.Previews
	web.Decisions
	web.Afterwards
	web.Approvals
	api.Arrivals
	// MaxUpload is the largest workbook that it takes, in bytes.
	MaxUpload() int64
}

// Config is what the server is made of.
type Config struct {
	Store    Store
	Searcher web.Searcher
	Index    Index
	// CaughtUp says that the index has reached the end of the trail since the
	// start. Until then nothing is searched: who is not read yet would be missing.
	CaughtUp func() bool
	// Wait returns when the index has taken in an entry of the trail, or ctx ends.
	Wait     func(ctx context.Context, seq registry.Seq) error
	Importer Importer
	// Erasures leaves nothing of a person; Sealer seals restricted values, nil where
	// there is no key.
	Erasures registry.Erasures
	Sealer   registry.Sealer
	// Actor says who a request without a session acts as; the zero Actor is nobody.
	Actor func(*http.Request) registry.Actor
	Now   func() time.Time
	// Policy bounds sessions and wrong tries; nil for registry.DefaultPolicy.
	Policy *registry.SignInPolicy
	// SetupCode lets who knows it make the first administrator; "" lets nobody.
	SetupCode string
	// Guests are the accounts of the demo, which anybody may act as.
	Guests []registry.Account
	// Hosts are the names, beside localhost and loopback addresses, that a request
	// may call this server by; a port in them does not matter.
	Hosts []string
	// Public is the address by which people outside reach this server, as it stands in the
	// links and codes of invitations: "https://chuyengia.example.vn"; "" for the address
	// that whoever makes a link uses.
	Public string
	// Proxies are the addresses of reverse proxies that this server stands behind: what
	// they say of a client in X-Forwarded-For and X-Forwarded-Proto is believed.
	Proxies []netip.Prefix
	// Provider is who vouches for people in single sign-on; nil where there is none.
	Provider *web.Provider
	// Version of the program, for the description of the API.
	Version string
	Demo    bool // all people are made up, and every page says so
	// Backups says when the newest backup was made (zero for never) and whether
	// the last try failed; nil where none are made by themselves.
	Backups func() (last time.Time, failing bool)
	// Disk is where the store lies; nil where nobody asks how it is.
	Disk Disk
	// MaxUpload bounds a workbook in bytes below what the importer takes; 0 means as
	// much as that.
	MaxUpload int64
	Log       *slog.Logger // nil for the default one
}

// One gives the same actor to every request.
func One(a registry.Actor) func(*http.Request) registry.Actor {
	return func(*http.Request) registry.Actor { return a }
}

// maxUpload gives the bound in force.
func (c *Config) maxUpload() int64 {
	bound := int64(importer.DefaultMaxUpload)
	if c.Importer != nil {
		bound = c.Importer.MaxUpload()
	}
	if c.MaxUpload > 0 {
		bound = min(bound, c.MaxUpload)
	}
	return bound
}
