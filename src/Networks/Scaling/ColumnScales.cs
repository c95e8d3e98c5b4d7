namespace DeepML.Networks;

/// <summary>How each number of a row is scaled: <see cref="ColumnScaling"/>.</summary>
/// <param name="Centres">What is taken off.</param>
/// <param name="Factors">What is then multiplied with; 0 for a column that never varied.</param>
/// <param name="Floors">Of columns on a logarithmic scale the lowest number that is told from lower ones, above 0; else 0.</param>
/// <param name="Curves">On which scale each column is.</param>
internal sealed record ColumnScales(float[] Centres, float[] Factors, float[] Floors, ScalingCurve[] Curves)
{
    /// <summary>What a network needs for these scales.</summary>
    public ScalingForm Form => Curves.Any(curve => curve != ScalingCurve.Straight) ? ScalingForm.Curved : ScalingForm.Linear;

    /// <summary>
    /// The same, but what is later off the one value of a column that never varied stays: for whoever looks for what never was.
    /// </summary>
    public ColumnScales KeepingConstants() => this with { Factors = [.. Factors.Select(factor => factor == 0 ? 1 : factor)] };

    /// <summary>Scales one row in place of torch: equal within rounding.</summary>
    public void Apply(ReadOnlySpan<float> row, Span<float> scaled)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var value = Curves[i] == ScalingCurve.Logarithm ? MathF.Log(MathF.Max(row[i], Floors[i])) : row[i];
            value = (value - Centres[i]) * Factors[i];
            scaled[i] = Curves[i] == ScalingCurve.InverseHyperbolicSine ? MathF.Asinh(value) : value;
        }
    }
}
