namespace DeepML.Data;

/// <summary>A column of a table as a network reads it; saved with the network.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Width">Numbers of a vector; 1 for all else.</param>
/// <param name="Origin">What is taken off a number before it is rounded to float32: far from 0 it would lose what tells it from
/// others.</param>
/// <param name="Categories">The values that are known, as text: the category of each is its place, from 1. Empty for numbers.</param>
internal sealed record TableFeature(string Name, FeatureKind Kind, int Width, double Origin, string[] Categories)
{
    /// <summary>Most categories of a column: their numbers are exact in float32.</summary>
    public const int MostCategories = 1 << 20;

    /// <summary>Whether the column holds categories.</summary>
    public bool IsCategory => Kind is FeatureKind.Text or FeatureKind.Key;
}
