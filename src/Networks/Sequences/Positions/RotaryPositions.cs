using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Queries and keys are turned by angles that grow with their place, so that attention sees distances: the two halves (a, b) of a head
/// become (a cos θ - b sin θ, b cos θ + a sin θ), θ = t · Base^(-2i/numbers) (Su et al., arXiv:2104.09864). No weights, and no longest
/// sequence.
/// </summary>
[SavedAs("rotary")]
public sealed record RotaryPositions : PositionEncoding
{
    /// <summary>The longest wave is 2π times this many steps.</summary>
    /// <value>Above 1; the default is 10,000.</value>
    public double Base { get; init; } = 10_000;

    internal override Tensor Turn(Tensor heads, long start)
    {
        var width = (int)heads.size(3);
        var angles = SinusoidalPositions.Angles(start, heads.size(2), width, Base, heads.device); // (time, width/2)
        var (sin, cos) = (angles.sin(), angles.cos());
        var (a, b) = (heads.narrow(3, 0, width / 2), heads.narrow(3, width / 2, width / 2)); // (batch, heads, time, width/2)
        return cat([(a * cos) - (b * sin), (b * cos).Plus(a * sin)], 3);
    }

    internal override void Validate(int width, int headWidth, PartFaults faults)
    {
        faults.Above(Base, 1, $"Positions.{nameof(Base)}");
        if (headWidth % 2 != 0)
            faults.Add("Positions", nameof(RotaryPositions), $"other positions, or heads of an even width: they are {headWidth} wide");
    }
}
