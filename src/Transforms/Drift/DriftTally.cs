namespace DeepML.Transforms;

/// <summary>Counts the values of a column by given bins.</summary>
internal sealed class DriftTally
{
    private readonly double[]? _edges;
    private readonly Dictionary<string, int>? _places;

    /// <param name="edges">As in <see cref="DriftProfile"/>.</param>
    /// <param name="categories">As there.</param>
    public DriftTally(double[]? edges, string[]? categories)
    {
        _edges = edges;
        _places = categories?.Select((category, place) => (category, place)).ToDictionary(c => c.category, c => c.place);
        Counts = new long[(edges?.Length ?? categories!.Length) + 2];
    }

    /// <summary>Rows in each bin.</summary>
    public long[] Counts { get; }

    /// <summary>Sum of the numbers.</summary>
    public double Sum { get; private set; }

    /// <summary>Counts a number; NaN is a missing one.</summary>
    public void Add(double number)
    {
        if (double.IsNaN(number))
        {
            Counts[^1]++;
            return;
        }
        var at = Array.BinarySearch(_edges!, number);
        Counts[at >= 0 ? at + 1 : ~at]++; // an edge begins the bin above it
        Sum += number;
    }

    /// <summary>Counts a text; an empty one is missing.</summary>
    public void Add(string text) =>
        Counts[text.Length == 0 ? Counts.Length - 1 : _places!.GetValueOrDefault(text, Counts.Length - 2)]++;
}
