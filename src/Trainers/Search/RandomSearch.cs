namespace DeepML;

/// <summary>Draws every trial evenly from the whole space (Bergstra and Bengio, JMLR 13, 2012).</summary>
public sealed record RandomSearch : SearchMethod
{
    internal override IReadOnlyDictionary<string, object> Next(
        IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyList<SearchTrial> ranked, Random random) => Draw(space, random);
}
