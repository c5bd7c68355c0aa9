"""Hosts on which anybody may have a name: listed, they would let links lead anywhere."""

from __future__ import annotations

from reporter.policy import links
from reporter.quoting import quoted
from reporter.yaml_tree import Branch

# Peers ship look-alikes on such hosts (facts/peers.md §5.2); the page of a service is never there.
SHARED = (
    "azurewebsites.net", "blogspot.com", "cloudfront.net", "firebaseapp.com", "fly.dev", "github.io", "gitlab.io",
    "herokuapp.com", "neocities.org", "netlify.app", "ngrok.io", "notion.site", "onrender.com", "pages.dev",
    "s3.amazonaws.com", "surge.sh", "vercel.app", "web.app", "webflow.io", "weebly.com", "wixsite.com",
    "wordpress.com", "workers.dev",
)  # fmt: skip
SHORTENERS = ("aka.ms", "bit.ly", "goo.gl", "is.gd", "ow.ly", "rebrand.ly", "t.co", "tinyurl.com")


def note_hosts(written: Branch) -> None:
    """Note the hosts of a policy or a service that are nobody's own."""
    for host, place in written.texts("hosts"):
        if links.is_listed(host, SHARED):
            place.fault(f"anybody can have a page on {quoted(host)}", "List the service's own host.")
        elif links.is_listed(host, SHORTENERS):
            place.fault(f"{quoted(host)} hides where a link leads", "List the host that the short link leads to.")
