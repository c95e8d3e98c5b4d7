namespace DeepML.Transforms;

/// <summary>How the values of a column, or of a slot of it, were distributed in training.</summary>
/// <param name="Name">How reports call it.</param>
/// <param name="Edges">Of numbers: where bins begin above the first, in order; null for categories.</param>
/// <param name="Categories">The texts that are counted by themselves; null for numbers.</param>
/// <param name="Counts">
/// Rows in each bin, of numbers one more than edges, or with each text and then with any other; those with a missing value last.
/// </param>
/// <param name="Sum">Sum of the numbers; 0 for categories.</param>
internal sealed record DriftProfile(string Name, double[]? Edges, string[]? Categories, long[] Counts, double Sum)
{
    /// <summary>The same bins without rows.</summary>
    public DriftTally Tally() => new(Edges, Categories);

    /// <summary>Checks what a file may say wrongly.</summary>
    public void Check()
    {
        Sound.That((Edges is null) != (Categories is null), $"'{Name}' is neither numbers nor categories, or both");
        Sound.Same(Counts.Length, (Edges?.Length ?? Categories!.Length) + 2, $"the bins of '{Name}' and their counts");
        Sound.That(Array.TrueForAll(Counts, count => count >= 0) && Counts.Any(count => count > 0), $"a count of '{Name}' is below 0");
        Sound.That(
            Edges is null || Edges.Zip(Edges.Skip(1)).All(pair => pair.First < pair.Second), $"the bins of '{Name}' are in no order");
        Sound.That(Edges is null || Array.TrueForAll(Edges, double.IsFinite), $"a bin of '{Name}' is without end");
        Sound.That(
            Categories is null || Categories.Distinct().Count() == Categories.Length, $"two categories of '{Name}' are the same");
        Sound.That(double.IsFinite(Sum), $"the sum of '{Name}' is not finite");
    }
}
