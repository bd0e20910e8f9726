package registry_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// anyPerson draws one of the sample people.
func anyPerson(rt *rapid.T, label string) *registry.Person {
	return registrytest.Person(rapid.IntRange(0, 5000).Draw(rt, label), registry.OrganisationID(rapid.IntRange(0, 2).Draw(rt, label+" at")), 0)
}

func TestDifferenceAppliedGivesTheFormerState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := anyPerson(rt, "before"), anyPerson(rt, "after")
		d, err := registry.Difference(before, after)
		if err != nil {
			rt.Fatal(err)
		}
		if err := d.Apply(after); err != nil {
			rt.Fatal(err)
		}
		if !reflect.DeepEqual(after, before) {
			rt.Errorf("got  %+v\nwant %+v", after, before)
		}
	})
}

func TestDifferenceNamesWhatDiffers(t *testing.T) {
	before, after := registrytest.Person(0, 1, 2), registrytest.Person(0, 1, 2)
	after.ID, after.Version, after.Source, after.Sources = 9, 9, 9, map[string]registry.SourceID{"phone": 3}
	if d, err := registry.Difference(before, after); err != nil || len(d) != 0 {
		t.Errorf("got %v, %v: id, version and sources are no change", d, err)
	}
	after.Phone, after.Expertise = "", nil
	d, err := registry.Difference(before, after)
	if err != nil || len(d) != 2 || string(d["phone"]) != `"`+before.Phone+`"` || d["expertise"] == nil {
		t.Errorf("got %v, %v, want the former telephone and expertise", d, err)
	}
}

func TestDamagedDeltaSaysSo(t *testing.T) {
	err := registry.Delta{"birth": []byte(`{"x":1}`)}.Apply(&registry.Person{})
	if registry.KindOf(err) != registry.Damaged {
		t.Errorf("got %v, want Damaged", err)
	}
}

// Every field of an entry must be in its hash, and none may run into the next.
func TestChainCoversEveryField(t *testing.T) {
	e := registry.Entry{Seq: 1, At: time.UnixMicro(1), Actor: "a", Subject: registry.Subject{Kind: "person", ID: 1}, Action: "added",
		Version: 1, Reason: "r", Source: 1}
	hashes := map[registry.Digest]string{e.Chain(registry.Digest{}): "itself", e.Chain(registry.Digest{1}): "another before"}
	for name, change := range map[string]func(*registry.Entry){
		"seq":     func(e *registry.Entry) { e.Seq = 2 },
		"at":      func(e *registry.Entry) { e.At = time.UnixMicro(2) },
		"actor":   func(e *registry.Entry) { e.Actor = "b" },
		"kind":    func(e *registry.Entry) { e.Subject.Kind = "x" },
		"id":      func(e *registry.Entry) { e.Subject.ID = 2 },
		"action":  func(e *registry.Entry) { e.Action = "removed" },
		"version": func(e *registry.Entry) { e.Version = 2 },
		"reason":  func(e *registry.Entry) { e.Reason = "" },
		"source":  func(e *registry.Entry) { e.Source = 2 },
		"payload": func(e *registry.Entry) { e.Payload[31] = 1 },
		"shifted": func(e *registry.Entry) { e.Actor, e.Subject.Kind = "ap", "erson" },
	} {
		other := e
		change(&other)
		if same, ok := hashes[other.Chain(registry.Digest{})]; ok {
			t.Errorf("a change of %s gives the hash of %s", name, same)
		}
		hashes[other.Chain(registry.Digest{})] = name
	}
}

func TestPayloadDigest(t *testing.T) {
	if registry.PayloadDigest([]byte("salt"), nil) != (registry.Digest{}) {
		t.Error("no payload has a digest")
	}
	if registry.PayloadDigest([]byte("salt"), []byte("x")) == registry.PayloadDigest([]byte("other"), []byte("x")) {
		t.Error("the salt changes nothing")
	}
}
