using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Parts of a batch, one for each thread that torch shares its operations among: their number follows from sizes alone.</summary>
/// <param name="Count">How many, at least 1.</param>
internal readonly record struct TeamParts(int Count)
{
    private const int FewestRows = 8; // of a thread

    /// <summary>For so many rows.</summary>
    public static TeamParts Of(int rows) => new(Math.Clamp(rows / FewestRows, 1, get_num_threads()));

    /// <summary>A part's share of rows, or of columns; possibly none.</summary>
    /// <param name="part">From 0.</param>
    /// <param name="whole">How many there are.</param>
    public (int First, int Count) Of(int part, int whole)
    {
        var first = (int)((long)whole * part / Count);
        return (first, (int)((long)whole * (part + 1) / Count) - first);
    }

    /// <summary>Does the work of all parts; of one part without waking anybody.</summary>
    /// <param name="work">Does that of one of them.</param>
    public void Share(Action<int> work)
    {
        if (Count == 1)
            work(0);
        else
            OpenMpTeam.Share(Count, work);
    }
}
