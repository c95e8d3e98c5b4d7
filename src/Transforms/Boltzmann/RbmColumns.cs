namespace DeepML.Transforms;

/// <summary>The columns of a restricted Boltzmann machine.</summary>
/// <param name="Output">Hidden means.</param>
/// <param name="Input">Visible numbers.</param>
/// <param name="FreeEnergy">Free energy of the row; null for none.</param>
internal sealed record RbmColumns(string Output, string Input, string? FreeEnergy)
{
    /// <summary>The columns a fitted machine adds.</summary>
    public IReadOnlyList<OutputColumn> Outputs(int hiddenSize) => FreeEnergy is null
        ? [new VectorOutput(Output, hiddenSize)]
        : [new VectorOutput(Output, hiddenSize), new ScalarOutput(FreeEnergy)];
}
