namespace DeepML;

/// <summary>An item that a user may like.</summary>
/// <param name="Item">Its key, from 1, as in the item column.</param>
/// <param name="Score">The rating expected of the user.</param>
public sealed record RatingsRecommendation(uint Item, float Score)
{
    /// <summary>The value behind the key, as invariant text: what <c>MapValueToKey</c> has read.</summary>
    /// <value>Null if the keys of training had no names.</value>
    public string? Name { get; init; }
}
