package registry

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure an Error is. Its zero value is Internal: an
// error that is not ours never reaches a user.
type Kind int

// The kinds of failure. Only ui.fail maps them to HTTP statuses.
const (
	Internal     Kind = iota // a defect or a broken machine: the user sees an id, the log the cause
	Invalid                  // the caller sent a value that is refused; Problems say which
	NotFound                 // what was asked for does not exist, or not for this actor
	Conflict                 // the state forbids it: already undone, a key used for something else
	Stale                    // somebody else changed the record meanwhile
	Forbidden                // the actor may not
	Unsigned                 // nobody is signed in
	Unreadable               // a file that cannot be understood
	TooLarge                 // over a stated bound
	Busy                     // held by another process, or the machine is out of a resource: try later
	Damaged                  // stored data fails its checks
	NewerVersion             // written by a newer program than this one
	TooOften                 // too many wrong tries: later
)

// Error is the one error type of the house. Message is a whole Vietnamese
// sentence for the person in front of the screen: what, where, what to do.
type Error struct {
	Kind     Kind
	Message  string
	Problems []Problem // for Invalid: every refused value at once
	Err      error     // the cause, for the log; never shown
}

// Problem is one refused value.
type Problem struct {
	Field  string `json:"field"`  // name of the field as in the record's JSON, "positions[1].from"
	Value  string `json:"value"`  // the value as it came
	Reason string `json:"reason"` // Vietnamese, a clause that can follow the field's name
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, " [%s=%q: %s]", p.Field, p.Value, p.Reason)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, " (%v)", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf gives the kind of the first Error in err's chain, Internal otherwise.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Errorf makes an Error without a cause.
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}
