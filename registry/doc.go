// Package registry is the domain of trithuc: people, the organisations they
// belong to, the code lists that describe them, and the trail of everything
// that was ever written. It holds types, rules, errors and small interfaces; it
// knows neither SQL nor the index nor HTTP. Engines live beside it (sqlite),
// rules without storage below it (forecast), and registrytest holds every
// engine to the same promises.
//
// Every change goes through a gate (People, Imports, Shortlists…) that
// authorises and validates, and then through one primitive, Committer.Commit.
// The actor travels in the context; time and randomness come from above.
package registry
