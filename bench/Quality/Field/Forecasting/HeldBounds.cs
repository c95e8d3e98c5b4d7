namespace DeepML.Bench;

/// <summary>Bounds of 95 % on 100 series of known noise, in one network and each alone.</summary>
internal sealed class HeldBounds : IFieldCheck
{
    public int Number => 20;

    public string Fault => "forecast bounds do not hold";

    public bool Holds() =>
        new[] { true, false }.All(together => BoundCoverage.Measure(together).Inside.All(share => share is >= 0.90 and <= 0.98));
}
