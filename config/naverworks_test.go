package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writeKey writes a new private key, in one of its two forms.
func writeKey(t *testing.T, file string, pkcs8 bool) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	if pkcs8 {
		if block.Bytes, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
			t.Fatal(err)
		}
		block.Type = "PRIVATE KEY"
	}
	write(t, file, string(pem.EncodeToMemory(block)))
}

// sameKey compares keys that may be none.
var sameKey = cmp.Comparer(func(a, b *rsa.PrivateKey) bool { return publicOf(a) == publicOf(b) })

func publicOf(key *rsa.PrivateKey) string {
	if key == nil {
		return ""
	}
	return key.N.String()
}

// wholeAccount writes the keys of the tests and gives the flags of an account, but
// for the one that is tested.
func wholeAccount(t *testing.T, but string) (flags []string) {
	t.Helper()
	writeKey(t, "a.pem", true)
	writeKey(t, "b.pem", false)
	writeKey(t, "c.pem", true)
	for i, value := range []string{"id", "secret", "x.serviceaccount@acme.example", "a.pem"} {
		if accountKeys[i] != but {
			flags = append(flags, "--"+accountKeys[i]+"="+value)
		}
	}
	if but != "naverworks-hosts" {
		flags = append(flags, "--naverworks-hosts=a.example,127.0.0.1,localhost,c.example")
	}
	return flags
}

// The secret must not go to wherever an address is mistyped to.
func TestAddressesOffTheList(t *testing.T) {
	for _, tt := range []struct {
		key, address, hosts string
		accepted            bool
	}{
		{"naverworks-api-url", "https://www.worksapis.com/v1.0/audits/logs/download", "", true},
		{"naverworks-api-url", "https://WORKSAPIS.com/x", "", true},
		{"naverworks-api-url", "https://notworksapis.com/x", "", false},
		{"naverworks-auth-url", "https://auth.worksmobile.com.evil.example/token", "", false},
		{"naverworks-auth-url", "http://127.0.0.1:1/token", "", false},
		{"naverworks-auth-url", "http://127.0.0.1:1/token", "127.0.0.1", true},
		{"naverworks-auth-url", "https://1.127.0.0.1/token", "127.0.0.1", false},
	} {
		inFolder(t)
		args, hosts := []string{"--" + tt.key + "=" + tt.address}, "worksapis.com,worksmobile.com"
		if tt.hosts != "" {
			args, hosts = append(args, "--naverworks-hosts="+tt.hosts), tt.hosts
		}
		_, err := parse(t, args...)
		if tt.accepted {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		sameLine(t, tt.key, tt.key+`: "`+tt.address+`" is not accepted; one of the hosts of naverworks-hosts, `+hosts+`, or below them is`, err)
	}
}

// Half an account would pull nothing, and say so only in a log of a night.
func TestAccountsThatAreNotWhole(t *testing.T) {
	const rest = "; all of naverworks-client-id, naverworks-client-secret, naverworks-service-account, naverworks-private-key or none are accepted"
	for i, key := range accountKeys {
		t.Run(key, func(t *testing.T) {
			inFolder(t)
			_, err := parse(t, wholeAccount(t, key)...)
			given := accountKeys[0]
			if i == 0 {
				given = accountKeys[1]
			}
			sameLine(t, key, key+": not set, but "+given+" is"+rest, err)
		})
	}
	inFolder(t)
	c, err := parse(t, wholeAccount(t, "")...)
	if err != nil || !c.NaverWorks.On() {
		t.Errorf("a whole one: %v", err)
	}
	if c, err = parse(t); err != nil || c.NaverWorks.On() {
		t.Errorf("none: %v", err)
	}
}

func TestWrongPrivateKeys(t *testing.T) {
	const accepted = "; a PEM file with an RSA private key is accepted"
	inFolder(t)
	write(t, "text", "-----BEGIN\n")
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, "ec.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	write(t, "torn.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der[:20]})))
	got := map[string]string{}
	for _, file := range []string{"nowhere", "text", "ec.pem", "torn.pem"} {
		_, err := parse(t, "--naverworks-private-key="+file)
		got[file], _ = strings.CutPrefix(err.Error(), `--naverworks-private-key: "`+file+`" `)
	}
	if diff := cmp.Diff(map[string]string{
		"nowhere": "can't be read (no such file or directory)" + accepted, "text": "is no PEM file" + accepted,
		"ec.pem": "holds no RSA private key" + accepted, "torn.pem": "holds no RSA private key" + accepted,
	}, got); diff != "" {
		t.Error(diff)
	}
}
