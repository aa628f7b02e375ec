"""How a proof ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One line: what was proved, whether it held, and the figures it rests on."""

    proof: str
    claims: dict[str, bool]
    figures: str

    @property
    def holds(self) -> bool:
        return all(self.claims.values())

    def __str__(self) -> str:
        broken = ", ".join(claim for claim, holds in self.claims.items() if not holds)
        return f"{self.proof}  {'PASS' if self.holds else f'FAIL ({broken})'}  {self.figures}"
