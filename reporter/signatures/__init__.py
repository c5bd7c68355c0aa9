"""Floor 4: signatures in PDFs (PAdES B-B, and B-T with a timestamp), made and read by pyHanko.

It is imported when it is used. A PDF that is read is hostile until proven otherwise: a child process reads it.
"""

from reporter.signatures.key import Seal, load
from reporter.signatures.reading import read_each
from reporter.signatures.records import Certificate, Contents, Signature, Stamp, Trust
from reporter.signatures.roots import roots

__all__ = ["Certificate", "Contents", "Seal", "Signature", "Stamp", "Trust", "load", "read_each", "roots"]
