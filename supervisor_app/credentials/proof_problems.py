"""Why a proof does not count: in three kinds, because a reader deserves to know what was changed and what is only not known."""

from __future__ import annotations


class ProofProblem(Exception):  # noqa: N818 - says why a proof does not hold; never shown as it is
    """The proof does not hold, or the document is not the form of what its proof signs."""


class NotCovered(ProofProblem):
    """Parts of the document are not covered by its signature: anybody could have changed them."""


class UnknownProof(ProofProblem):
    """The proof cannot be checked here, whoever signed; the text completes "It cannot be checked here: ..."."""
