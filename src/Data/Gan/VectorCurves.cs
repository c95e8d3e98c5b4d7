namespace DeepML.Data;

/// <summary>
/// Curves on which some numbers of a vector lie, so that few far ones leave room for the others: ln x, or asinh((x - centre) · factor).
/// </summary>
/// <param name="Centres">What is taken off; 0 without a curve.</param>
/// <param name="Factors">What is then multiplied with; 1 without a curve.</param>
/// <param name="Floors">Of numbers that go by their logarithm the lowest that is told from lower ones, above 0; else 0.</param>
/// <param name="AreBent">Which numbers go by the inverse hyperbolic sine.</param>
internal sealed record VectorCurves(float[] Centres, float[] Factors, float[] Floors, bool[] AreBent)
{
    /// <summary>Where a number lies on its curve.</summary>
    public float On(int slot, float number)
    {
        var straight = Floors[slot] > 0 ? MathF.Log(MathF.Max(number, Floors[slot])) : number;
        var centred = (straight - Centres[slot]) * Factors[slot];
        return AreBent[slot] ? MathF.Asinh(centred) : centred;
    }

    /// <summary>The number that lies at a place of its curve.</summary>
    public float Off(int slot, float place)
    {
        var straight = ((AreBent[slot] ? MathF.Sinh(place) : place) / Factors[slot]) + Centres[slot];
        return Floors[slot] > 0 ? MathF.Exp(straight) : straight;
    }
}
