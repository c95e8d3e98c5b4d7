using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a ratings machine beside its weights.</summary>
/// <param name="UserColumn">Name of the user's key column.</param>
/// <param name="ItemColumn">Name of the item's key column.</param>
/// <param name="Lowest">The rating that level 0 stands for.</param>
/// <param name="Step">From one rating to the next.</param>
/// <param name="Architecture">Sizes.</param>
/// <param name="History">What happened in training.</param>
internal sealed record RatingsRbmDescription(
    string UserColumn, string ItemColumn, double Lowest, double Step, RatingsRbmArchitecture Architecture, TrainingHistory History)
    : IModelDescription<RatingsRbmNetwork>
{
    /// <summary>The names behind the users' keys; null if they had none.</summary>
    public KeyValues? UserNames { get; init; }

    /// <summary>The names behind the items' keys; null if they had none.</summary>
    public KeyValues? ItemNames { get; init; }

    /// <inheritdoc/>
    public RatingsRbmNetwork CreateNetwork() =>
        UserNames is { } users && users.Texts.Length != Architecture.UserCount || ItemNames is { } items && items.Texts.Length != Architecture.ItemCount
            ? throw new FormatException("There is not one name for each user and item.")
            : new(Architecture);
}
