namespace DeepML.Transforms;

/// <summary>The columns of a restricted Boltzmann machine.</summary>
/// <param name="Output">Hidden means.</param>
/// <param name="Input">Visible numbers.</param>
/// <param name="FreeEnergy">Free energy of the row; null for none.</param>
internal sealed record RbmColumns(string Output, string Input, string? FreeEnergy)
{
    /// <summary>The columns a fitted machine adds, each with what makes it.</summary>
    public IReadOnlyList<ScoredOutput<RbmPass>> Outputs(int hiddenSize)
    {
        var means = new ScoredOutput<RbmPass>(new VectorOutput(Output, hiddenSize), pass => pass.HiddenMean);
        return FreeEnergy is null ? [means] : [means, new(new ScalarOutput(FreeEnergy), pass => pass.FreeEnergy)];
    }
}
