namespace DeepML.Networks;

/// <summary>Stored rows, and how they are searched.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="Width">Numbers of each.</param>
/// <param name="Classes">Classes of their labels.</param>
/// <param name="Count">Nearest rows that are looked for.</param>
/// <param name="Lists">Lists into which rows are sorted by the centre that is nearest to each; 1 for one list of all.</param>
/// <param name="Probes">Lists that are looked through for a row: those whose centres are nearest to it.</param>
internal sealed record CaseArchitecture(int Rows, int Width, int Classes, int Count, int Lists, int Probes)
{
    /// <summary>Most numbers that are stored.</summary>
    public const long MostNumbers = 1L << 29; // a span of bytes ends at 2 GiB
}
